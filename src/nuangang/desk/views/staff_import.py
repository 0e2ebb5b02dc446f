"""Reading a list of staff in: look first, then confirm."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.accounts.posts import Post
from nuangang.care.actions import reconcile_duties
from nuangang.intake.reading import UnreadableRoster
from nuangang.intake.staff_sheet import NoStaffListError, StaffReading, read_staff_file
from nuangang.lib.classnames import school_year
from nuangang.lib.names import comparable
from nuangang.people.actions.clearances import Fact, note_clearances
from nuangang.people.actions.set_up import class_for
from nuangang.people.actions.staff import KeptApartError, employ, give_post
from nuangang.people.models import Clearance, Staff, not_over
from nuangang.people.models.children import class_name
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.rules import may

WAITING = "staff_list"


@may("staff", "write")
def staff_import(request: HttpRequest) -> HttpResponse:
    """Show what a list of staff says; on confirming, employ those who are new."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, actor)
    if request.method != "POST":
        return render(request, "desk/staff_import.html")
    try:
        reading = _read(request)
    except (UnreadableRoster, NoStaffListError) as unreadable:
        context = {"error": str(unreadable)}
        return render(request, "desk/staff_import.html", context, status=422)
    request.session[WAITING] = [asdict(row) for row in reading.rows]
    skipped = [number for number, _why in reading.skipped]
    shown: dict[str, Any] = {"rows": _shown(actor, request.session[WAITING]), "skipped": skipped}
    return render(request, "desk/staff_import.html", shown)


def _read(request: HttpRequest) -> StaffReading:
    upload = request.FILES.get("file")
    if upload is None or upload.size is None or upload.size > settings.ROSTER_MAX_BYTES:
        raise UnreadableRoster("too_big" if upload else "empty")
    return read_staff_file(upload.read(), upload.name or "", today=timezone.localdate())


def _shown(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = _known_names(actor)
    return [
        {
            **row,
            "posts": [_in_words(post) for post in row["posts"]],
            "known": comparable(row["name"]) in known,
        }
        for row in rows
    ]


def _known_names(actor: Actor) -> set[str]:
    here = visible(actor, Staff).filter(not_over(timezone.localdate()))
    return {comparable(name) for name in here.values_list("name", flat=True)}


def _in_words(post: list[Any]) -> str:
    code, grade, klass, subject = post
    where = class_name(grade, klass) if grade and klass else ""
    return f"{where}{Post(code).label}{subject and f' {subject}'}"


def _confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = request.session.pop(WAITING, [])
    known = _known_names(actor)
    new = [row for row in rows if comparable(row["name"]) not in known]
    with transaction.atomic():
        refused = [said for row in new for said in _employ(actor, row)]
        reconcile_duties(actor.school, now=timezone.now())
    said = ngettext(
        "%(num)s person is on the staff now. Print the slips so that everybody can sign in.",
        "%(num)s people are on the staff now. Print the slips so that everybody can sign in.",
        len(new),
    )
    messages.success(request, said % {"num": len(new)})
    for why in refused:
        messages.warning(request, why)
    if not rows:
        messages.warning(request, _("Nothing was waiting to be confirmed. Choose the file again."))
        return redirect("staff_import")
    return redirect("staff")


def _employ(actor: Actor, row: dict[str, Any]) -> list[str]:
    """Put the row's person on the staff with their posts; return why a post was not given."""
    names = ("name", "gender", "phone", "party_member", "village", "subject", "qualification")
    fields = {name: row[name] for name in (*names, "outside")}
    person = employ(actor, actor.school, fields)
    today = timezone.localdate()
    if row.get("cleared_on"):
        day = date.fromisoformat(row["cleared_on"])
        fact = Fact(person, Clearance.What.CHECK, day, result=Clearance.Result.CLEAR)
        note_clearances(actor, [fact])
    refused = []
    for code, grade, number, subject in row["posts"]:
        more: dict[str, Any] = {"subject": subject}
        klass = None
        if grade and number:
            klass = class_for(actor.school, grade, number, school_year(today))
        elif grade and code == Post.GRADE_LEADER:
            more["grade_entry_year"] = school_year(today) - (grade - actor.school.first_grade)
        try:
            give_post(actor, person, code, since=today, klass=klass, **more)
        except KeptApartError as why:
            refused.append(str(why))
    return refused
