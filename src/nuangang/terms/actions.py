"""Changing the school's calendar."""

from typing import Any

from django.db import transaction
from django.db.models import F

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.terms.calendar import Calendar, DayRange
from nuangang.terms.models import DayMark, SchoolYear, Term


@transaction.atomic
def set_calendar(actor: Any, school: School, calendar: Calendar) -> School:
    """Keep `calendar` in place of what the school had entered; return the school anew.

    Standing duties move with it when `care.actions.reconcile_duties` is called after this, as
    `care.actions.change_calendar` does; frozen periods stay (design.md, Duties stand).
    """
    Term.objects.filter(school_id=school.pk).delete()
    DayMark.objects.filter(school_id=school.pk).delete()
    _write_terms(school, calendar)
    marks = [_mark(school, item, DayMark.Kind.OFF) for item in calendar.days_off]
    marks += [_mark(school, item, DayMark.Kind.SCHOOL) for item in calendar.make_up_days]
    DayMark.objects.bulk_create(marks)
    _write_settings(school, calendar)
    record(actor, "changed", kind="calendar", object_id=school.pk, label=school.name)
    return School.objects.get(pk=school.pk)


def _write_terms(school: School, calendar: Calendar) -> None:
    known = SchoolYear.objects.filter(school_id=school.pk)
    years = {year.starts_in: year for year in known}
    named = {term.school_year for term in calendar.terms}
    fresh = [SchoolYear(school_id=school.pk, starts_in=year) for year in sorted(named - set(years))]
    years |= {year.starts_in: year for year in SchoolYear.objects.bulk_create(fresh)}
    Term.objects.bulk_create(
        Term(
            school_id=school.pk,
            year=years[term.school_year],
            number=term.number,
            begins=term.begins,
            ends=term.ends,
        )
        for term in calendar.terms
    )


def _mark(school: School, item: DayRange, kind: str) -> DayMark:
    return DayMark(
        school_id=school.pk,
        begins=item.begins,
        ends=item.ends,
        kind=kind,
        name=item.name,
        to_check=item.to_check,
    )


def _write_settings(school: School, calendar: Calendar) -> None:
    kept = School.objects.select_for_update().get(pk=school.pk)
    kept.preferences["calendar"] = {
        "pattern": list(calendar.pattern),
        "min_school_days_per_week": calendar.min_school_days_per_week,
        "min_school_days_per_month": calendar.min_school_days_per_month,
    }
    kept.calendar_version = F("calendar_version") + 1
    kept.save(update_fields=["preferences", "calendar_version"])
