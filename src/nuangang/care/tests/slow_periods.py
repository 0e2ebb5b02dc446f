"""Periods worked out day by day, the slow and obvious way, to test the quick way against."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from nuangang.care.cadences import COUNTED, DIVIDED, UNITS, Cadence, Window
from nuangang.terms.calendar import Calendar
from nuangang.terms.tests.calendars import any_day, evenly, every_day, school_days

BEGIN, END = date(2024, 7, 1), date(2026, 10, 1)
ONE = timedelta(1)


@st.composite
def cadence_values(draw: st.DrawFn) -> Cadence:
    """Draw a cadence of any unit, with or without a window that fits it."""
    unit = draw(evenly(list(UNITS)))
    every = draw(evenly(range(1, 31 if unit == "every_n_days" else 7))) if unit in COUNTED else 1
    since = draw(any_day(date(2023, 1, 1), date(2025, 12, 31)))
    return Cadence(unit, draw(evenly(range(1, 7))), every, draw(evenly(windows(unit))), since)


def windows(unit: str) -> list[Window]:
    """Return windows that a cadence of `unit` may have."""
    if unit == "holiday":
        return [Window(breaks=chosen) for chosen in ((), (1,), (2,), (1, 2))]
    found = [Window(), Window(), Window(in_holidays=True)]
    if unit in DIVIDED:
        found += [Window(first_weeks=weeks) for weeks in (1, 7, 30)]
        found += [Window(last_weeks=weeks) for weeks in (1, 6, 30)]
    if unit == "school_year":
        dates = [("12-15", "02-29"), ("09-01", "08-31"), ("08-24", "08-30"), ("10-05", "11-20")]
        return found + [Window(from_day=first, to_day=last) for first, last in dates]
    return [*found, Window(months=(10,)), Window(months=(1, 2, 7), in_holidays=True)]


class Slow:
    """The periods of one cadence in one calendar, by looking at every day."""

    def __init__(self, cadence: Cadence, calendar: Calendar) -> None:
        self.cadence, self.calendar = cadence, calendar
        self.school = school_days(calendar)
        self.days = every_day(BEGIN - 400 * ONE, END + 400 * ONE)
        self.year_starts = {year: self._year_start(year) for year in range(2022, 2030)}
        self.weeks = self._weeks()
        groups = defaultdict(list)
        for day in self.days:
            if (key := getattr(self, cadence.unit)(day)) is not None:
                groups[key].append(day)
        narrowed = [self._narrow(days) for days in groups.values()]
        self.groups = [days for days in narrowed if days and self._in_months(days)]

    def _year_start(self, year: int) -> date:
        begins = [term.begins for term in self.calendar.terms if term.school_year == year]
        return min([date(year, 9, 1), *begins])

    def _weeks(self) -> dict[date, tuple[int, int]]:
        found = {}
        for place, term in enumerate(self.calendar.terms):
            first = min(day for day in self.school if term.begins <= day <= term.ends)
            day = first - first.weekday() * ONE
            start = day
            while day <= term.ends or day.weekday() != 0:
                found[day] = (place, (day - start).days // 7 + 1)
                day += ONE
        return found

    def school_day(self, day):
        return day if day in self.school else None

    def teaching_week(self, day):
        return self.weeks.get(day)

    def every_n_teaching_weeks(self, day):
        place, number = self.weeks.get(day, (None, 0))
        return None if place is None else (place, (number - 1) // self.cadence.every)

    def calendar_month(self, day):
        return day.year, day.month

    def quarter(self, day):
        return day.year, {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3}.get(day.month, 4)

    def term(self, day):
        inside = [term for term in self.calendar.terms if term.begins <= day <= term.ends]
        return inside[0] if inside else None

    def half_term(self, day):
        term = self.term(day)
        if term is None:
            return None
        place = self.calendar.terms.index(term)
        last = max(number for at, number in self.weeks.values() if at == place)
        number = self.weeks.get(day, (place, 1))[1]
        return term, number * 2 > last + 1

    def school_year(self, day):
        return max(year for year, start in self.year_starts.items() if start <= day)

    def every_n_days(self, day):
        return (day - self.cadence.since).days // self.cadence.every

    def holiday(self, day):
        if self.term(day):
            return None
        before = [term for term in self.calendar.terms if term.ends < day]
        after = [term for term in self.calendar.terms if term.begins > day]
        if not before:
            return None
        year, following = before[-1].school_year, after[0].school_year if after else None
        if following != year and before[-1].number == 1:
            return None
        if following not in (year, year + 1) and self.school_year(day) != year:
            return None
        number = 1 if following == year else 2
        wanted = self.cadence.window.breaks or (1, 2)
        return (year, number) if number in wanted else None

    def _narrow(self, days: list[date]) -> list[date]:
        window, school = self.cadence.window, [day for day in days if day in self.school]
        if window.from_day:
            first, last = _place(window.from_day), _place(window.to_day)
            year = self.school_year(days[0])
            return [d for d in days if first <= (d.year - year, f"{d:%m-%d}") <= last]
        if window.first_weeks and school:
            stop = school[0] - school[0].weekday() * ONE + window.first_weeks * 7 * ONE
            return [day for day in days if day < stop]
        if window.last_weeks and school:
            stop = school[-1] + (7 - school[-1].weekday()) * ONE
            return [day for day in days if stop - window.last_weeks * 7 * ONE <= day < stop]
        return days

    def _in_months(self, days: list[date]) -> bool:
        months = self.cadence.window.months
        return not months or self.due(days).month in months

    def counting(self, days: list[date]) -> list[date]:
        """Return the days that count for due date and pro rata."""
        window = self.cadence.window
        if self.cadence.unit == "holiday" or window.in_holidays or window.from_day:
            return days
        return [day for day in days if day in self.school]

    def due(self, days: list[date]) -> date:
        """Return the day a period is due on."""
        return (self.counting(days) or days)[-1]

    def exempt(self, days: list[date]) -> bool:
        """Say whether a period has too little school to owe anything."""
        counting, unit = len(self.counting(days)), self.cadence.unit
        if not counting:
            return True
        if self.counting(days) is days:
            return False
        week = self.calendar.min_school_days_per_week
        month = self.calendar.min_school_days_per_month
        every = self.cadence.every
        needed = {
            "teaching_week": week,
            "every_n_teaching_weeks": week * ceil(every / 2),
            "every_n_days": week * ceil(every / 14) if every >= 7 else 1,
            "calendar_month": month,
            "quarter": month,
        }
        return counting < needed.get(unit, 1)

    def owed(self, days: list[date], since: date, until: date) -> int:
        """Return what a duty standing from `since` to `until` owes in a period."""
        if self.exempt(days):
            return 0
        counting = self.counting(days)
        left = [day for day in counting if since <= day <= until]
        share = Fraction(len(left), len(counting)) * self.cadence.count
        return ceil(share) if len(left) * 2 >= len(counting) else floor(share)


def _place(text: str) -> tuple[int, str]:
    return int(text[:2] < "09"), text
