"""Cards to print: the pocket contact card, and the file card."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.audit.actions import record
from nuangang.care.evidence import standing_records
from nuangang.care.models import CareRecord
from nuangang.desk.figures.transfers import care_lines
from nuangang.desk.transferring import care_told
from nuangang.desk.views.child import fetched
from nuangang.people.cards import contact_cards, in_fours
from nuangang.people.fields import with_sight
from nuangang.people.file_page import file_of, files_of
from nuangang.people.models import Child, SchoolClass, Tie
from nuangang.people.queries import left_behind, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.matrix import HIDDEN
from nuangang.policy.reasons import Reason, for_a_reason, reason_of
from nuangang.policy.rules import may

HOTLINES = ("110", "119", "120", "12355", "12345")
RECORDS = 8


def _asks(request: HttpRequest) -> bool:
    """Say whether a single child's paper is asked for with what is masked."""
    return request.method == "POST" or "masked" in request.GET


@may("family")
@for_a_reason(_("Contact cards"), when=_asks)
def contact_card(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one child's contact card, ready to print."""
    child = fetched(request, pk)
    rows = visible(request.actor, Child).filter(pk=child.pk)  # type: ignore[attr-defined]
    return _cards(request, rows, child.name, back=child.pk)


@may("family")
@for_a_reason(_("Contact cards"))
def class_contact_cards(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the contact cards of a class's left-behind children, four to a sheet."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk)
    on = timezone.localdate()
    rows = left_behind(actor, on).filter(klass_id=klass.pk).order_by("search", "id")
    return _cards(request, rows, klass.name_on(school_year_of(actor, on)), klass=klass)


def _cards(request: HttpRequest, rows, title: str, back=None, klass=None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.sees("contact") == HIDDEN:
        raise Http404
    reason = reason_of(request)
    cards = contact_cards(actor, rows, timezone.localdate(), _opened(reason))
    record(
        actor,
        "printed_contact_cards",
        kind="child" if back else "class",
        object_id=back or klass.pk,
        label=title,
        count=len(cards),
        **_told(reason),
    )
    context = {
        "reason": reason,
        "sheets": list(in_fours(cards)),
        "count": len(cards),
        "masks": any(card.masked for card in cards),
        "title": title,
        "back": back,
        "klass": klass,
        "hotlines": HOTLINES,
    }
    return render(request, "desk/contact_cards.html", context)


@may("child")
@for_a_reason(_("File card"), when=_asks)
def file_card(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the file card as the paper one looks, with the last talks and visits."""
    child = fetched(request, pk)
    return _file_cards(request, [child], child.name, back=child.pk)


@may("family")
@for_a_reason(_("File card"))
def class_file_cards(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the file cards of a class's left-behind children, each on its own sheet."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk)
    on = timezone.localdate()
    rows = left_behind(actor, on).filter(klass_id=klass.pk).order_by("search", "id")
    name = klass.name_on(school_year_of(actor, on))
    return _file_cards(request, list(with_sight(actor, rows)), name, klass=klass)


def _file_cards(
    request: HttpRequest, children: list[Child], title: str, back=None, klass=None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    reason = reason_of(request)
    record(
        actor,
        "printed_file_cards",
        kind="child" if back else "class",
        object_id=back or klass.pk,
        label=title,
        count=len(children),
        **_told(reason),
    )
    done = _records(actor, children)
    files = files_of(actor, children, _opened(reason))
    if any(file.sees("file") == HIDDEN for file in files):
        raise Http404
    context = {
        "reason": reason,
        "cards": [(file, done[file.child.pk]) for file in files],
        "title": title,
        "back": back,
        "klass": klass,
    }
    return render(request, "desk/file_card.html", context)


def _opened(reason: Reason | None) -> frozenset[str]:
    return reason.classes if reason else frozenset()


def _told(reason: Reason | None) -> dict[str, Any]:
    """Return what the log says of a paper: what it is for, and what was opened for it."""
    return {"reason": reason.words, "classes": sorted(reason.classes)} if reason else {}


def _records(actor: Actor, children: list[Child]) -> dict[UUID, list[CareRecord]]:
    """Return the last records of each child that the actor may see, newest first."""
    found: dict[UUID, list[CareRecord]] = {child.pk: [] for child in children}
    mine = visible(actor, CareRecord).filter(child_id__in=found, could_not="")
    rows = standing_records(actor.school.pk).filter(pk__in=mine.values("pk"))
    for row in rows.select_related("staff").order_by("-happened_on", "-recorded_at"):
        if len(found[row.child_id]) < RECORDS:
            found[row.child_id].append(row)
    return found


@may("family")
@for_a_reason(_("Transfer card"), when=_asks)
def transfer_card(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the card that goes with a child to another school: file, whom to call, care in figures."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    reason = reason_of(request)
    record(
        actor,
        "printed_transfer_card",
        kind="child",
        object_id=child.pk,
        label=child.name,
        **_told(reason),
    )
    rows = visible(actor, Child).filter(pk=child.pk)
    ties = visible(actor, Tie).filter(child_id=child.pk, capacity=Tie.Capacity.AGENT_PARENT)
    told = care_told(child.school_id, child.pk) if actor.may("care_record") else []
    context = {
        "reason": reason,
        "file": file_of(actor, child, _opened(reason)),
        "child": child,
        "card": contact_cards(actor, rows, timezone.localdate(), _opened(reason))[0],
        "mentor": ties.select_related("adult").order_by("-since", "-pk").first(),
        "care": care_lines(told),
    }
    return render(request, "desk/transfer_card.html", context)
