"""Every duty that stands, to filter and print, and one child's record of care."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.kinds import kind_choices
from nuangang.care.labels import group_label
from nuangang.care.models import Duty, is_kind
from nuangang.care.queries.due import due_this_week, owed_on
from nuangang.care.queries.history import history, panel
from nuangang.care.states import STATE_COLUMNS, STATES, escalated, in_state, state_of
from nuangang.people.models import Child, Staff
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.terms.calendar import school_day_now

PER_PAGE, ALL = 50, 3000
MISSED_TWICE = "missed_twice"
DUE = {"week": due_this_week, "now": lambda now: owed_on(school_day_now(now))}
ASKED = ("klass", "kind", "staff", "state", "due", "q")


_LONGEST_WAITING = (F("last_done_on").asc(nulls_first=True), "due_at", "pk")
_CLASS = ("school", "entry_year", "entry_grade", "number", "alias")
_SHOWN = (
    "child__school",
    "child__name",
    "staff__school",
    "staff__name",
    *(f"child__klass__{name}" for name in _CLASS),
    *(f"klass__{name}" for name in _CLASS),
)


@may("duty")
def duties(request: HttpRequest) -> HttpResponse:
    """List the standing duties the actor may see, those most in need first."""
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    asked = {name: request.GET.get(name, "") for name in ASKED}
    rows = narrowed(visible(actor, Duty).filter(closed_on__isnull=True), asked, now)
    counts = _counts(rows, now)
    if asked["state"] == MISSED_TWICE:
        rows = rows.filter(escalated(now))
    if asked["state"] in STATES:
        rows = rows.filter(in_state(asked["state"], now))
    ordered = rows.order_by(*_LONGEST_WAITING).values_list("pk", flat=True)
    size = ALL if "all" in request.GET else PER_PAGE
    page = Paginator(ordered, size).get_page(request.GET.get("page"))
    year = school_year_of(actor, timezone.localdate())
    context = {
        "page": page,
        "rows": [_row(duty, year, now) for duty in _shown(actor, list(page))],
        "counts": [(state, counts[state]) for state in ("urgent", "waiting", "met", "excused")],
        "asked": asked,
        "chosen": {name: value for name, value in asked.items() if value},
        "classes": [(k.pk, k.name_on(year)) for k in classes(actor, year)],
        "kinds": kind_choices(actor.school),
        "people": _people(actor),
        "all_shown": size == ALL,
        "may_record": actor.everywhere("care_record", "write"),
    }
    return render(request, "care/duties.html", context)


def _shown(actor: Actor, ids: list[UUID]) -> QuerySet[Duty]:
    """Return the duties of one page with what it says of them, joined for these alone."""
    rows = visible(actor, Duty).filter(pk__in=ids).only(*STATE_COLUMNS, *_SHOWN)
    joined = rows.select_related("rule", "child", "child__klass", "klass", "staff", "last_done_by")
    return joined.order_by(*_LONGEST_WAITING)


def narrowed(rows: QuerySet[Duty], asked: dict[str, str], now: datetime) -> QuerySet[Duty]:
    """Return the duties that fit what was asked for; what cannot be is left out."""
    if asked["due"] in DUE:
        rows = rows.filter(DUE[asked["due"]](now))
    if asked["klass"] == "none":
        rows = rows.filter(child__klass__isnull=True, klass__isnull=True)
    if _is_id(asked["klass"]):
        rows = rows.filter(Q(child__klass_id=asked["klass"]) | Q(klass_id=asked["klass"]))
    if is_kind(asked["kind"]):
        rows = rows.filter(rule__kind=asked["kind"])
    if asked["staff"] == "nobody":
        rows = rows.filter(staff__isnull=True)
    elif _is_id(asked["staff"]):
        rows = rows.filter(staff_id=asked["staff"])
    if asked["q"]:
        rows = rows.filter(child__search__contains=asked["q"].lower())
    return rows


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _counts(rows: QuerySet[Duty], now: datetime) -> dict[str, int]:
    return rows.aggregate(**{s: Count("pk", filter=in_state(s, now)) for s in STATES})


def _people(actor: Actor) -> list[tuple[Any, str]]:
    """Return who can owe something, for the filter; only themselves for an agent parent."""
    owing = visible(actor, Duty).filter(closed_on__isnull=True).values("staff_id")
    rows = visible(actor, Staff).filter(pk__in=owing).order_by("name")
    return list(rows.values_list("pk", "name"))


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
    child = fetch(actor, Child, pk)
    kind = request.GET.get("kind", "")
    shown = panel(actor, child, kind=kind)
    if "all" in request.GET:
        shown["entries"], shown["more"] = history(actor, child, kind=kind, limit=None), False
    record(actor, "read_file", kind="child", object_id=child.pk, label=child.name, part="care")
    return render(request, "care/child_care.html", {"panel": shown})
