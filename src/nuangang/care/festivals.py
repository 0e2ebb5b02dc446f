"""Days of the year that schools promise something for: festivals, and days of the term."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuangang.terms.calendar import DAY, Calendar, TermSpan
from nuangang.terms.holidays import LUNAR_DAYS, lunar_new_year, qingming_day

FESTIVALS: dict[str, str | Promise] = {
    "new_year": gettext_lazy("New Year"),
    "spring_festival": gettext_lazy("Spring Festival"),
    "lantern": gettext_lazy("Lantern Festival"),
    "womens_day": gettext_lazy("Women's Day"),
    "qingming": gettext_lazy("Qingming"),
    "labour_day": gettext_lazy("Labour Day"),
    "mothers_day": gettext_lazy("Mother's Day"),
    "childrens_day": gettext_lazy("Children's Day"),
    "dragon_boat": gettext_lazy("Dragon Boat Festival"),
    "fathers_day": gettext_lazy("Father's Day"),
    "teachers_day": gettext_lazy("Teachers' Day"),
    "mid_autumn": gettext_lazy("Mid-Autumn Festival"),
    "national_day": gettext_lazy("National Day"),
    "double_ninth": gettext_lazy("Double Ninth Festival"),
    "winter_solstice": gettext_lazy("Winter Solstice"),
}
TERM_DAYS: dict[str, str | Promise] = {
    "term_begins": pgettext_lazy("occasion", "First school day of term"),
    "term_ends": pgettext_lazy("occasion", "Last school day of term"),
    "before_days_off": pgettext_lazy("occasion", "Before every holiday of three days or more"),
    "after_days_off": pgettext_lazy("occasion", "After every holiday of three days or more"),
}
_FIXED = {
    "new_year": (1, 1),
    "womens_day": (3, 8),
    "labour_day": (5, 1),
    "childrens_day": (6, 1),
    "teachers_day": (9, 10),
    "national_day": (10, 1),
}
# The Dragon Boat and Mid-Autumn days of a year outside the table come about then.
_USUAL = ((2, 5), (6, 10), (9, 22))
_LONG = 3


def festival_on(name: str, year: int) -> date:
    """Return the day of a festival in a calendar year; lunar ones about then after 2040."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    return _MOVING[name](year)


def _lunar(place: int) -> Callable[[int], date]:
    return lambda year: date(year, *LUNAR_DAYS.get(year, _USUAL)[place])


def _sunday(month: int, number: int) -> Callable[[int], date]:
    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + (6 - first.weekday() + 7 * (number - 1)) * DAY

    return day


def _double_ninth(year: int) -> date:
    """Return 23 days after Mid-Autumn, or 24 where the eighth lunar month is a long one."""
    return _lunar(2)(year) + (24 if year in (2024, 2029, 2031, 2034, 2037) else 23) * DAY


def _solstice(year: int) -> date:
    short = year % 100
    return date(year, 12, int(short * 0.2422 + 21.94) - short // 4)


_MOVING: dict[str, Callable[[int], date]] = {
    "spring_festival": lunar_new_year,
    "lantern": lambda year: lunar_new_year(year) + 14 * DAY,
    "qingming": lambda year: date(year, 4, qingming_day(year)),
    "mothers_day": _sunday(5, 2),
    "dragon_boat": _lunar(1),
    "fathers_day": _sunday(6, 3),
    "mid_autumn": _lunar(2),
    "double_ninth": _double_ninth,
    "winter_solstice": _solstice,
}


def term_days(name: str, calendar: Calendar) -> Iterator[date]:
    """Yield the days of all terms that `name`, of TERM_DAYS, means."""
    if name in ("term_begins", "term_ends"):
        yield from (_end(name, calendar, term) for term in calendar.terms)
        return
    for last, following in pairwise(calendar.school_days):
        if (following - last).days > _LONG and _is_holiday(calendar, last + DAY, following - DAY):
            yield last if name == "before_days_off" else following
    if name == "before_days_off" and calendar.school_days:
        yield calendar.school_days[-1]


def _end(name: str, calendar: Calendar, term: TermSpan) -> date:
    if name == "term_begins":
        return calendar.first_school_day(term.begins, term.ends) or term.begins
    return calendar.last_school_day(term.begins, term.ends) or term.ends


def _is_holiday(calendar: Calendar, begins: date, ends: date) -> bool:
    """Say whether days without school hold a day off or lie between terms: more than a weekend."""
    if calendar.term_of(begins) is not calendar.term_of(ends) or not calendar.term_of(begins):
        return True
    return any(off.begins <= ends and begins <= off.ends for off in calendar.days_off)
