"""Statutory days as the State Council's notices have them, and sensible proposals elsewhere."""

from datetime import date

import pytest
from django.utils import translation

from nuangang.terms.calendar import Calendar, TermSpan
from nuangang.terms.holidays import (
    default_calendar,
    default_terms,
    statutory_days_off,
    statutory_make_up_days,
    with_proposals,
)

PUBLIC_DAYS_OF_2027 = {
    (1, 1), (2, 5), (2, 6), (2, 7), (2, 8), (4, 5), (5, 1), (5, 2),
    (6, 9), (9, 15), (10, 1), (10, 2), (10, 3),
}  # fmt: skip


def _days(ranges):
    return {(day.month, day.day) for item in ranges for day in item.days()}


@pytest.mark.parametrize(("year", "count"), [(2025, 28), (2026, 33)])
def test_a_known_year_has_the_notice_s_days_and_nothing_to_check(year, count):
    ranges = statutory_days_off(year)
    assert len(_days(ranges)) == count
    assert not any(item.to_check for item in ranges)


@pytest.mark.parametrize("year", [2025, 2026])
def test_make_up_days_are_weekend_days_that_are_not_off(year):
    days = _days(statutory_make_up_days(year))
    assert all(date(year, *day).weekday() >= 5 for day in days)
    assert not days & _days(statutory_days_off(year))


def test_an_unknown_year_has_at_least_the_thirteen_public_days_all_to_check():
    ranges = statutory_days_off(2027)
    assert _days(ranges) >= PUBLIC_DAYS_OF_2027
    assert all(item.to_check for item in ranges)
    assert statutory_make_up_days(2027) == []


@pytest.mark.parametrize("school_year", range(2024, 2060))
def test_proposed_terms_look_like_a_school_year(school_year):
    autumn, spring = default_terms(school_year)
    assert date(school_year, 9, 1) <= autumn.begins <= date(school_year, 9, 3)
    assert date(school_year + 1, 1, 7) <= autumn.ends <= date(school_year + 1, 1, 31)
    assert 3 * 7 <= (spring.begins - autumn.ends).days <= 6 * 7
    assert spring.begins.weekday() == 0
    assert date(school_year + 1, 7, 3) <= spring.ends <= date(school_year + 1, 7, 9)
    assert 38 <= len(default_calendar(school_year).weeks) <= 42


def test_the_national_day_of_2026_and_its_make_up_days_shape_the_weeks():
    calendar = default_calendar(2026)
    assert calendar.is_school_day(date(2026, 9, 20))
    assert calendar.is_school_day(date(2026, 10, 10))
    assert not any(calendar.is_school_day(date(2026, 10, day)) for day in range(1, 8))


def test_make_up_days_in_the_winter_break_are_left_out():
    assert not default_calendar(2025).is_school_day(date(2026, 2, 28))


def test_a_term_nobody_entered_is_proposed_and_what_was_entered_stays():
    autumn = TermSpan(2026, 1, date(2026, 8, 31), date(2027, 2, 25))
    completed = with_proposals(Calendar([autumn]), 2026, 2027)
    assert completed.terms[0] == autumn
    assert [(t.school_year, t.number) for t in completed.terms] == [
        (2026, 1),
        (2026, 2),
        (2027, 1),
        (2027, 2),
    ]
    assert completed.terms[1].begins == date(2027, 3, 8)
    assert any(item.to_check for item in completed.days_off)
    assert with_proposals(completed, 2026, 2027) == completed


def test_names_are_chinese_for_a_chinese_school():
    with translation.override("zh-hans"):
        names = {item.name for item in statutory_days_off(2026)}
    assert {"国庆节", "清明节", "端午节"} <= names
