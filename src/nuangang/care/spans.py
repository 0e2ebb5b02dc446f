"""The stretches of days each unit of a cadence cuts the calendar into; they never overlap."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from nuangang.care import cadences
from nuangang.care.cadences import Cadence, Window
from nuangang.care.festivals import festival_on, term_days
from nuangang.terms.calendar import (
    DAY,
    WEEK,
    Calendar,
    Week,
    add_months,
    days_of,
    monday_of,
    month_span,
    quarter_span,
)


class Span(NamedTuple):
    """Days `begins` to `ends`, both included, and what they are called by.

    `number` counts within the term or year (week, month, quarter, half, term, break); `last` is the
    number of the last week where a span has several. A span around one day has that day in `due`
    and its `name`, a key of FESTIVALS or TERM_DAYS or "".
    """

    begins: date
    ends: date
    school_year: int
    number: int = 0
    term: int = 0
    last: int = 0
    due: date | None = None
    name: str = ""


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
    wanted = cadence.window.weeks
    return (_joined([w]) for w in calendar.weeks if not wanted or _is_wanted(calendar, w, wanted))


def _is_wanted(calendar: Calendar, week: Week, wanted: tuple[int, ...]) -> bool:
    if min(wanted) > 0:
        return week.number in wanted
    from_the_end = week.number - len(calendar.teaching_weeks(week.term)) - 1
    return week.number in wanted or from_the_end in wanted


def _calendar_weeks(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    monday = monday_of(start)
    while monday <= end:
        yield Span(monday, monday + WEEK - DAY, calendar.school_year_of(monday))
        monday += WEEK


def _weekdays(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    """Yield the chosen days of the week, each by itself; outside the teaching weeks if asked."""
    for day in days_of(start, end):
        if day.weekday() in cadence.window.weekdays:
            week = calendar.week_of(day)
            if week or cadence.window.in_holidays:
                number, term = (week[1], week[0].number) if week else (0, 0)
                yield Span(day, day, calendar.school_year_of(day), number, term)


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


def _half_years(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    for year in range(start.year, end.year + 1):
        for half, (first, last) in enumerate((((1, 1), (6, 30)), ((7, 1), (12, 31))), start=1):
            begins = date(year, *first)
            yield Span(begins, date(year, *last), calendar.school_year_of(begins), half)


def _groups_of_months(
    cadence: Cadence, calendar: Calendar, start: date, end: date
) -> Iterator[Span]:
    """Yield groups of n months, counted from a September, so that 2, 3, 4 and 6 begin a school year."""
    step, first = cadence.every, FIRST_SEPTEMBER
    passed = (start.year - first.year) * 12 + start.month - first.month
    begins = add_months(first, passed // step * step)
    while begins <= end:
        following = add_months(begins, step)
        ends = following - DAY
        yield Span(begins, ends, calendar.school_year_of(begins), begins.month, last=ends.month)
        begins = following


FIRST_SEPTEMBER = date(2020, 9, 1)


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


def _holiday_weeks(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    """Yield the weeks of each holiday, Monday to Sunday, the first and last perhaps shorter."""
    for item in _holidays(cadence, calendar, start, end):
        begins, number = item.begins, 1
        while begins <= item.ends:
            ends = min(monday_of(begins) + WEEK - DAY, item.ends)
            yield Span(begins, ends, item.school_year, number, item.number)
            begins, number = ends + DAY, number + 1


def _around_days(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Span]:
    """Yield a span around each day that is meant; where two are close, each keeps its own day."""
    far = 3 * cadences.MOST_AROUND * DAY
    days = sorted(_days_meant(cadence, calendar, start - far, end + far).items())
    before, after = cadence.window.before * DAY, cadence.window.after * DAY
    ended = date.min
    for place, (day, name) in enumerate(days):
        following = days[place + 1][0] if place + 1 < len(days) else date.max
        begins, ends = max(day - before, ended + DAY), min(day + after, following - DAY)
        yield Span(begins, ends, calendar.school_year_of(day), day.month, due=day, name=name)
        ended = ends


def _days_meant(cadence: Cadence, calendar: Calendar, start: date, end: date) -> dict[date, str]:
    match cadence.unit:
        case cadences.MONTH_DAY:
            found = {_day_of_month(cadence.window, first): "" for first in _firsts(start, end)}
        case cadences.BIRTHDAY:
            found = dict.fromkeys(_birthdays(cadence.born, start, end), "birthday")
        case _:
            found = dict(_occasions(cadence.window, calendar, start, end))
    return {day: name for day, name in found.items() if start <= day <= end}


def _firsts(start: date, end: date) -> Iterator[date]:
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = add_months(first, 1)


def _day_of_month(window: Window, first: date) -> date:
    last = month_span(first)[1]
    if window.month_day:
        return last if window.month_day < 0 else min(first + (window.month_day - 1) * DAY, last)
    weekday = window.weekdays[0]
    if window.nth < 0:
        return last - DAY * ((last.weekday() - weekday) % 7)
    return first + DAY * ((weekday - first.weekday()) % 7) + (window.nth - 1) * WEEK


def _birthdays(born: date | None, start: date, end: date) -> Iterator[date]:
    if born is None:
        return
    for year in range(start.year, end.year + 1):
        first = date(year, born.month, 1)
        yield min(first + (born.day - 1) * DAY, month_span(first)[1])


def _occasions(
    window: Window, calendar: Calendar, start: date, end: date
) -> Iterator[tuple[date, str]]:
    """Yield every day meant with its name; a day written as a date has none."""
    for text in window.dates:
        once = cadences.day_of(text)
        for year in range(start.year, end.year + 1):
            yield once or _written_day(text, year), ""
    for name in window.term_days:
        yield from ((day, name) for day in term_days(name, calendar))
    for name in window.festivals:
        for year in range(start.year, end.year + 1):
            yield festival_on(name, year), name


def _written_day(text: str, year: int) -> date:
    month, day = cadences.month_and_day(text)
    first = date(year, month, 1)
    return min(first + (day - 1) * DAY, month_span(first)[1])


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
    cadences.WEEKDAY: _weekdays,
    cadences.CALENDAR_WEEK: _calendar_weeks,
    cadences.HOLIDAY_WEEK: _holiday_weeks,
    cadences.EVERY_N_MONTHS: _groups_of_months,
    cadences.HALF_YEAR: _half_years,
    cadences.MONTH_DAY: _around_days,
    cadences.OCCASION: _around_days,
    cadences.BIRTHDAY: _around_days,
}
