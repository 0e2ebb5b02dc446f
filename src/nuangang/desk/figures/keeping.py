"""Keeping a school's figures of the day: for last week's beside today's, and for the county."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.clock import each_round, nightly
from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.desk.figures.children import count_children
from nuangang.desk.figures.duties import (
    TermWeek,
    kinds_of,
    of_term,
    standing_now,
    term_for,
    week_by_week,
)
from nuangang.desk.figures.parts import COUNTS, parts_of
from nuangang.desk.models import DayFigures
from nuangang.people.actions.touching import touch_school
from nuangang.people.definition_counts import count_by_definition
from nuangang.people.models import Child
from nuangang.people.queries import here
from nuangang.policy.actor import Clock
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

FRESH = timedelta(hours=1)


@nightly("figures")
def keep_figures(school: School, now: datetime) -> DayFigures:
    """Count the school's figures at `now` and keep them for the day, in place of earlier ones."""
    day = school_day_now(now)
    row, _made = DayFigures.objects.update_or_create(
        school_id=school.pk,
        day=day,
        defaults={
            "kept_at": now,
            **_of_children(school, day),
            **_of_duties(school, day, now),
            "by_definition": count_by_definition(school, _here(school, day), day),
        },
    )
    return row


@each_round
def keep_fresh(school: School, now: datetime) -> bool:
    """Count again what is an hour old, so that the county sees the day and not the night before.

    How many each definition counts stays as it was in the night: facts change slowly, and it costs
    most. Returns whether it was this clock's turn.
    """
    day = school_day_now(now)
    today = DayFigures.objects.filter(school_id=school.pk, day=day)
    stale = today.filter(kept_at__lte=now - FRESH)
    if not stale.exists():
        return False
    with transaction.atomic():
        if not stale.update(kept_at=now):
            return False
        fresh = {**_of_children(school, day), **_of_duties(school, day, now)}
        today.update(**fresh)
        _compare(school, fresh, now)
    return True


def _compare(school: School, fresh: dict[str, Any], now: datetime) -> None:
    """Compare what the board has kept with a count over all rows; mend and tell a difference."""
    differing: dict[str, Any] = {
        name: [kept, fresh[name]]
        for name, kept in _kept(school, now).items()
        if kept != fresh[name]
    }
    if differing:
        touch_school(school.pk)
        record(Clock(school.pk), "figures_mended", kind="board", object_id=school.pk, **differing)


def _kept(school: School, now: datetime) -> dict[str, int]:
    parts = parts_of(school, now)
    children, week = parts.children(), parts.standing().week.whole
    counts = {name: getattr(children, name) for name in COUNTS}
    return {**counts, "week_met": week.done, "week_owed": week.total}


def _here(school: School, day: date) -> QuerySet[Child]:
    return here(Child.objects.filter(school_id=school.pk), day)


def _of_children(school: School, day: date) -> dict[str, Any]:
    counted = count_children(_here(school, day), school.pk, day)
    return {
        "definition": school.definition,
        **{name: getattr(counted, name) for name in COUNTS},
    }


def _of_duties(school: School, day: date, now: datetime) -> dict[str, Any]:
    calendar = calendar_of(school, year=day.year)
    duties = Duty.objects.filter(school_id=school.pk, closed_on__isnull=True)
    rules = CareRule.objects.filter(school_id=school.pk)
    frozen = PeriodResult.objects.filter(school_id=school.pk)
    term, table = term_for(calendar, day), standing_now(duties, now).week
    whole, past = table.whole, of_term(frozen, term).whole
    weeks = week_by_week(frozen, kinds_of(rules), calendar, term, table, day)
    return {
        "week_met": whole.done,
        "week_owed": whole.total,
        "term_met": past.done,
        "term_owed": past.total,
        "weeks": [_line(week) for week in weeks],
    }


def _line(week: TermWeek) -> list[Any]:
    return [week.week.begins.isoformat(), week.share.done, week.share.total]
