"""The head's board as its page shows it: plain values, each number with the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuangang.care.models import PeriodResult, kind_label
from nuangang.desk.figures.children import Children
from nuangang.desk.figures.duties import (
    NO_CLASS,
    ClassKey,
    Table,
    TermWeek,
    last_week,
    of_term,
    term_for,
    weeks_of,
)
from nuangang.desk.figures.first_hour import Step, first_steps
from nuangang.desk.figures.news import news_for
from nuangang.desk.figures.parts import Parts, parts_of
from nuangang.desk.figures.share import Share
from nuangang.desk.models import DayFigures
from nuangang.lib.prepared import Prepared, many
from nuangang.people.definitions import DEFINITIONS, Definition
from nuangang.people.models import Child, Staff
from nuangang.people.queries import CLASS_COLUMNS, class_name_in
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import Calendar, school_day_now
from nuangang.terms.queries import calendar_of

WEEK = timedelta(days=7)
SERIES = 5
ROOM_FOR_NAMES = 8


@dataclass(frozen=True)
class Board:
    """What the head sees; `before` is what was kept a week ago, None in a school's first week."""

    now: datetime
    definition: Definition
    printed: str
    children: Children
    before: DayFigures | None
    present: Share
    late: int
    last_week: Share | None
    term: Share
    unreached: list[dict[str, Any]]
    chart: dict[str, Any]
    table: dict[str, Any]
    of_term: bool
    exempt: bool
    news: dict[str, int]
    left: list[dict[str, Any]]
    birthdays: list[dict[str, Any]]
    late_by: list[dict[str, Any]]
    steps: list[Step]


def board_of(actor: Actor, now: datetime, *, whole_term: bool = False) -> Board:
    """Return the board of the actor's school, whose readers all see the whole school.

    Six statements, two more for what changed since it was last counted, one for the table of the term.
    """
    on, calendar = school_day_now(now), calendar_of(actor.school)
    parts = parts_of(actor.school, now)
    term, standing, children = term_for(calendar, on), parts.standing(), parts.children()
    weeks = weeks_of(parts.ended(), calendar, term, standing.week, on)
    year = calendar.school_year_of(on)
    table = of_term(visible(actor, PeriodResult), term) if whole_term else standing.now
    definition = DEFINITIONS[actor.school.definition]
    names = _Names(actor, parts, year)
    return Board(
        now=now,
        definition=definition,
        printed=definition.printed(on),
        children=children,
        before=_kept_before(actor, on),
        present=standing.week.whole,
        late=standing.late,
        last_week=last_week(weeks, on),
        term=_of_term(parts),
        unreached=names.unreached(),
        chart=_chart(weeks),
        table=_table(table, year, whole_term=whole_term),
        of_term=whole_term,
        exempt=_is_exempt(calendar, on),
        news=news_for(actor, parts.news()),
        left=names.of("left"),
        birthdays=names.of("born"),
        late_by=names.late_by(),
        steps=first_steps(actor, children, on, parts.first_record),
    )


def _kept_before(actor: Actor, on: date) -> DayFigures | None:
    """Return what the board showed a week ago, or the nearest day of the week before that."""
    rows = _BEFORE.objects(school=actor.school_id, last=on - WEEK, first=on - 2 * WEEK)
    return rows[0] if rows else None


_BEFORE = Prepared(
    lambda school, last, first: DayFigures.objects.filter(
        school_id=school, day__lte=last, day__gt=first
    ).order_by("-day")[:1],
    school=UUID,
    last=date,
    first=date,
)
_CHILDREN = Prepared(
    lambda school, ids: Child.objects.filter(school_id=school, pk__in=ids).values(
        "id", "name", *CLASS_COLUMNS
    ),
    school=UUID,
    ids=many(12),
)
_STAFF = Prepared(
    lambda school, ids: Staff.objects.filter(school_id=school, pk__in=ids).values("id", "name"),
    school=UUID,
    ids=many(ROOM_FOR_NAMES + 1),
)


class _Names:
    """The names that stand on the board; looked up anew each time, and kept nowhere else."""

    def __init__(self, actor: Actor, parts: Parts, year: int) -> None:
        self.parts, self.school_id, self._unreached = parts, actor.school_id, parts.unreached()
        ids = [*(pk for pk, _days in self._unreached), *parts.ids("left"), *parts.ids("born")]
        rows = _CHILDREN.rows(school=actor.school_id, ids=ids)
        self._found = {row["id"]: {**row, "klass": class_name_in(row, year)} for row in rows}

    def unreached(self) -> list[dict[str, Any]]:
        """Return the first few whom nobody has reached in 30 days."""
        return [
            {**self._found[pk], "days": days} for pk, days in self._unreached if pk in self._found
        ]

    def of(self, what: str) -> list[dict[str, Any]]:
        """Return those whose birthday it is, or who have left."""
        return [self._found[pk] for pk in self.parts.ids(what) if pk in self._found]

    def late_by(self) -> list[dict[str, Any]]:
        """Return who has most that is late: staff id and name (None for nobody) and how much."""
        most = sorted(self.parts.late_by(), key=lambda each: -each[1])[: ROOM_FOR_NAMES + 1]
        rows = _STAFF.rows(school=self.school_id, ids=[pk for pk, _count in most if pk])
        names = {row["id"]: row["name"] for row in rows}
        return [{"staff_id": pk, "staff__name": names.get(pk), "count": n} for pk, n in most]


def _of_term(parts: Parts) -> Share:
    """Return how much was kept of all periods of the term that have ended."""
    ended = list(parts.ended())
    met = sum(count for *_key, outcome, count in ended if outcome == PeriodResult.Outcome.MET)
    return Share(met, sum(count for *_key, count in ended))


def _is_exempt(calendar: Calendar, on: date) -> bool:
    return calendar.week_of(on) is None or calendar.is_exempt_week(on)


def _chart(weeks: list[TermWeek]) -> dict[str, Any]:
    """Return the weeks for ui.weeks_chart: the commonest kinds, the others together."""
    sums: dict[str, int] = {}
    for week in weeks:
        for kind, count in week.kept.items():
            sums[kind] = sums.get(kind, 0) + count
    often = sorted((kind for kind in sums if sums[kind]), key=lambda kind: -sums[kind])
    shown, others = often[:SERIES], often[SERIES:]
    series = [kind_label(kind) for kind in shown] + ([_("Others")] if others else [])
    return {
        "series": series,
        "any": any(sums.values()),
        "weeks": [
            {
                "label": _("off") if week.week.exempt else str(week.week.number),
                "values": [week.kept.get(kind, 0) for kind in shown]
                + ([sum(week.kept.get(kind, 0) for kind in others)] if others else []),
                "now": week.now,
            }
            for week in weeks
        ],
    }


def _table(table: Table, year: int, *, whole_term: bool) -> dict[str, Any]:
    """Return classes × kinds for ui.shade_table, the whole school first."""
    sums = table.by_kind()
    lists = _lists(whole_term=whole_term)
    whole = [_cell(share, lists(kind=kind)) for kind, share in sums.items()]
    rows = [{"label": _("The whole school"), "url": lists(), "cells": whole}]
    for klass in table.classes():
        pk = klass[-1] or "none"
        cells = [
            _cell(table.cells.get((klass, kind), Share()), lists(klass=pk, kind=kind))
            for kind in sums
        ]
        rows.append({"label": _class_name(klass, year), "url": lists(klass=pk), "cells": cells})
    return {
        "columns": [kind_label(kind) for kind in sums],
        "rows": rows if sums else [],
    }


def _cell(share: Share, url: str) -> dict[str, Any]:
    return {"done": share.done, "total": share.total, "url": url}


def _lists(*, whole_term: bool) -> Callable[..., str]:
    """Return how to address the list behind a cell: ids and codes, which need no quoting."""
    address = reverse("board_term" if whole_term else "duties")
    fixed = [] if whole_term else ["due=now"]

    def lists(**narrowed: Any) -> str:
        asked = "&".join([*fixed, *(f"{name}={value}" for name, value in narrowed.items())])
        return f"{address}?{asked}" if asked else address

    return lists


def _class_name(klass: ClassKey, year: int) -> str:
    if klass == NO_CLASS:
        return _("No class")
    return class_name_in(dict(zip(CLASS_COLUMNS, klass, strict=False)), year)
