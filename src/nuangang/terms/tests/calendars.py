"""Random calendars for property tests here and in the apps above."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from nuangang.terms.calendar import MONDAY_TO_FRIDAY, Calendar, DayRange, TermSpan

PATTERNS = [
    MONDAY_TO_FRIDAY,
    (True,) * 6 + (False,),
    (True,) * 10 + (False,) * 4,
    (False, True, True, True, True, True, False),
]
FIRST_YEAR = 2024


def evenly(items: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw any of `items` about equally often; Hypothesis itself leans towards the first."""
    return st.integers(0, 2**20).map(lambda number: items[number * 7919 % len(items)])


def evenly_long(element: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    """Draw lists of up to `most` elements, long ones as often as short ones."""
    sizes = evenly(range(most + 1))
    return sizes.flatmap(lambda size: st.lists(element, min_size=size, max_size=size))


def any_day(begins: date, ends: date) -> st.SearchStrategy[date]:
    """Draw a day from `begins` to `ends`, both included."""
    numbers = range((ends - begins).days + 1)
    return evenly(numbers).map(lambda number: begins + timedelta(number))


@st.composite
def term_spans(draw: st.DrawFn, years: int = 2) -> list[TermSpan]:
    """Draw two terms for each of some school years, any of them perhaps not entered."""
    spans = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        begins = draw(any_day(date(year, 8, 20), date(year, 9, 10)))
        winter = draw(any_day(date(year + 1, 1, 2), date(year + 1, 1, 31)))
        spring = draw(any_day(date(year + 1, 2, 10), date(year + 1, 3, 10)))
        ends = draw(any_day(date(year + 1, 6, 20), date(year + 1, 7, 20)))
        spans += [TermSpan(year, 1, begins, winter), TermSpan(year, 2, spring, ends)]
    missing = draw(evenly([*spans, None, None]))
    return [span for span in spans if span != missing]


@cache
def day_ranges(max_days: int, max_size: int) -> st.SearchStrategy[list[DayRange]]:
    """Draw ranges of days anywhere in the years of `term_spans`."""
    first = any_day(date(FIRST_YEAR, 8, 1), date(FIRST_YEAR + 2, 8, 31))
    length = evenly(range(max_days)).map(timedelta)
    one = st.tuples(first, length).map(lambda pair: DayRange(pair[0], pair[0] + pair[1]))
    return evenly_long(one, max_size)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Draw a whole calendar of two school years with days off and make-up days."""
    return Calendar(
        terms=draw(term_spans()),
        days_off=draw(day_ranges(12, 8)),
        make_up_days=draw(day_ranges(2, 6)),
        pattern=draw(evenly(PATTERNS)),
        min_school_days_per_week=draw(evenly(range(5))),
        min_school_days_per_month=draw(evenly(range(13))),
    )


def school_days(calendar: Calendar) -> set[date]:
    """Return the school days, worked out day by day the slow way."""
    return {
        day
        for term in calendar.terms
        for day in every_day(term.begins, term.ends)
        if _has_school(calendar, term, day)
    }


def _has_school(calendar: Calendar, term: TermSpan, day: date) -> bool:
    if any(item.begins <= day <= item.ends for item in calendar.make_up_days):
        return True
    if any(item.begins <= day <= item.ends for item in calendar.days_off):
        return False
    monday = term.begins
    while monday.weekday() != 0:
        monday -= timedelta(1)
    return calendar.pattern[(day - monday).days % len(calendar.pattern)]


def every_day(begins: date, ends: date) -> list[date]:
    """Return the days from `begins` to `ends`, both included."""
    return [begins + timedelta(number) for number in range((ends - begins).days + 1)]
