"""Periods worked out day by day, the slow and obvious way, to test the quick way against."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from nuangang.care.cadences import (
    AROUND_A_DAY,
    COUNTED,
    DIVIDED,
    OVER_HOLIDAYS,
    UNITS,
    YEARLY,
    Cadence,
    Window,
)
from nuangang.care.festivals import FESTIVALS, festival_on
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
    born = draw(any_day(date(2012, 1, 1), date(2012, 12, 31)))
    window = draw(evenly(windows(unit)))
    return Cadence(unit, draw(evenly(range(1, 7))), every, window, since, born)


def windows(unit: str) -> list[Window]:
    """Return windows that a cadence of `unit` may have."""
    if unit in ("holiday", "holiday_week"):
        return [Window(breaks=chosen) for chosen in ((), (1,), (2,), (1, 2))]
    if unit in AROUND_A_DAY:
        return [replace(w, **around) for w in days_meant(unit) for around in AROUND]
    if unit == "weekday":
        chosen = [(0,), (1, 3), (6, 0, 2), (4, 5)]
        return [Window(weekdays=days, in_holidays=too) for days in chosen for too in (False, True)]
    found = [Window(), Window(), Window(in_holidays=True)]
    if unit in DIVIDED:
        found += [Window(first_weeks=weeks) for weeks in (1, 7, 30)]
        found += [Window(last_weeks=weeks) for weeks in (1, 6, 30)]
    if unit == "school_year":
        dates = [("12-15", "02-29"), ("09-01", "08-31"), ("08-24", "08-30"), ("10-05", "11-20")]
        return found + [Window(from_day=first, to_day=last) for first, last in dates]
    if unit == "teaching_week":
        found += [Window(weeks=weeks) for weeks in ((1,), (2, 9, -1), (-3,))]
    if unit in YEARLY:
        return found
    return [*found, Window(months=(10,)), Window(months=(1, 2, 7), in_holidays=True)]


AROUND = [{}, {"before": 7, "after": 3}, {"before": 2, "after": 40}, {"before": 60, "after": 60}]


def days_meant(unit: str) -> list[Window]:
    """Return windows that name days of a month or of the year."""
    if unit == "birthday":
        return [Window()]
    if unit == "month_day":
        days = [Window(month_day=day) for day in (1, 15, 31, -1)]
        nth = [Window(nth=nth, weekdays=(day,)) for nth, day in ((1, 0), (4, 2), (-1, 4))]
        return [
            *days,
            *nth,
            Window(month_day=20, in_holidays=True),
            Window(month_day=5, months=(9,)),
        ]
    found = [Window(festivals=(name,)) for name in ("spring_festival", "qingming", "mothers_day")]
    found += [Window(term_days=(name,)) for name in ("term_begins", "term_ends")]
    found += [Window(term_days=("before_days_off",)), Window(term_days=("after_days_off",))]
    many = Window(festivals=tuple(FESTIVALS), dates=("03-05",), term_days=("term_begins",))
    return [*found, many, Window(dates=("02-29", "11-20", "2025-05-16"))]


class Slow:
    """The periods of one cadence in one calendar, by looking at every day."""

    def __init__(self, cadence: Cadence, calendar: Calendar) -> None:
        self.cadence, self.calendar = cadence, calendar
        self.school = school_days(calendar)
        self.days = every_day(BEGIN - 400 * ONE, END + 400 * ONE)
        self.year_starts = {year: self._year_start(year) for year in range(2022, 2030)}
        self.weeks = self._weeks()
        self.last_weeks = dict(sorted(self.weeks.values()))
        around = cadence.unit in AROUND_A_DAY
        self.meant_days = {day for day in self.days if around and self._is_meant(day)}
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
        found, wanted = self.weeks.get(day), self.cadence.window.weeks
        if found and wanted:
            last = self.last_weeks[found[0]]
            return found if {found[1], found[1] - last - 1} & set(wanted) else None
        return found

    def weekday(self, day):
        open_then = day in self.weeks or self.cadence.window.in_holidays
        return day if open_then and day.weekday() in self.cadence.window.weekdays else None

    def calendar_week(self, day):
        return day.isocalendar()[:2]

    def holiday_week(self, day):
        found = self.holiday(day)
        return found and (found, day.isocalendar()[:2])

    def half_year(self, day):
        return day.year, day.month > 6

    def every_n_months(self, day):
        return (day.year * 12 + day.month - (2020 * 12 + 9)) // self.cadence.every

    def around(self, day):
        """Return the day this one belongs to: the last before it if near enough, else the next."""
        window = self.cadence.window
        for back in range(window.after + 1):
            if day - back * ONE in self.meant_days:
                return day - back * ONE
        for ahead in range(1, window.before + 1):
            if day + ahead * ONE in self.meant_days:
                return day + ahead * ONE
        return None

    month_day = occasion = birthday = around

    def _is_meant(self, day: date) -> bool:
        window, unit = self.cadence.window, self.cadence.unit
        if unit == "birthday":
            return _is_day(day, f"{self.cadence.born:%m-%d}")
        if unit == "month_day" and window.month_day:
            is_last = (day + ONE).month != day.month
            return is_last if window.month_day < 0 else _is_numbered(day, window.month_day)
        if unit == "month_day":
            number = -1 if (day + 7 * ONE).month != day.month else 0
            return day.weekday() in window.weekdays and window.nth in (number, (day.day + 6) // 7)
        if unit != "occasion":
            return False
        written = any(_is_day(day, text) for text in window.dates)
        festive = any(day == festival_on(name, day.year) for name in window.festivals)
        return written or festive or any(getattr(self, name)(day) for name in window.term_days)

    def term_begins(self, day):
        term = self.term(day)
        return term and day == min(d for d in self.school if term.begins <= d <= term.ends)

    def term_ends(self, day):
        term = self.term(day)
        return term and day == max(d for d in self.school if term.begins <= d <= term.ends)

    def before_days_off(self, day):
        return day in self.school and self._is_long(day, ONE)

    def after_days_off(self, day):
        return day in self.school and day != min(self.school) and self._is_long(day, -ONE)

    def _is_long(self, day, step):
        free, off = [], {d for item in self.calendar.days_off for d in item.days()}
        while (day := day + step) not in self.school:
            free.append(day)
            if not min(self.school) < day < max(self.school):
                return True
        return len(free) >= 3 and any(d in off or not self.term(d) for d in free)

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
        last = self.last_weeks[place]
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
        window, unit = self.cadence.window, self.cadence.unit
        if unit in OVER_HOLIDAYS or window.in_holidays or window.from_day:
            return days
        if unit == "weekday" and days[0].weekday() > 4:
            return days
        return [day for day in days if day in self.school]

    def due(self, days: list[date]) -> date:
        """Return the day a period is due on."""
        named = [day for day in days if day in self.meant_days]
        return named[-1] if named else (self.counting(days) or days)[-1]

    def exempt(self, days: list[date]) -> bool:
        """Say whether a period has too little school to owe anything."""
        counting, unit = len(self.counting(days)), self.cadence.unit
        if not counting:
            return True
        if unit == "holiday_week":
            return counting < 4
        if unit == "weekday" and not self.cadence.window.in_holidays:
            return self.calendar.is_exempt_week(days[0])
        window = self.cadence.window
        if self.counting(days) is days or window.first_weeks or window.last_weeks:
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
            "half_year": month,
            "every_n_months": month,
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


def _is_day(day: date, text: str) -> bool:
    leap_day = text == "02-29" and (day + ONE).month == 3 and day.month == 2
    return leap_day or text in (f"{day:%m-%d}", day.isoformat())


def _is_numbered(day: date, number: int) -> bool:
    return day.day == number or (day.day < number and (day + ONE).month != day.month)


def _place(text: str) -> tuple[int, str]:
    return int(text[:2] < "09"), text
