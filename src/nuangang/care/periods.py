"""Periods of a duty: which one a day lies in, what it owes, when it is due, when it is frozen.

Everything here is a pure function of a cadence, the school's calendar and a day or moment
(design.md, “Duties stand; periods are frozen”; domain.md §7.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from nuangang.care import cadences
from nuangang.care.cadences import Cadence
from nuangang.care.spans import Span, spans_between
from nuangang.terms.calendar import DAY, Calendar, end_of, school_day_now

# Longest way from one period to the next: a window in every other year's calendar.
HORIZON = 800 * DAY


class Status(StrEnum):
    """How a period stands at a moment."""

    AHEAD = "ahead"
    EXEMPT = "exempt"
    MET = "met"
    WAITING = "waiting"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True)
class Period:
    """Days `begins` to `ends`, both included, in which something is owed once or several times.

    `due_at` is the end of the last school day in it (of the last day, where holidays count), at
    school, or of the one day it stands around. `exempt` means too little school to owe anything.
    `days` is how many days count in the whole period, for pro rata. `number`, `term`, `last`, `name`
    are what it is called by (see Span).
    """

    unit: str
    begins: date
    ends: date
    due_at: datetime
    exempt: bool
    days: int
    school_year: int
    number: int = 0
    term: int = 0
    last: int = 0
    name: str = ""

    def is_over(self, now: datetime) -> bool:
        """Say whether the last day of the period has passed at school."""
        return self.ends < school_day_now(now)

    def status(self, now: datetime, *, owed: int, done: int) -> Status:
        """Return how the period stands: late is past `due_at` but not over, missed is over."""
        if self.exempt:
            return Status.EXEMPT
        if done >= owed:
            return Status.MET
        if self.is_over(now):
            return Status.MISSED
        if now > self.due_at:
            return Status.LATE
        return Status.AHEAD if school_day_now(now) < self.begins else Status.WAITING


def periods_between(cadence: Cadence, calendar: Calendar, start: date, end: date) -> list[Period]:
    """Return in order the periods that touch the days `start` to `end`, both included."""
    return list(_periods(cadence, calendar, start, end))


def period_containing(cadence: Cadence, calendar: Calendar, day: date) -> Period | None:
    """Return the period `day` lies in; None in a holiday or outside the cadence's window."""
    return next(_periods(cadence, calendar, day, day), None)


def next_period(cadence: Cadence, calendar: Calendar, day: date) -> Period | None:
    """Return the first period that begins after `day`; None where the calendar ends."""
    end = day + HORIZON + cadence.every * DAY
    later = _periods(cadence, calendar, day + DAY, end)
    return next((period for period in later if period.begins > day), None)


def standing_period(
    cadence: Cadence, calendar: Calendar, day: date, frozen_through: date | None = None
) -> Period | None:
    """Return the period a standing duty shows on `day`: the one it lies in, or else the next.

    What `frozen_through` (a last frozen day) covers stays out, even where the calendar has been
    changed since and the period now began before it.
    """
    day = max(day, frozen_through + DAY) if frozen_through else day
    period = period_containing(cadence, calendar, day) or next_period(cadence, calendar, day)
    return period and _rest_of(period, frozen_through)


def periods_to_freeze(
    cadence: Cadence,
    calendar: Calendar,
    frozen_through: date | None,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
) -> list[Period]:
    """Return in order every period that is over at `now` and not frozen yet, exempt ones included.

    `frozen_through` is the last day of the period frozen last. For a duty never frozen, pass None
    and `since`, its first day. `until` is the last day of a duty that has ended. Freezing each and
    storing its `ends` as `frozen_through` freezes no day twice, whatever the clock slept through
    and however the calendar was changed. Raises ValueError for None without `since`.
    """
    first = _first_open_day(frozen_through, since)
    yesterday = school_day_now(now) - DAY
    last = min(yesterday, until) if until else yesterday
    return [
        _rest_of(period, frozen_through)
        for period in _periods(cadence, calendar, first, last)
        if period.ends <= yesterday
    ]


def owed_in(
    cadence: Cadence,
    calendar: Calendar,
    period: Period,
    *,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Return how many times are owed in `period` by a duty that stands from `since` to `until`.

    Pro rata by the days that count (school days as a rule, §7.3): with at least half of the period
    left, the count's share rounded up, so never less than one; with less than half, rounded down,
    so nothing for “once a week” but still one for “four times a term” with a third left.
    """
    if period.exempt:
        return 0
    begins, ends = (
        max(period.begins, since or period.begins),
        min(period.ends, until or period.ends),
    )
    left = _counting_days(cadence, calendar, begins, ends)
    if 2 * left >= period.days:
        return -(-cadence.count * left // period.days)
    return cadence.count * left // period.days


def rule_change_from(cadence: Cadence, calendar: Calendar, day: date) -> date:
    """Return the first day of a rule that replaces this cadence's on `day`: the next period's."""
    period = period_containing(cadence, calendar, day)
    return period.ends + DAY if period else day


def _periods(cadence: Cadence, calendar: Calendar, start: date, end: date) -> Iterator[Period]:
    for span in spans_between(cadence, calendar, start, end):
        period = _period(cadence, calendar, span)
        if not cadence.window.months or period.due_at.month in cadence.window.months:
            yield period


def _period(cadence: Cadence, calendar: Calendar, span: Span) -> Period:
    days = _counting_days(cadence, calendar, span.begins, span.ends)
    last = None if cadence.over_holidays else calendar.last_school_day(span.begins, span.ends)
    return Period(
        unit=cadence.unit,
        begins=span.begins,
        ends=span.ends,
        due_at=end_of(span.due or last or span.ends),
        exempt=days < _fewest_days(cadence, calendar, span),
        days=days,
        school_year=span.school_year,
        number=span.number,
        term=span.term,
        last=span.last,
        name=span.name,
    )


def _fewest_days(cadence: Cadence, calendar: Calendar, span: Span) -> int:
    """Return how many counting days a period needs to owe anything (§7.3).

    Several weeks need half of them to be weeks with enough school; a few weeks of a month, one day.
    """
    if cadence.unit == cadences.HOLIDAY_WEEK:
        return HALF_A_WEEK
    if cadence.over_holidays or cadence.window.first_weeks or cadence.window.last_weeks:
        return 1
    weekly, every = calendar.min_school_days_per_week, cadence.every
    match cadence.unit:
        case cadences.TEACHING_WEEK:
            return max(1, weekly)
        case cadences.EVERY_N_TEACHING_WEEKS:
            return max(1, weekly * -(-every // 2))
        case cadences.EVERY_N_DAYS if every >= 7:
            return max(1, weekly * -(-every // 14))
        case cadences.WEEKDAY if calendar.is_exempt_week(span.begins):
            return NEVER
        case cadences.CALENDAR_MONTH | cadences.QUARTER | cadences.HALF_YEAR:
            return max(1, calendar.min_school_days_per_month)
        case cadences.EVERY_N_MONTHS:
            return max(1, calendar.min_school_days_per_month)
    return 1


NEVER = 1000
HALF_A_WEEK = 4


def _counting_days(cadence: Cadence, calendar: Calendar, begins: date, ends: date) -> int:
    if cadence.over_holidays or _is_weekend_day(cadence, begins):
        return max(0, (ends - begins).days + 1)
    return calendar.school_days_between(begins, ends)


def _is_weekend_day(cadence: Cadence, day: date) -> bool:
    """Say whether a Saturday or Sunday is meant by itself: boarders come back on Sunday evening."""
    return cadence.unit == cadences.WEEKDAY and day.weekday() >= SATURDAY


SATURDAY = 5


def _first_open_day(frozen_through: date | None, since: date | None) -> date:
    if frozen_through is None and since is None:
        raise ValueError("A duty never frozen needs its first day.")
    days = [since] if since else []
    return max([*days, frozen_through + DAY] if frozen_through else days)


def _rest_of(period: Period, frozen_through: date | None) -> Period:
    if frozen_through and period.begins <= frozen_through:
        return replace(period, begins=frozen_through + DAY)
    return period
