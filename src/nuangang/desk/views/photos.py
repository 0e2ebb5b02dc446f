"""Photos of what was recorded: sent, shown, added later and taken off."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuangang.audit.actions import record
from nuangang.care.actions.photos import (
    FULL,
    MOST,
    NoSuchRecordError,
    TooManyError,
    add_photo,
    photo_id,
    read,
    remove_photo,
)
from nuangang.care.guards import acts_to_mend
from nuangang.care.models import CareRecord, Photo
from nuangang.care.queries.photos import photo_and_records
from nuangang.desk.pictures import bytes_of, jpeg
from nuangang.desk.views.going_back import next_page
from nuangang.lib import pictures
from nuangang.policy.guards import visible
from nuangang.policy.rules import may

REFUSED: dict[str, type[pictures.PictureError]] = {
    error.code: error for error in (*pictures.ERRORS, TooManyError)
}


@require_POST
@may("care_record", "write")
def photo_send(request: HttpRequest) -> HttpResponse:
    """Take one photo, apart from the words it belongs to (`POST /record/photo`, multipart).

    Fields: `id`, a UUID made by whoever sends it; `together`, the UUID that the record form sent
    with the words; `file`; the CSRF token as every form. Send the words first. The answer is plain
    text: 201 kept; 200 it had come before (sending twice makes one); 404 when the actor has no
    standing record of that go which they may correct, or an id is no UUID; 413 too large, 415 no
    photo that can be read here, 422 empty, damaged, too many pixels or a fifth one. With these three
    the text is one sentence for the user, and sending the same file again won't help.
    """
    actor = request.actor  # type: ignore[attr-defined]
    pk, together = _uuid(request.POST.get("id")), _uuid(request.POST.get("together"))
    try:
        fresh = add_photo(actor, together, bytes_of(request.FILES.get("file")), pk=pk)
    except NoSuchRecordError:
        raise Http404 from None
    except pictures.PictureError as error:
        return _plain(str(error.sentence), error.status)
    return _plain("kept", 201) if fresh else _plain("had come before", 200)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def keep_photos(request: HttpRequest, together: UUID) -> str:
    """Keep the photos that came with a form whose words are saved.

    Return '' when all is well, else the address of the page that says which photo was not taken
    and why, and where it can be added again.
    """
    actor = request.actor  # type: ignore[attr-defined]
    refused = []
    for file in request.FILES.getlist("photos"):
        try:
            data = bytes_of(file)
            add_photo(actor, together, data, pk=photo_id(together, data))
        except NoSuchRecordError:
            messages.error(request, _("The photo was not kept: what it belongs to was taken back."))
        except pictures.PictureError as error:
            refused.append(("refused", f"{error.code} {(file.name or '')[:40]}"))
    if not refused:
        return ""
    there = reverse("record_photos", args=[together])
    return f"{there}?{urlencode([*refused, ('next', next_page(request))])}"


@may("care_record", "write")
def record_photos(request: HttpRequest, together: UUID) -> HttpResponse:
    """Show the photos of what was recorded in one go; add one, take one off."""
    actor = request.actor  # type: ignore[attr-defined]
    records = list(acts_to_mend(actor, together).order_by("child__search", "pk"))
    if not records:
        raise Http404
    if request.method == "POST":
        problem = keep_photos(request, together)
        return redirect(problem or next_page(request))
    rows = visible(actor, Photo).filter(together=together, staff_id=records[0].staff_id)
    photos = list(rows.select_related("removed_by").order_by("added_at", "pk"))
    kept = [photo for photo in photos if photo.removed_at is None]
    context = {
        "together": together,
        "records": records,
        "photos": kept,
        "removed": [photo for photo in photos if photo.removed_at],
        "room": MOST - len(kept),
        "refused": list(_refused(request.GET.getlist("refused"))),
        "next": next_page(request),
        **_about(records[0]),
    }
    return render(request, "desk/record_photos.html", context)


def _refused(codes: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Return name and reason of each photo that was not taken."""
    for given in codes:
        code, _space, name = given.partition(" ")
        if code in REFUSED:
            yield name, str(REFUSED[code].sentence)


def _about(item: CareRecord) -> dict[str, Any]:
    return {"what": item.get_kind_display(), "day": item.happened_on}


@require_POST
@may("care_record", "write")
def photo_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a photo off; that there was one stays on file."""
    actor = request.actor  # type: ignore[attr-defined]
    photo, _records = photo_and_records(actor, pk)
    if not acts_to_mend(actor, photo.together).exists():
        raise Http404
    remove_photo(actor, photo)
    messages.success(request, _("The photo is taken off and deleted."))
    there = reverse("record_photos", args=[photo.together])
    return redirect(f"{there}?{urlencode({'next': next_page(request)})}")


@may("care_record")
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one photo with what it belongs to, and the way back to the child's file."""
    actor = request.actor  # type: ignore[attr-defined]
    found, records = photo_and_records(actor, pk)
    asked = request.GET.get("of")
    item = next((row for row in records if str(row.child_id) == asked), records[0])
    go = {"together": found.together, "staff_id": found.staff_id}
    beside = visible(actor, Photo).filter(**go, removed_at=None)
    context = {
        "photo": found,
        "child": item.child,
        "records": records,
        "beside": list(beside.order_by("added_at", "pk")),
        "may_mend": acts_to_mend(actor, found.together).exists(),
        **_about(item),
    }
    return render(request, "desk/photo.html", context)


@require_GET
@may("care_record")
def photo_file(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """Return a photo's bytes; opening the full one is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    found, records = photo_and_records(actor, pk)
    if part == FULL:
        children = [str(row.child_id) for row in records]
        label = records[0].child.name if len(records) == 1 else ""
        record(actor, "read_photo", kind="photo", object_id=pk, label=label, children=children)
    try:
        data = read(found, part)
    except FileNotFoundError:
        raise Http404 from None
    return jpeg(data, f"{found.added_at:%Y%m%d-%H%M}", keep=part != FULL)
