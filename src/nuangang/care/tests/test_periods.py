"""Periods, what they owe, and their freezing, against day-by-day oracles."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuangang.care.cadences import Cadence, Window
from nuangang.care.periods import (
    Status,
    next_period,
    owed_in,
    period_containing,
    periods_between,
    periods_to_freeze,
    rule_change_from,
    standing_period,
)
from nuangang.care.tests.slow_periods import BEGIN, END, Slow, cadence_values
from nuangang.terms.calendar import SCHOOL_ZONE, Calendar, DayRange, TermSpan, end_of
from nuangang.terms.tests.calendars import any_day, calendars, evenly, evenly_long, every_day

AUTUMN = TermSpan(2026, 1, date(2026, 9, 1), date(2027, 1, 22))
SPRING = TermSpan(2026, 2, date(2027, 2, 22), date(2027, 7, 9))
CALENDAR = Calendar(
    [AUTUMN, SPRING],
    [DayRange(date(2026, 10, 1), date(2026, 10, 7))],
    [DayRange(date(2026, 10, 10), date(2026, 10, 10))],
)
WEEKLY, MONTHLY = Cadence("teaching_week"), Cadence("calendar_month")
DAYS = any_day(BEGIN, END)
LENGTHS = evenly([0, 3, 40, 150, 400, 900])
SLEEPS = evenly_long(evenly([1, 1, 1, 2, 5, 7, 30, 150]), 60)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SCHOOL_ZONE).astimezone(UTC)


def test_a_week_is_due_at_the_end_of_its_last_school_day_and_over_on_sunday():
    week = period_containing(WEEKLY, CALENDAR, date(2026, 10, 8))
    assert (week.begins, week.ends) == (date(2026, 10, 5), date(2026, 10, 11))
    assert week.due_at == datetime(2026, 10, 10, 23, 59, 59, tzinfo=SCHOOL_ZONE)
    statuses = [week.status(_noon(date(2026, 10, day)), owed=1, done=0) for day in (4, 5, 11, 12)]
    assert statuses == [Status.AHEAD, Status.WAITING, Status.LATE, Status.MISSED]
    assert week.status(_noon(date(2026, 10, 12)), owed=1, done=1) == Status.MET


def test_weeks_and_months_with_too_little_school_are_exempt():
    short = replace(CALENDAR, make_up_days=())
    week = period_containing(WEEKLY, short, date(2026, 10, 8))
    assert week.exempt
    assert week.status(_noon(date(2026, 11, 1)), owed=0, done=0) == Status.EXEMPT
    exempt = [
        period_containing(MONTHLY, CALENDAR, date(2027, month, 1)).exempt for month in range(1, 9)
    ]
    assert exempt == [False, True, False, False, False, False, True, True]


@pytest.mark.parametrize(("every", "exempt"), [(6, False), (14, False), (15, True), (28, True)])
def test_an_interval_of_many_days_needs_half_its_weeks_to_have_school(every, exempt):
    last_week = Cadence("every_n_days", every=every, since=date(2027, 7, 5))
    assert period_containing(last_week, CALENDAR, date(2027, 7, 5)).exempt is exempt


def test_the_first_week_of_term_is_asked_for_by_its_number_and_no_other():
    first, last = (Cadence("teaching_week", window=Window(weeks=(week,))) for week in (1, -1))
    found = periods_between(first, CALENDAR, AUTUMN.begins, SPRING.ends)
    assert [p.begins for p in found] == [date(2026, 8, 31), date(2027, 2, 22)]
    found = periods_between(last, CALENDAR, AUTUMN.begins, SPRING.ends)
    assert [p.begins for p in found] == [date(2027, 1, 18), date(2027, 7, 5)]


def test_there_is_no_weekly_duty_in_a_holiday_and_the_next_week_comes_after_it():
    assert period_containing(WEEKLY, CALENDAR, date(2027, 2, 1)) is None
    assert next_period(WEEKLY, CALENDAR, date(2027, 2, 1)).begins == date(2027, 2, 22)
    assert standing_period(WEEKLY, CALENDAR, date(2027, 2, 1)).begins == date(2027, 2, 22)
    assert next_period(WEEKLY, CALENDAR, date(2027, 7, 10)) is None


def test_the_reunion_talk_stands_around_year_end_and_is_due_on_its_last_day():
    reunion = Cadence("school_year", window=Window(from_day="12-15", to_day="02-28"))
    period = next_period(reunion, CALENDAR, date(2026, 9, 1))
    assert (period.begins, period.ends) == (date(2026, 12, 15), date(2027, 2, 28))
    assert period.due_at == end_of(date(2027, 2, 28))


def test_the_yearly_summary_can_stand_in_the_last_six_weeks():
    summary = Cadence("school_year", window=Window(last_weeks=6))
    period = next_period(summary, CALENDAR, date(2026, 9, 1))
    assert (period.begins, period.due_at) == (date(2027, 5, 31), end_of(date(2027, 7, 9)))


def test_one_call_in_winter_and_two_in_summer_are_two_cadences():
    winter = Cadence("holiday", window=Window(breaks=(1,)))
    summer = Cadence("holiday", count=2, window=Window(breaks=(2,)))
    periods = periods_between(winter, CALENDAR, AUTUMN.begins, date(2027, 8, 31))
    assert [p.begins for p in periods] == [date(2027, 1, 23)]
    (holiday,) = periods_between(summer, CALENDAR, AUTUMN.begins, date(2027, 8, 31))
    assert owed_in(summer, CALENDAR, holiday) == 2


@pytest.mark.parametrize(("joined", "owed"), [(9, 1), (11, 1), (12, 0), (14, 0)])
def test_a_child_who_joins_late_in_the_week_is_not_owed_that_week(joined, owed):
    week = period_containing(WEEKLY, CALENDAR, date(2026, 11, 9))
    assert owed_in(WEEKLY, CALENDAR, week, since=date(2026, 11, joined)) == owed


def test_exactly_half_a_period_left_is_enough():
    four_days = replace(CALENDAR, days_off=(DayRange(date(2026, 11, 11), date(2026, 11, 11)),))
    week = period_containing(WEEKLY, four_days, date(2026, 11, 9))
    assert owed_in(WEEKLY, four_days, week, since=date(2026, 11, 12)) == 1
    assert owed_in(WEEKLY, four_days, week, since=date(2026, 11, 13)) == 0


def test_a_changed_rule_begins_with_the_next_period_or_at_once_in_a_holiday():
    assert rule_change_from(WEEKLY, CALENDAR, date(2026, 11, 11)) == date(2026, 11, 16)
    assert rule_change_from(WEEKLY, CALENDAR, date(2027, 2, 3)) == date(2027, 2, 3)


def test_a_term_lengthened_after_freezing_leaves_only_its_new_days():
    term, frozen = Cadence("term"), AUTUMN.ends
    longer = Calendar([replace(AUTUMN, ends=date(2027, 2, 5)), SPRING])
    now = _noon(date(2027, 2, 8))
    (rest,) = periods_to_freeze(term, longer, frozen, now)
    assert (rest.begins, rest.ends) == (date(2027, 1, 23), date(2027, 2, 5))
    assert owed_in(term, longer, rest) == 0
    (rest,) = periods_to_freeze(term, longer, AUTUMN.begins, now)
    assert rest.begins == date(2026, 9, 2)


def test_a_duty_never_frozen_needs_its_first_day():
    with pytest.raises(ValueError, match="first day"):
        periods_to_freeze(WEEKLY, CALENDAR, None, _noon(AUTUMN.ends))


@settings(max_examples=100)
@given(calendars(), cadence_values())
def test_periods_tile_the_days_as_the_slow_way_does(calendar, cadence):
    slow = Slow(cadence, calendar)
    expected = [days for days in slow.groups if days[-1] >= BEGIN and days[0] <= END]
    found = periods_between(cadence, calendar, BEGIN, END)
    assert [(p.begins, p.ends) for p in found] == [(days[0], days[-1]) for days in expected]
    assert all(a.ends < b.begins for a, b in pairwise(found))
    for period, days in zip(found, expected, strict=True):
        assert (period.due_at, period.exempt) == (end_of(slow.due(days)), slow.exempt(days))


@settings(max_examples=60)
@given(calendars(), cadence_values(), evenly_long(DAYS, 20))
def test_every_day_finds_its_period_and_the_next(calendar, cadence, days):
    found = periods_between(cadence, calendar, BEGIN, END + timedelta(800))
    for day in days:
        here = next((p for p in found if p.begins <= day <= p.ends), None)
        later = next((p for p in found if p.begins > day), None)
        assert period_containing(cadence, calendar, day) == here
        if later:
            assert next_period(cadence, calendar, day) == later
        assert standing_period(cadence, calendar, day) == (
            here or next_period(cadence, calendar, day)
        )


@settings(max_examples=100)
@given(calendars(), cadence_values(), DAYS, LENGTHS)
def test_what_is_owed_agrees_with_counting_days(calendar, cadence, since, length):
    slow, until = Slow(cadence, calendar), since + timedelta(length)
    found = {p.begins: p for p in periods_between(cadence, calendar, BEGIN, END)}
    for days in slow.groups:
        if period := found.get(days[0]):
            owed = owed_in(cadence, calendar, period, since=since, until=until)
            assert owed == slow.owed(days, since, until)
            assert 0 <= owed <= cadence.count


@settings(max_examples=100)
@given(calendars(), cadence_values(), DAYS, LENGTHS, SLEEPS)
def test_however_the_clock_sleeps_each_period_is_frozen_once_in_order(
    calendar, cadence, since, length, sleeps
):
    until, frozen, through = since + timedelta(length), [], None
    wakes = [since + timedelta(slept) for slept in accumulate(sleeps)]
    for wake in [*(day for day in wakes if day < END), END]:
        batch = periods_to_freeze(cadence, calendar, through, _noon(wake), since=since, until=until)
        assert all(period.is_over(_noon(wake)) for period in batch)
        frozen += batch
        through = frozen[-1].ends if frozen else None
    groups = [d for d in Slow(cadence, calendar).groups if d[-1] >= since and d[0] <= until]
    expected = [(days[0], days[-1]) for days in groups if days[-1] < END]
    assert [(p.begins, p.ends) for p in frozen] == expected


@settings(max_examples=100)
@given(evenly_long(st.tuples(calendars(), DAYS), 5), cadence_values(), DAYS)
def test_no_day_is_frozen_twice_when_the_calendar_changes_in_between(changes, cadence, since):
    through, frozen_days = None, []
    for calendar, wake in sorted(changes, key=lambda change: change[1]):
        for period in periods_to_freeze(cadence, calendar, through, _noon(wake), since=since):
            frozen_days += every_day(period.begins, period.ends)
            through = period.ends
        standing = standing_period(cadence, calendar, wake, through)
        assert standing is None or through is None or standing.begins > through
    assert len(frozen_days) == len(set(frozen_days))
    assert frozen_days == sorted(frozen_days)
