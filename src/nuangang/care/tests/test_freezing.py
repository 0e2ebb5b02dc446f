"""Periods that are over are frozen once, as known then."""

from dataclasses import replace
from datetime import date, timedelta

from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.models import PeriodResult
from nuangang.care.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, Cast, at
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import DayRange
from nuangang.terms.queries import calendar_of

WEEK = timedelta(days=7)


def outcomes(cast: Cast, child: object) -> list[tuple[date, str]]:
    rows = PeriodResult.objects.filter(child=child).order_by("begins")
    return list(rows.values_list("begins", "outcome"))


def test_met_and_missed_and_on_to_the_next_week(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.talk(cast.wang, cast.an, now=at(FRIDAY))
    assert freeze(cast.school, now=at(NEXT_MONDAY, 0, 1)) == 3
    assert outcomes(cast, cast.an) == [(MONDAY, "met")]
    assert outcomes(cast, cast.bo) == [(MONDAY, "missed")]
    duty = cast.duty(cast.bo)
    assert (duty.begins, duty.done, duty.missed_in_a_row) == (NEXT_MONDAY, 0, 1)
    assert (cast.duty(cast.an).missed_in_a_row, cast.duty(cast.an).done) == (0, 0)


def test_nothing_before_the_period_is_over(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert freeze(cast.school, now=at(date(2026, 11, 22), 23, 59)) == 0


def test_a_second_clock_freezes_nothing(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert freeze(cast.school, now=at(NEXT_MONDAY)) == 3
    assert freeze(cast.school, now=at(NEXT_MONDAY)) == 0
    assert PeriodResult.objects.count() == 3


def test_every_week_slept_through_is_frozen_once(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.talk(cast.wang, cast.an, now=at(NEXT_MONDAY))
    cast.talk(cast.wang, cast.bo, now=at(MONDAY + 3 * WEEK))
    freeze(cast.school, now=at(MONDAY + 3 * WEEK, 12))
    mondays = [MONDAY, NEXT_MONDAY, MONDAY + 2 * WEEK]
    assert outcomes(cast, cast.an) == list(zip(mondays, ["missed", "met", "missed"], strict=True))
    assert (cast.duty(cast.an).missed_in_a_row, cast.duty(cast.chen).missed_in_a_row) == (1, 3)
    assert cast.duty(cast.bo).done == 1


def test_what_was_told_too_late_does_not_count(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.talk(cast.wang, cast.an, now=at(NEXT_MONDAY, 8), happened_on=FRIDAY)
    freeze(cast.school, now=at(NEXT_MONDAY, 9))
    assert outcomes(cast, cast.an) == [(MONDAY, "missed")]


def test_a_week_without_school_is_excused(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    whole = calendar_of(cast.school)
    flu = (*whole.days_off, DayRange(MONDAY, FRIDAY, "流感停课"))
    cast.school = set_calendar(cast.as_(cast.lead), cast.school, replace(whole, days_off=flu))
    freeze(cast.school, now=at(NEXT_MONDAY))
    assert outcomes(cast, cast.an) == [(MONDAY, "excused")]
    assert cast.duty(cast.an).missed_in_a_row == 0


def test_a_rule_that_ended_is_not_owed_after_its_last_day(cast: Cast) -> None:
    rule = cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    rule.until = date(2026, 11, 22)
    rule.save()
    reconcile_duties(cast.school, now=at(MONDAY + 3 * WEEK))
    assert outcomes(cast, cast.an) == [(MONDAY, "missed")]
    assert not rule.duties.filter(closed_on__isnull=True).exists()
