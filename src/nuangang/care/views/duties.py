"""Every duty that stands, to filter and print, and one child's record of care."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.kinds import kind_choices
from nuangang.care.labels import group_label
from nuangang.care.models import Duty
from nuangang.care.queries.history import history, panel
from nuangang.care.queries.standing import Standing, people_owing, shown
from nuangang.care.states import state_of
from nuangang.people.fields import with_sight
from nuangang.people.models import Child
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may

PER_PAGE, ALL = 50, 3000
ASKED = ("klass", "kind", "staff", "state", "due", "q")


@may("duty")
def duties(request: HttpRequest) -> HttpResponse:
    """List the standing duties the actor may see, those most in need first."""
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    asked = {name: request.GET.get(name, "") for name in ASKED}
    standing = Standing(actor, asked, now)
    counts = standing.counts()
    size = ALL if "all" in request.GET else PER_PAGE
    pages: Any = Paginator([], size)
    pages.count = standing.how_many(counts)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = standing.part((page.number - 1) * size, page.number * size)
    year = school_year_of(actor, timezone.localdate())
    context = {
        "page": page,
        "rows": [_row(duty, year, now) for duty in shown(actor, page.object_list)],
        "counts": [(state, counts[state]) for state in ("urgent", "waiting", "met", "excused")],
        "asked": asked,
        "chosen": {name: value for name, value in asked.items() if value},
        "classes": [(k.pk, k.name_on(year)) for k in classes(actor, year)],
        "kinds": kind_choices(actor.school),
        "people": people_owing(actor),
        "all_shown": size == ALL,
        "may_record": actor.everywhere("care_record", "write"),
    }
    return render(request, "care/duties.html", context)


def _subject(duty: Duty, year: int) -> str:
    if duty.child:
        return duty.child.name
    if duty.klass:
        return duty.klass.name_on(year)
    return group_label(duty.group, year) if duty.group else ""


def _row(duty: Duty, year: int, now: datetime) -> dict[str, Any]:
    child, klass = duty.child, duty.klass
    in_class = child.klass if child else klass
    return {
        "child": child,
        "subject": _subject(duty, year),
        "record": None if child or duty.rule.counting == "children" else duty.pk,
        "klass": in_class.name_on(year) if child and in_class else "",
        "what": duty.rule.name,
        "state": state_of(duty, now),
        "done": duty.done,
        "owed": duty.owed,
        "who": duty.staff.name if duty.staff else "",
        "by": duty.last_done_by.name if duty.last_done_by else "",
        "last": duty.last_done_on,
        "due": timezone.localtime(duty.due_at).date(),
        "missed": duty.missed_in_a_row,
        "kind": duty.rule.kind,
    }


@may("care_record")
def child_care(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show everything that was done for one child, by kind; who looked is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, rows=partial(with_sight, actor))
    kind = request.GET.get("kind", "")
    shown = panel(actor, child, kind=kind)
    if "all" in request.GET:
        shown["entries"], shown["more"] = history(actor, child, kind=kind, limit=None), False
    record(actor, "read_file", kind="child", object_id=child.pk, label=child.name, part="care")
    return render(request, "care/child_care.html", {"panel": shown})
