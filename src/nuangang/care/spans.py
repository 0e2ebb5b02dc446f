"""The stretches of days each unit of a cadence cuts the calendar into; they never overlap."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from nuangang.care import cadences
from nuangang.care.cadences import Cadence
from nuangang.terms.calendar import (
    DAY,
    WEEK,
    Calendar,
    Week,
    monday_of,
    month_span,
    quarter_span,
)


class Span(NamedTuple):
    """Days `begins` to `ends`, both included, and what they are called by.

    `number` counts within the term or year (week, month, quarter, half, term, break); `last` is the
    number of the last week where a span has several.
    """

    begins: date
    ends: date
    school_year: int
    number: int = 0
    term: int = 0
    last: int = 0


def spans_between(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    """Yield in order the spans of the cadence that touch the days `start` to `end`."""
    for whole in SPANS[cadence.unit](cadence, calendar, start, end):
        span = _narrowed(cadence, calendar, whole)
        if span.begins <= min(end, span.ends) and start <= span.ends:
            yield span


def _narrowed(cadence: Cadence, calendar: Calendar, span: Span) -> Span:
    window = cadence.window
    if window.from_day:
        return _between(span, window.from_day, window.to_day)
    first = calendar.first_school_day(span.begins, span.ends)
    last = calendar.last_school_day(span.begins, span.ends)
    if not first or not last:
        return span
    if window.first_weeks:
        ends = monday_of(first) + window.first_weeks * WEEK - DAY
        return span._replace(ends=min(span.ends, ends))
    if window.last_weeks:
        sunday = monday_of(last) + WEEK - DAY
        begins = monday_of(last) - (window.last_weeks - 1) * WEEK
        return span._replace(begins=max(span.begins, begins), ends=min(span.ends, sunday))
    return span


def _between(span: Span, from_day: str, to_day: str) -> Span:
    begins, ends = (_day_in_year(text, span.school_year) for text in (from_day, to_day))
    return span._replace(begins=begins, ends=min(ends, span.ends))


def _day_in_year(text: str, school_year: int) -> date:
    month, day = cadences.month_and_day(text)
    first = date(school_year if month >= 9 else school_year + 1, month, 1)
    return min(first + (day - 1) * DAY, month_span(first)[1])


def _school_days(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    day = calendar.first_school_day(start, end)
    while day:
        yield Span(day, day, calendar.school_year_of(day))
        day = calendar.first_school_day(day + DAY, end)


def _weeks(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    return (_joined([week]) for week in calendar.weeks)


def _groups_of_weeks(
    cadence: Cadence, calendar: Calendar, start: date, end: date
) -> Iterator[Span]:
    """Yield groups of n teaching weeks, anew from each term's first; the last may be shorter."""
    for term in calendar.terms:
        weeks, step = calendar.teaching_weeks(term), cadence.every
        yield from (_joined(weeks[i : i + step]) for i in range(0, len(weeks), step))


def _joined(weeks: list[Week]) -> Span:
    first, last = weeks[0], weeks[-1]
    term = first.term
    return Span(first.begins, last.ends, term.school_year, first.number, term.number, last.number)


def _months(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    day = start
    while day <= end:
        first, last = month_span(day)
        yield Span(first, last, calendar.school_year_of(first), first.month)
        day = last + DAY


def _quarters(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    day = start
    while day <= end:
        first, last = quarter_span(day)
        yield Span(first, last, calendar.school_year_of(first), last.month // 3)
        day = last + DAY


def _terms(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    for term in calendar.terms:
        yield Span(term.begins, term.ends, term.school_year, term.number, term.number)


def _half_terms(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    """Yield the halves of each term; of an odd number of weeks the first has one more."""
    for term in calendar.terms:
        weeks = calendar.teaching_weeks(term)
        middle = weeks[(len(weeks) - 1) // 2].ends
        yield Span(term.begins, min(middle, term.ends), term.school_year, 1, term.number)
        if middle < term.ends:
            yield Span(middle + DAY, term.ends, term.school_year, 2, term.number)


def _school_years(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    first, last = calendar.school_year_of(start), calendar.school_year_of(end)
    for year in range(first, last + 1):
        yield Span(*calendar.year_span(year), year)


def _every_n_days(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    step = cadence.every * DAY
    begins = cadence.since + (start - cadence.since) // step * step
    while begins <= end:
        yield Span(begins, begins + step - DAY, calendar.school_year_of(begins))
        begins += step


def _holidays(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    for item in calendar.breaks:
        if not cadence.window.breaks or item.number in cadence.window.breaks:
            yield Span(item.begins, item.ends, item.school_year, item.number)


SPANS: dict[str, Callable[..., Iterator[Span]]] = {
    cadences.SCHOOL_DAY: _school_days,
    cadences.TEACHING_WEEK: _weeks,
    cadences.EVERY_N_TEACHING_WEEKS: _groups_of_weeks,
    cadences.CALENDAR_MONTH: _months,
    cadences.QUARTER: _quarters,
    cadences.HALF_TERM: _half_terms,
    cadences.TERM: _terms,
    cadences.SCHOOL_YEAR: _school_years,
    cadences.EVERY_N_DAYS: _every_n_days,
    cadences.HOLIDAY: _holidays,
}
