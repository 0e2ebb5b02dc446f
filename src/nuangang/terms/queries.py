"""The school's calendar as it was entered, completed so that no duty falls asleep."""

from uuid import UUID

from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.terms.calendar import MONDAY_TO_FRIDAY, Calendar, DayRange, TermSpan
from nuangang.terms.holidays import with_proposals
from nuangang.terms.models import DayMark, Term

YEARS_AHEAD = 3
MOST_KEPT = 512
MINIMA = ("min_school_days_per_week", "min_school_days_per_month")
_KEPT: dict[tuple[UUID, int, int], Calendar] = {}


def entered_calendar(school: School) -> Calendar:
    """Return the calendar exactly as the school entered it; two statements."""
    settings = school.preferences.get("calendar", {})
    marks = list(DayMark.objects.filter(school_id=school.pk))
    return Calendar(
        terms=_terms(school.pk),
        days_off=_ranges(marks, DayMark.Kind.OFF),
        make_up_days=_ranges(marks, DayMark.Kind.SCHOOL),
        pattern=tuple(settings.get("pattern", MONDAY_TO_FRIDAY)),
        **{name: settings[name] for name in MINIMA if name in settings},
    )


def calendar_of(school: School, *, year: int | None = None) -> Calendar:
    """Return the school's calendar with what is not entered yet proposed (domain.md §7.1).

    Kept per process by `school.calendar_version`, so a page pays no statement for it. Proposed
    terms reach from the year before `year` (a calendar year, this one unless told) to three years
    after it: a standing duty goes on when nobody has entered the new term.
    """
    year = year or timezone.localdate().year
    key = (school.pk, school.calendar_version, year)
    if key not in _KEPT:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = completed(entered_calendar(school), year)
    return _KEPT[key]


def completed(calendar: Calendar, year: int) -> Calendar:
    """Return an entered calendar with the years around `year` proposed where nothing is entered."""
    first = min([year - 1, *(term.school_year for term in calendar.terms)])
    return with_proposals(calendar, first, year + YEARS_AHEAD)


def _terms(school_id: UUID) -> tuple[TermSpan, ...]:
    rows = Term.objects.filter(school_id=school_id).order_by("begins")
    names = rows.values_list("year__starts_in", "number", "begins", "ends")
    return tuple(TermSpan(*row) for row in names)


def _ranges(marks: list[DayMark], kind: str) -> tuple[DayRange, ...]:
    return tuple(
        DayRange(mark.begins, mark.ends, mark.name, mark.to_check)
        for mark in marks
        if mark.kind == kind
    )
