"""What a period is called in the staff room: 第12周, 11月, 第一学期."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from nuangang.care import cadences
from nuangang.care.festivals import FESTIVALS, TERM_DAYS
from nuangang.care.periods import Period
from nuangang.care.subjects import DORM, GRADE
from nuangang.terms.calendar import SCHOOL_ZONE, SUMMER


def period_label(period: Period) -> str:
    """Return the period's name in the language in force."""
    return LABELS[period.unit](period)


def _week(period: Period) -> str:
    return _("Week %(number)d") % {"number": period.number}


def _weeks(period: Period) -> str:
    if period.number == period.last:
        return _week(period)
    return _("Weeks %(first)d–%(last)d") % {"first": period.number, "last": period.last}


def _month(period: Period) -> str:
    return _("Month %(number)d") % {"number": period.number}


def _quarter(period: Period) -> str:
    return _("Quarter %(number)d") % {"number": period.number}


def _term(period: Period) -> str:
    names = {1: _("First term"), 2: _("Second term")}
    return names.get(period.term) or _("Term %(number)d") % {"number": period.term}


def _half_term(period: Period) -> str:
    half = _("%(term)s, first half") if period.number == 1 else _("%(term)s, second half")
    return half % {"term": _term(period)}


def _school_year(period: Period) -> str:
    years = {"start": period.school_year, "end": period.school_year + 1}
    return _("School year %(start)d–%(end)d") % years


def _holiday(period: Period) -> str:
    return _("Summer holiday") if period.number == SUMMER else _("Winter holiday")


def _day(period: Period) -> str:
    return _("%(month)d/%(day)d") % {"month": period.begins.month, "day": period.begins.day}


def _days(period: Period) -> str:
    begins, ends = period.begins, period.ends
    return _("%(month)d/%(day)d to %(last_month)d/%(last_day)d") % {
        "month": begins.month,
        "day": begins.day,
        "last_month": ends.month,
        "last_day": ends.day,
    }


def _months(period: Period) -> str:
    if period.number == period.last:
        return _month(period)
    return _("Months %(first)d–%(last)d") % {"first": period.number, "last": period.last}


def _half_year(period: Period) -> str:
    return _("First half of the year") if period.number == 1 else _("Second half of the year")


def _holiday_week(period: Period) -> str:
    name = _("Summer holiday") if period.term == SUMMER else _("Winter holiday")
    return _("%(name)s, week %(number)d") % {"name": name, "number": period.number}


def _around(period: Period) -> str:
    """Return the festival's name with its day, or the day alone."""
    day = period.due_at.astimezone(SCHOOL_ZONE).date()
    when = _("%(month)d/%(day)d") % {"month": day.month, "day": day.day}
    named = {**FESTIVALS, **TERM_DAYS, "birthday": _("Birthday")}.get(period.name)
    return f"{named} {when}" if named else when


def group_label(group: str, year: int) -> str:
    """Return what a grade, dormitory or village is called in school year `year`."""
    by, _colon, value = group.partition(":")
    if by == GRADE:
        return _("Grade %(grade)d") % {"grade": year - int(value) + 1}
    return _("Dormitory %(name)s") % {"name": value} if by == DORM else value


LABELS: dict[str, Callable[[Period], str]] = {
    cadences.SCHOOL_DAY: _day,
    cadences.TEACHING_WEEK: _week,
    cadences.EVERY_N_TEACHING_WEEKS: _weeks,
    cadences.CALENDAR_MONTH: _month,
    cadences.QUARTER: _quarter,
    cadences.HALF_TERM: _half_term,
    cadences.TERM: _term,
    cadences.SCHOOL_YEAR: _school_year,
    cadences.EVERY_N_DAYS: _days,
    cadences.HOLIDAY: _holiday,
    cadences.WEEKDAY: _day,
    cadences.CALENDAR_WEEK: _days,
    cadences.HOLIDAY_WEEK: _holiday_week,
    cadences.EVERY_N_MONTHS: _months,
    cadences.HALF_YEAR: _half_year,
    cadences.MONTH_DAY: _around,
    cadences.OCCASION: _around,
    cadences.BIRTHDAY: _around,
}
