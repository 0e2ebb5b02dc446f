"""The school's calendar as plain values: terms, school days, teaching weeks, breaks (§7.1–7.3)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

SCHOOL_ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONDAY_TO_FRIDAY = (True, True, True, True, True, False, False)
WINTER, SUMMER = 1, 2

PROBLEMS = {
    "backwards": _("Something ends before it begins."),
    "overlap": _("Two terms overlap or share a week."),
    "twice": _("A school year has the same term twice."),
    "order": _("The first term has to come before the second."),
    "outside_year": _("A term lies outside its school year (August to August)."),
    "no_pattern": _("No day of the week is a school day."),
}


class CalendarError(ValueError):
    """A calendar that cannot be; `code` is a key of PROBLEMS, the text is fit to be shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(PROBLEMS[self.code])


@dataclass(frozen=True, order=True)
class TermSpan:
    """A term, first and last day included; `school_year` 2026 is 2026—2027."""

    school_year: int
    number: int
    begins: date
    ends: date


@dataclass(frozen=True, order=True)
class DayRange:
    """Days that differ from the weekly pattern, both ends included; `to_check` means guessed."""

    begins: date
    ends: date
    name: str = ""
    to_check: bool = False

    def days(self) -> Iterator[date]:
        """Yield every day of the range."""
        return days_of(self.begins, self.ends)


@dataclass(frozen=True)
class Week:
    """A teaching week, Monday to Sunday, numbered within its term from 1."""

    term: TermSpan
    number: int
    begins: date
    ends: date
    school_days: int
    exempt: bool


@dataclass(frozen=True)
class Break:
    """The holiday after a term, both ends included; `number` is WINTER or SUMMER."""

    school_year: int
    number: int
    begins: date
    ends: date


@dataclass(frozen=True)
class Calendar:
    """What a school has entered; everything else is worked out from it.

    `pattern` says for each day of a cycle that starts on the Monday of a term's first week whether
    there is school: seven entries as a rule, fourteen for ten days on and four off (§7.1). A make-up
    day wins over a day off; neither counts outside a term. Raises CalendarError.
    """

    terms: tuple[TermSpan, ...] = ()
    days_off: tuple[DayRange, ...] = ()
    make_up_days: tuple[DayRange, ...] = ()
    pattern: tuple[bool, ...] = MONDAY_TO_FRIDAY
    min_school_days_per_week: int = 3
    min_school_days_per_month: int = 10

    def __post_init__(self) -> None:
        for name in ("days_off", "make_up_days"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        by_date = sorted(self.terms, key=lambda term: term.begins)
        object.__setattr__(self, "terms", tuple(by_date))
        object.__setattr__(self, "pattern", tuple(self.pattern))
        if code := _problem(self):
            raise CalendarError(code)

    @cached_property
    def _off(self) -> frozenset[date]:
        return _all_days(self.days_off)

    @cached_property
    def _make_up(self) -> frozenset[date]:
        return _all_days(self.make_up_days)

    @cached_property
    def school_days(self) -> tuple[date, ...]:
        """Every school day of every term, in order."""
        return tuple(
            day
            for term in self.terms
            for day in days_of(term.begins, term.ends)
            if self._has_school(term, day)
        )

    @cached_property
    def _school_days(self) -> frozenset[date]:
        return frozenset(self.school_days)

    def _has_school(self, term: TermSpan, day: date) -> bool:
        if day in self._make_up:
            return True
        place = (day - monday_of(term.begins)).days % len(self.pattern)
        return self.pattern[place] and day not in self._off

    def is_school_day(self, day: date) -> bool:
        """Say whether there is school on `day`."""
        return day in self._school_days

    def school_days_between(self, begins: date, ends: date) -> int:
        """Count the school days from `begins` to `ends`, both included."""
        days = self.school_days
        return max(0, bisect_right(days, ends) - bisect_left(days, begins))

    def last_school_day(self, begins: date, ends: date) -> date | None:
        """Return the last school day from `begins` to `ends`, both included."""
        place = bisect_right(self.school_days, ends) - 1
        return _within(self.school_days, place, begins, ends)

    def first_school_day(self, begins: date, ends: date) -> date | None:
        """Return the first school day from `begins` to `ends`, both included."""
        place = bisect_left(self.school_days, begins)
        return _within(self.school_days, place, begins, ends)

    def term_of(self, day: date) -> TermSpan | None:
        """Return the term `day` lies in; None in a holiday."""
        return next((term for term in self.terms if term.begins <= day <= term.ends), None)

    def year_begins(self, school_year: int) -> date:
        """Return 1 September, or the first day of the first term where that is earlier (§7.1)."""
        first_days = [term.begins for term in self.terms if term.school_year == school_year]
        return min([date(school_year, 9, 1), *first_days])

    def year_span(self, school_year: int) -> tuple[date, date]:
        """Return the first and last day of a school year; the years leave no gap."""
        return self.year_begins(school_year), self.year_begins(school_year + 1) - DAY

    def school_year_of(self, day: date) -> int:
        """Return the calendar year in which the school year of `day` starts."""
        return day.year if day >= self.year_begins(day.year) else day.year - 1

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The teaching weeks of all terms, in order."""
        return tuple(week for term in self.terms for week in self.teaching_weeks(term))

    def teaching_weeks(self, term: TermSpan) -> list[Week]:
        """Return the term's weeks, the first being that of its first teaching day (§7.1)."""
        first = self.first_school_day(term.begins, term.ends) or term.begins
        count = (monday_of(term.ends) - monday_of(first)).days // 7 + 1
        return [self._week(term, monday_of(first), number) for number in range(1, count + 1)]

    def _week(self, term: TermSpan, first_monday: date, number: int) -> Week:
        begins = first_monday + (number - 1) * WEEK
        ends = begins + WEEK - DAY
        school_days = self.school_days_between(begins, ends)
        exempt = school_days < self.min_school_days_per_week
        return Week(term, number, begins, ends, school_days, exempt)

    def week_of(self, day: date) -> tuple[TermSpan, int] | None:
        """Return the term and number of the teaching week `day` lies in (“第12周”), weekends too."""
        place = bisect_right(self.weeks, day, key=lambda week: week.begins) - 1
        if place < 0 or self.weeks[place].ends < day:
            return None
        return self.weeks[place].term, self.weeks[place].number

    def is_exempt_week(self, day: date) -> bool:
        """Say whether the week of `day` has too few school days for weekly duties (§7.3)."""
        monday = monday_of(day)
        school_days = self.school_days_between(monday, monday + WEEK - DAY)
        return school_days < self.min_school_days_per_week

    def is_exempt_month(self, day: date) -> bool:
        """Say whether the month of `day` has too few school days for monthly duties (§7.3)."""
        return self.school_days_between(*month_span(day)) < self.min_school_days_per_month

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The winter and summer holidays; a summer whose next term isn't entered ends the year."""
        followers = [*self.terms[1:], None]
        found = (self._break(*pair) for pair in zip(self.terms, followers, strict=True))
        return tuple(item for item in found if item)

    def _break(self, term: TermSpan, following: TermSpan | None) -> Break | None:
        begins, year = term.ends + DAY, term.school_year
        if following and following.school_year == year:
            number, ends = WINTER, following.begins - DAY
        elif term.number == 1:
            return None
        else:
            number, ends = SUMMER, self.year_span(year)[1]
            if following and following.school_year == year + 1:
                ends = following.begins - DAY
        return Break(year, number, begins, ends) if begins <= ends else None

    def break_of(self, day: date) -> Break | None:
        """Return the winter or summer holiday `day` lies in."""
        return next((item for item in self.breaks if item.begins <= day <= item.ends), None)


def _problem(calendar: Calendar) -> str | None:
    spans: tuple[TermSpan | DayRange, ...] = (
        *calendar.terms,
        *calendar.days_off,
        *calendar.make_up_days,
    )
    if any(span.ends < span.begins for span in spans):
        return "backwards"
    if not any(calendar.pattern):
        return "no_pattern"
    names = [(term.school_year, term.number) for term in calendar.terms]
    if len(set(names)) < len(names):
        return "twice"
    if any(not _within_year(term) for term in calendar.terms):
        return "outside_year"
    if any(monday_of(b.begins) <= monday_of(a.ends) for a, b in pairwise(calendar.terms)):
        return "overlap"
    return "order" if names != sorted(names) else None


def _within_year(term: TermSpan) -> bool:
    earliest, latest = date(term.school_year, 8, 1), date(term.school_year + 1, 8, 31)
    return earliest <= term.begins and term.ends <= latest


def _within(days: tuple[date, ...], place: int, begins: date, ends: date) -> date | None:
    if 0 <= place < len(days) and begins <= days[place] <= ends:
        return days[place]
    return None


def _all_days(ranges: Iterable[DayRange]) -> frozenset[date]:
    return frozenset(day for item in ranges for day in item.days())


def days_of(begins: date, ends: date) -> Iterator[date]:
    """Yield the days from `begins` to `ends`, both included."""
    return (begins + DAY * number for number in range((ends - begins).days + 1))


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - DAY * day.weekday()


def month_span(day: date) -> tuple[date, date]:
    """Return the first and last day of the calendar month of `day`."""
    first = day.replace(day=1)
    return first, add_months(first, 1) - DAY


def quarter_span(day: date) -> tuple[date, date]:
    """Return the first and last day of the calendar quarter of `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, add_months(first, 3) - DAY


def add_months(day: date, months: int) -> date:
    """Return `day` that many calendar months later, or the month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - DAY).day))


def end_of(day: date) -> datetime:
    """Return the last second of `day` at school, as an aware datetime."""
    return datetime.combine(day, time(23, 59, 59), SCHOOL_ZONE)


def school_day_now(now: datetime) -> date:
    """Return the date it is at school at the moment `now`; raises ValueError for a naive one."""
    if now.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return now.astimezone(SCHOOL_ZONE).date()
