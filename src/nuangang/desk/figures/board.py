"""The head's board as its page shows it: plain values, each number with the list behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nuangang.care.models import CareRule, Duty, Kind, PeriodResult
from nuangang.desk.figures.children import Children, count_children, longest_unreached
from nuangang.desk.figures.duties import (
    NO_CLASS,
    ClassKey,
    Table,
    TermWeek,
    kinds_of,
    last_week,
    late_by_person,
    of_term,
    standing_now,
    term_for,
    week_by_week,
)
from nuangang.desk.figures.first_hour import Step, first_steps
from nuangang.desk.figures.news import count_news, leavers_and_birthdays
from nuangang.desk.figures.share import Share
from nuangang.desk.models import DayFigures
from nuangang.people.definitions import DEFINITIONS, Definition
from nuangang.people.queries import CLASS_COLUMNS, children_here, class_name_in, left_behind
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import Calendar, school_day_now
from nuangang.terms.queries import calendar_of

WEEK = timedelta(days=7)
SERIES = 5


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
    """Return the board of the actor's school; ten statements, eleven for the table of the term."""
    on, calendar = school_day_now(now), calendar_of(actor.school)
    duties = visible(actor, Duty).filter(closed_on__isnull=True)
    frozen = visible(actor, PeriodResult)
    term, standing = term_for(calendar, on), standing_now(duties, now)
    weeks = week_by_week(
        frozen, kinds_of(visible(actor, CareRule)), calendar, term, standing.week, on
    )
    year = calendar.school_year_of(on)
    children = count_children(children_here(actor, on), actor.school_id, on)
    table = of_term(frozen, term) if whole_term else standing.now
    unreached = longest_unreached(left_behind(actor, on), actor.school_id, on)
    definition = DEFINITIONS[actor.school.definition]
    return Board(
        now=now,
        definition=definition,
        printed=definition.printed(on),
        children=children,
        before=_kept_before(actor, on),
        present=standing.week.whole,
        late=standing.late,
        last_week=last_week(weeks, on),
        unreached=_named(unreached, year, on),
        chart=_chart(weeks),
        table=_table(table, year, whole_term=whole_term),
        of_term=whole_term,
        exempt=_is_exempt(calendar, on),
        news=count_news(actor, on),
        **{what: _named(rows, year, on) for what, rows in leavers_and_birthdays(actor, on).items()},
        late_by=late_by_person(duties, now),
        steps=first_steps(actor, children, on),
    )


def _kept_before(actor: Actor, on: date) -> DayFigures | None:
    """Return what the board showed a week ago, or the nearest day of the week before that."""
    rows = visible(actor, DayFigures).filter(day__lte=on - WEEK, day__gt=on - 2 * WEEK)
    return rows.order_by("-day").first()


def _is_exempt(calendar: Calendar, on: date) -> bool:
    return calendar.week_of(on) is None or calendar.is_exempt_week(on)


def _named(rows: Iterable[dict[str, Any]], year: int, on: date) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "klass": class_name_in(row, year),
            "days": (on - row["last"]).days if row.get("last") else None,
        }
        for row in rows
    ]


def _chart(weeks: list[TermWeek]) -> dict[str, Any]:
    """Return the weeks for ui.weeks_chart: the commonest kinds, the others together."""
    sums: dict[str, int] = {}
    for week in weeks:
        for kind, count in week.kept.items():
            sums[kind] = sums.get(kind, 0) + count
    often = sorted((kind for kind in sums if sums[kind]), key=lambda kind: -sums[kind])
    shown, others = often[:SERIES], often[SERIES:]
    series = [str(Kind(kind).label) for kind in shown] + ([_("Others")] if others else [])
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
        "columns": [str(Kind(kind).label) for kind in sums],
        "rows": rows if sums else [],
    }


def _cell(share: Share, url: str) -> dict[str, Any]:
    return {"done": share.done, "total": share.total, "url": url}


def _lists(*, whole_term: bool) -> Any:
    """Return how to address the list behind a cell."""
    address = reverse("board_term" if whole_term else "duties")
    fixed: Mapping[str, Any] = {} if whole_term else {"due": "now"}

    def lists(**narrowed: Any) -> str:
        asked = urlencode({**fixed, **narrowed})
        return f"{address}?{asked}" if asked else address

    return lists


def _class_name(klass: ClassKey, year: int) -> str:
    if klass == NO_CLASS:
        return _("No class")
    return class_name_in(dict(zip(CLASS_COLUMNS, klass, strict=False)), year)
