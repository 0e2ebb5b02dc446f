"""The list of standing duties: narrowed, counted by state, and one page of it.

Its statements are compiled once for each combination of filters (lib.prepared): putting the
states into SQL anew took longer than counting by them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from nuangang.care.models import Duty, is_kind
from nuangang.care.queries.due import due_by, owed_on, week_ends
from nuangang.care.states import STATE_COLUMNS, STATES, escalated, in_state, state_column
from nuangang.lib.prepared import Prepared, many
from nuangang.people.models import Staff
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.calendar import school_day_now

MISSED_TWICE = "missed_twice"
LONGEST_WAITING = (F("last_done_on").asc(nulls_first=True), "due_at", "pk")
AT_ONCE = many(64)
_CLASS = ("school", "entry_year", "entry_grade", "number", "alias")
_SHOWN = (
    "child__school",
    "child__name",
    "staff__school",
    "staff__name",
    *(f"child__klass__{name}" for name in _CLASS),
    *(f"klass__{name}" for name in _CLASS),
)


def narrowed(
    rows: QuerySet[Duty], asked: Mapping[str, str], today: date, until: datetime
) -> QuerySet[Duty]:
    """Return the duties that fit what was asked for; what cannot be is left out.

    `until` is the end of the week of `today` (due.week_ends).
    """
    if asked["due"] == "week":
        rows = rows.filter(due_by(today, until))
    if asked["due"] == "now":
        rows = rows.filter(owed_on(today))
    if asked["klass"] == "none":
        rows = rows.filter(child__klass__isnull=True, klass__isnull=True)
    if is_id(asked["klass"]):
        rows = rows.filter(Q(child__klass_id=asked["klass"]) | Q(klass_id=asked["klass"]))
    if is_kind(asked["kind"]):
        rows = rows.filter(rule__kind=asked["kind"])
    if asked["staff"] == "nobody":
        rows = rows.filter(staff__isnull=True)
    elif is_id(asked["staff"]):
        rows = rows.filter(staff_id=asked["staff"])
    if asked["q"]:
        rows = rows.filter(child__search__contains=asked["q"].lower())
    return rows


def is_id(text: str) -> bool:
    """Say whether a text from an address can be an id."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


class Standing:
    """The list as one actor asks for it at one moment; `asked` has klass, kind, staff, state, due, q."""

    def __init__(self, actor: Actor, asked: Mapping[str, str], now: datetime) -> None:
        today = school_day_now(now)
        self.actor = actor
        self.asked = {name: value for name, value in asked.items() if name != "state"}
        self.state = asked["state"] if asked["state"] in (*STATES, MISSED_TWICE) else ""
        self.moment = {"now": now, "today": today, "until": week_ends(today)}

    def counts(self) -> dict[str, int]:
        """Return how many there are in each state; one statement."""
        found = dict(_run(self.actor, self.asked, "counts", "", self.moment))
        return {state: found.get(state, 0) for state in STATES}

    def how_many(self, counts: Mapping[str, int]) -> int:
        """Return how many the list has; a statement only for those missed twice."""
        if self.state == MISSED_TWICE:
            found = _run(self.actor, self.asked, "count", self.state, self.moment)
            return found[0][0] if found else 0
        return counts[self.state] if self.state else sum(counts.values())

    def part(self, first: int, last: int) -> list[UUID]:
        """Return the ids from place `first` to before `last`, those longest waiting first."""
        what = f"{first}:{last}"
        return [pk for (pk,) in _run(self.actor, self.asked, what, self.state, self.moment)]


def _run(
    actor: Actor, asked: Mapping[str, str], what: str, state: str, moment: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """Run a statement of the list; compiled before, but for a search, whose words are part of it."""
    if asked["q"]:
        return list(_build(actor, asked, what, state, **moment))
    given = {name: UUID(asked[name]) for name in ("klass", "staff") if is_id(asked[name])}
    plain = {name: value for name, value in asked.items() if name not in given}
    plain |= {"kind": asked["kind"] if is_kind(asked["kind"]) else ""}
    made = _statement(what, state, frozenset(plain.items()), frozenset(given))
    ids = {f"{name}_id": value for name, value in given.items()}
    return made.tuples(actor, **ids, **moment)


@lru_cache(maxsize=256)
def _statement(
    what: str, state: str, plain: frozenset[tuple[str, str]], given: frozenset[str]
) -> PreparedFor:
    def build(actor: Actor, **values: Any) -> QuerySet[Duty, Any]:
        asked = dict(plain) | {name: str(values.pop(f"{name}_id")) for name in given}
        return _build(actor, asked, what, state, **values)

    moment = {"now": datetime, "today": date, "until": datetime}
    return PreparedFor(build, loose=moment, **{f"{name}_id": UUID for name in given}, **moment)


def _build(
    actor: Actor,
    asked: Mapping[str, str],
    what: str,
    state: str,
    *,
    now: datetime,
    today: date,
    until: datetime,
) -> QuerySet[Duty, Any]:
    rows = narrowed(visible(actor, Duty).filter(closed_on__isnull=True), asked, today, until)
    if what == "counts":
        groups = rows.order_by().annotate(state=state_column(now, today)).values("state")
        return groups.annotate(count=Count("pk")).values_list("state", "count")
    if state == MISSED_TWICE:
        rows = rows.filter(escalated(now, today))
    elif state:
        rows = rows.filter(in_state(state, now, today))
    if what == "count":
        # One row whatever is found; by the school, for an aggregate is no queryset.
        return rows.order_by().values("school_id").annotate(count=Count("pk")).values_list("count")
    first, last = what.split(":")
    return rows.order_by(*LONGEST_WAITING).values_list("pk")[int(first) : int(last)]


_SHOWN_OF = Prepared(
    lambda school, ids: (
        Duty.objects.filter(school_id=school, pk__in=ids)
        .only(*STATE_COLUMNS, *_SHOWN)
        .select_related("rule", "child", "child__klass", "klass", "staff", "last_done_by")
        .order_by(*LONGEST_WAITING)
    ),
    school=UUID,
    ids=AT_ONCE,
)


def shown(actor: Actor, ids: list[UUID]) -> list[Duty]:
    """Return the duties of one page with what it says of them, joined for these alone."""
    return _SHOWN_OF.objects(school=actor.school_id, ids=ids)


def people_owing(actor: Actor) -> list[tuple[UUID, str]]:
    """Return who can owe something, for the filter; only themselves for an agent parent."""
    return [(pk, name) for pk, name in _OWING.tuples(actor)]


def _owing(actor: Actor) -> QuerySet[Staff, Any]:
    theirs = visible(actor, Duty).filter(closed_on__isnull=True, staff_id=OuterRef("pk"))
    return visible(actor, Staff).filter(Exists(theirs)).order_by("name").values_list("pk", "name")


_OWING = PreparedFor(_owing)
