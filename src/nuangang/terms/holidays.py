"""Statutory days off, and a calendar to propose to a school that has not entered its own (§7.2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuangang.terms.calendar import DAY, WEEK, Calendar, DayRange, TermSpan, monday_of

MAKE_UP = _("Make-up school day")
NEW_YEAR = _("New Year")
SPRING_FESTIVAL = _("Spring Festival")
QINGMING = _("Qingming")
LABOUR_DAY = _("Labour Day")
DRAGON_BOAT = _("Dragon Boat Festival")
MID_AUTUMN = _("Mid-Autumn Festival")
NATIONAL_DAY = _("National Day")

# The State Council's notices: (name, first day, last day), then the days worked instead.
NOTICES = {
    2025: (
        (
            (NEW_YEAR, (1, 1), (1, 1)),
            (SPRING_FESTIVAL, (1, 28), (2, 4)),
            (QINGMING, (4, 4), (4, 6)),
            (LABOUR_DAY, (5, 1), (5, 5)),
            (DRAGON_BOAT, (5, 31), (6, 2)),
            (NATIONAL_DAY, (10, 1), (10, 8)),
        ),
        ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11)),
    ),
    2026: (
        (
            (NEW_YEAR, (1, 1), (1, 3)),
            (SPRING_FESTIVAL, (2, 15), (2, 23)),
            (QINGMING, (4, 4), (4, 6)),
            (LABOUR_DAY, (5, 1), (5, 5)),
            (DRAGON_BOAT, (6, 19), (6, 21)),
            (MID_AUTUMN, (9, 25), (9, 27)),
            (NATIONAL_DAY, (10, 1), (10, 7)),
        ),
        ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)),
    ),
}

# Lunar new year, Dragon Boat and Mid-Autumn days, which no short rule gives.
LUNAR_DAYS = {
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)),
    2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
}
USUAL_NEW_YEAR = (2, 5)


def is_known(year: int) -> bool:
    """Say whether the State Council's notice for the calendar year is in the table."""
    return year in NOTICES


def statutory_days_off(year: int) -> list[DayRange]:
    """Return the days off of a calendar year; `to_check` where no notice is known yet.

    Without a notice: the days the rule of November 2024 fixes, Labour Day and National Day at the
    customary five and seven days; the shifted weekends are not guessed.
    """
    if is_known(year):
        return [_range(year, *item) for item in NOTICES[year][0]]
    ranges = [_range(year, *item) for item in (*_fixed_days(year), *_lunar_days(year))]
    return sorted(replace(item, to_check=True) for item in ranges)


def statutory_make_up_days(year: int) -> list[DayRange]:
    """Return the weekend days worked instead in a calendar year; none while no notice is known."""
    days = NOTICES[year][1] if is_known(year) else ()
    return [_range(year, MAKE_UP, day, day) for day in days]


def _range(year: int, name: object, first: tuple[int, int], last: tuple[int, int]) -> DayRange:
    return DayRange(date(year, *first), date(year, *last), str(name))


def _fixed_days(year: int) -> list[tuple]:
    qingming = (4, qingming_day(year))
    return [
        (NEW_YEAR, (1, 1), (1, 1)),
        (QINGMING, qingming, qingming),
        (LABOUR_DAY, (5, 1), (5, 5)),
        (NATIONAL_DAY, (10, 1), (10, 7)),
    ]


def _lunar_days(year: int) -> list[tuple]:
    if year not in LUNAR_DAYS:
        return []
    new_year, dragon_boat, mid_autumn = LUNAR_DAYS[year]
    eve, third = date(year, *new_year) - DAY, date(year, *new_year) + 2 * DAY
    return [
        (SPRING_FESTIVAL, (eve.month, eve.day), (third.month, third.day)),
        (DRAGON_BOAT, dragon_boat, dragon_boat),
        (MID_AUTUMN, mid_autumn, mid_autumn),
    ]


def qingming_day(year: int) -> int:
    """Return the day of April on which Qingming falls in a year from 2000 to 2099."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4


def lunar_new_year(year: int) -> date:
    """Return the first day of the lunar year, or about when it is outside the table."""
    return date(year, *LUNAR_DAYS.get(year, (USUAL_NEW_YEAR,))[0])


def default_terms(school_year: int) -> tuple[TermSpan, TermSpan]:
    """Propose the two terms of a school year around its winter break (§7.1).

    From 1 September to a Friday twelve days or more before the lunar new year, but within January;
    from the Monday after its second week, to the first Friday from 3 July on.
    """
    new_year = lunar_new_year(school_year + 1)
    winter_begins = min(new_year - 12 * DAY, date(school_year + 1, 1, 31))
    first = TermSpan(
        school_year, 1, _weekday(date(school_year, 9, 1)), _friday_until(winter_begins)
    )
    summer_begins = _friday_until(date(school_year + 1, 7, 9))
    spring = monday_of(new_year + 13 * DAY + WEEK - DAY)
    return first, TermSpan(school_year, 2, spring, summer_begins)


def _weekday(day: date) -> date:
    return day if day.weekday() < 5 else monday_of(day) + WEEK


def _friday_until(day: date) -> date:
    return day - DAY * ((day.weekday() - 4) % 7)


def default_calendar(school_year_start: int) -> Calendar:
    """Propose a calendar for the school year, for the school to mend; days off carry `to_check`."""
    terms = default_terms(school_year_start)
    return Calendar(
        terms=terms,
        days_off=_in_terms(statutory_days_off, terms),
        make_up_days=_in_terms(statutory_make_up_days, terms),
    )


def _in_terms(
    listed: Callable[[int], list[DayRange]], terms: tuple[TermSpan, ...]
) -> tuple[DayRange, ...]:
    years = sorted({day.year for term in terms for day in (term.begins, term.ends)})
    ranges = [item for year in years for item in listed(year)]
    return tuple(
        item
        for item in ranges
        if any(item.begins <= term.ends and term.begins <= item.ends for term in terms)
    )


def with_proposals(calendar: Calendar, first: int, last: int) -> Calendar:
    """Return `calendar` with what is missing of the school years `first` to `last` proposed.

    So a duty goes on when nobody has entered the new term, instead of falling asleep.
    """
    years = range(first, last + 1)
    terms = tuple(term for year in years for term in _missing_terms(calendar, year))
    return replace(
        calendar,
        terms=(*calendar.terms, *terms),
        days_off=(*calendar.days_off, *_in_terms(statutory_days_off, terms)),
        make_up_days=(*calendar.make_up_days, *_in_terms(statutory_make_up_days, terms)),
    )


def _missing_terms(calendar: Calendar, school_year: int) -> list[TermSpan]:
    entered = [term for term in calendar.terms if term.school_year == school_year]
    first, second = default_terms(school_year)
    if not entered:
        return [first, second]
    if [term.number for term in entered] != [1]:
        return []
    earliest = monday_of(entered[0].ends) + 2 * WEEK
    second = replace(second, begins=max(second.begins, earliest))
    return [second] if second.begins < second.ends else []
