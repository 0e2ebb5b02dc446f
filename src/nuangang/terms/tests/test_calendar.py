"""The calendar's answers agree with counting day by day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings

from nuangang.terms.calendar import (
    SUMMER,
    WINTER,
    Calendar,
    CalendarError,
    DayRange,
    TermSpan,
    add_months,
    end_of,
    month_span,
    quarter_span,
    school_day_now,
)
from nuangang.terms.tests.calendars import any_day, calendars, evenly, every_day, school_days

AUTUMN = TermSpan(2026, 1, date(2026, 9, 1), date(2027, 1, 22))
SPRING = TermSpan(2026, 2, date(2027, 2, 22), date(2027, 7, 9))
HOLIDAY = DayRange(date(2026, 10, 1), date(2026, 10, 7))
CALENDAR = Calendar([SPRING, AUTUMN], [HOLIDAY], [DayRange(date(2026, 10, 10), date(2026, 10, 10))])
DAYS = any_day(date(2024, 7, 1), date(2026, 10, 1))


def test_a_weekend_and_a_holiday_have_no_school_and_a_make_up_day_has():
    answers = [CALENDAR.is_school_day(date(2026, 10, day)) for day in (1, 3, 8, 9, 10, 11)]
    assert answers == [False, False, True, True, True, False]


def test_weeks_are_numbered_from_the_monday_before_the_first_teaching_day():
    assert CALENDAR.week_of(date(2026, 8, 31)) == (AUTUMN, 1)
    assert CALENDAR.week_of(date(2026, 8, 30)) is None
    assert CALENDAR.week_of(date(2026, 11, 17)) == (AUTUMN, 12)
    assert CALENDAR.week_of(date(2027, 2, 28)) == (SPRING, 1)


def test_a_term_that_opens_on_a_saturday_has_its_first_week_from_the_monday():
    term = TermSpan(2026, 1, date(2026, 9, 5), date(2027, 1, 22))
    assert Calendar([term]).teaching_weeks(term)[0].begins == date(2026, 9, 7)


def test_a_week_of_two_school_days_is_exempt_and_one_of_three_is_not():
    assert CALENDAR.is_exempt_week(date(2026, 10, 1)) is False
    two_days = Calendar([AUTUMN], [DayRange(date(2026, 9, 9), date(2026, 9, 11))])
    assert two_days.is_exempt_week(date(2026, 9, 7)) is True
    assert two_days.is_exempt_month(date(2026, 9, 30)) is False
    assert CALENDAR.is_exempt_month(date(2027, 7, 1)) is True


def test_the_school_year_turns_on_1_september_or_with_an_earlier_first_term():
    assert CALENDAR.school_year_of(date(2026, 8, 31)) == 2025
    assert CALENDAR.school_year_of(date(2026, 9, 1)) == 2026
    early = Calendar([TermSpan(2026, 1, date(2026, 8, 26), date(2027, 1, 22))])
    assert early.school_year_of(date(2026, 8, 26)) == 2026
    assert early.year_span(2025) == (date(2025, 9, 1), date(2026, 8, 25))


def test_breaks_lie_between_terms_and_the_last_summer_ends_the_year():
    winter, summer = CALENDAR.breaks
    assert (winter.number, winter.begins, winter.ends) == (
        WINTER,
        date(2027, 1, 23),
        date(2027, 2, 21),
    )
    assert (summer.number, summer.begins, summer.ends) == (
        SUMMER,
        date(2027, 7, 10),
        date(2027, 8, 31),
    )


def test_a_winter_without_a_second_term_is_not_guessed():
    assert Calendar([AUTUMN]).breaks == ()


def test_ten_days_on_and_four_off_begin_anew_each_term():
    boarding = Calendar([AUTUMN, SPRING], pattern=(True,) * 10 + (False,) * 4)
    for monday in (date(2026, 8, 31), date(2027, 2, 22)):
        fortnight = [boarding.is_school_day(monday + timedelta(n)) for n in range(1, 14)]
        assert fortnight == [True] * 9 + [False] * 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"terms": [TermSpan(2026, 1, date(2026, 9, 2), date(2026, 9, 1))]}, "backwards"),
        ({"days_off": [DayRange(date(2026, 9, 2), date(2026, 9, 1))]}, "backwards"),
        ({"terms": [AUTUMN, AUTUMN]}, "twice"),
        ({"terms": [AUTUMN, TermSpan(2026, 2, date(2027, 1, 22), date(2027, 7, 9))]}, "overlap"),
        ({"terms": [TermSpan(2026, 1, date(2025, 9, 1), date(2026, 1, 22))]}, "outside_year"),
        ({"pattern": [False] * 7}, "no_pattern"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(change, code):
    with pytest.raises(CalendarError) as caught:
        Calendar(**change)
    assert caught.value.code == code


def test_terms_in_the_wrong_order_are_refused():
    swapped = [
        TermSpan(2026, 2, AUTUMN.begins, AUTUMN.ends),
        TermSpan(2026, 1, SPRING.begins, SPRING.ends),
    ]
    with pytest.raises(CalendarError) as caught:
        Calendar(swapped)
    assert caught.value.code == "order"


def test_a_naive_moment_is_refused_and_midnight_in_china_is_a_new_day():
    with pytest.raises(ValueError, match="zone"):
        school_day_now(datetime(2026, 9, 1))
    assert school_day_now(end_of(date(2026, 9, 1))) == date(2026, 9, 1)
    assert school_day_now(end_of(date(2026, 9, 1)) + timedelta(seconds=1)) == date(2026, 9, 2)


@settings(max_examples=60)
@given(calendars(), DAYS, evenly(range(90)))
def test_school_days_agree_with_the_slow_count(calendar, begins, length):
    slow = school_days(calendar)
    days = every_day(begins, begins + timedelta(length))
    expected = [day for day in days if day in slow]
    assert [day for day in days if calendar.is_school_day(day)] == expected
    assert calendar.school_days_between(begins, days[-1]) == len(expected)
    assert calendar.first_school_day(begins, days[-1]) == (expected[0] if expected else None)
    assert calendar.last_school_day(begins, days[-1]) == (expected[-1] if expected else None)


@settings(max_examples=60)
@given(calendars())
def test_weeks_agree_with_walking_through_each_term(calendar):
    slow, found = school_days(calendar), {}
    for term in calendar.terms:
        first = min(d for d in every_day(term.begins, term.ends) if d in slow)
        day, number = first - timedelta(first.weekday()), 1
        while day <= term.ends or day.weekday() != 0:
            found[day] = (term, number)
            day += timedelta(1)
            number += day.weekday() == 0
    for day in every_day(date(2024, 7, 1), date(2026, 9, 20)):
        assert calendar.week_of(day) == found.get(day)
    for week in calendar.weeks:
        count = sum(day in slow for day in every_day(week.begins, week.ends))
        assert (week.school_days, week.exempt) == (count, count < calendar.min_school_days_per_week)
        assert calendar.is_exempt_week(week.ends) == week.exempt


@settings(max_examples=60)
@given(calendars())
def test_every_day_lies_in_one_school_year_and_at_most_one_of_term_and_break(calendar):
    for day in every_day(date(2024, 7, 1), date(2026, 9, 20)):
        begins, ends = calendar.year_span(calendar.school_year_of(day))
        assert begins <= day <= ends
        term, holiday = calendar.term_of(day), calendar.break_of(day)
        assert not (term and holiday)
        if calendar.is_school_day(day):
            assert term.school_year == calendar.school_year_of(day)


@given(DAYS, evenly(range(30)))
def test_months_and_quarters_agree_with_walking(day, months):
    def walk(same):
        first = last = day
        while same(first - timedelta(1)):
            first -= timedelta(1)
        while same(last + timedelta(1)):
            last += timedelta(1)
        return first, last

    month = (day.year, day.month)
    quarter = (day.year, (day.month + 2) // 3)
    assert month_span(day) == walk(lambda d: (d.year, d.month) == month)
    assert quarter_span(day) == walk(lambda d: (d.year, (d.month + 2) // 3) == quarter)
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, month_span(later)[1].day)
