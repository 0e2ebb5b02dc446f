"""The school's own settings, and its calendar."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions import change_calendar, reconcile_duties
from nuangang.desk.school_forms import (
    DayForm,
    SchoolForm,
    TermForm,
    with_days,
    with_terms,
    without_days,
)
from nuangang.lib.classnames import school_year
from nuangang.people.actions.refresh import refresh_files
from nuangang.policy.rules import may
from nuangang.terms.calendar import Calendar, CalendarError
from nuangang.terms.queries import calendar_of, entered_calendar


@may("school", "write")
def school_settings(request: HttpRequest) -> HttpResponse:
    """Show and change the school's name, code and definition."""
    actor = request.actor  # type: ignore[attr-defined]
    school = School.objects.get(pk=actor.school_id)
    form = SchoolForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        _save(actor, form)
        messages.success(request, _("Saved."))
        return redirect("school_settings")
    return render(request, "desk/school_settings.html", {"form": form})


@transaction.atomic
def _save(actor: Any, form: SchoolForm) -> None:
    school = form.save()
    record(actor, "changed", kind="school", object_id=school.pk, fields=form.changed_data)
    if "definition" in form.changed_data:
        refresh_files(school, today=timezone.localdate())
        reconcile_duties(school, now=timezone.now())


@may("calendar", "write")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the calendar of a school year, and set its terms."""
    actor = request.actor  # type: ignore[attr-defined]
    year = _year(request)
    known = calendar_of(actor.school, year=year)
    spans = [t for t in known.terms if t.school_year == year]
    forms = [
        TermForm(
            request.POST or None,
            prefix=f"term{n}",
            initial={"begins": span.begins, "ends": span.ends},
        )
        for n, span in enumerate(spans, start=1)
    ]
    error = ""
    if request.method == "POST" and all(form.is_valid() for form in forms):
        typed = [(f.cleaned_data["begins"], f.cleaned_data["ends"]) for f in forms]
        error = _change(actor, lambda kept: with_terms(kept, year, typed))
        if not error:
            messages.success(request, _("Saved. Duties moved with it; periods that are over stay."))
            return redirect(f"{request.path}?year={year}")
    context = _calendar_page(actor, year, known) | {"forms": forms, "error": error}
    return render(request, "desk/calendar.html", context, status=422 if error else 200)


@require_POST
@may("calendar", "write")
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Enter days off, or school on a day off."""
    actor = request.actor  # type: ignore[attr-defined]
    form = DayForm(request.POST)
    error = _("Type the days as they are in the calendar.")
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        error = _change(actor, lambda kept: with_days(kept, form.range(), kind))
    if error:
        messages.error(request, error)
    return redirect("calendar")


@require_POST
@may("calendar", "write")
def calendar_day_drop(request: HttpRequest) -> HttpResponse:
    """Take an entry out of the calendar."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        begins = date.fromisoformat(request.POST.get("begins", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    kind = request.POST.get("kind", "")
    if error := _change(actor, lambda kept: without_days(kept, begins, kind)):
        messages.error(request, error)
    return redirect("calendar")


def _year(request: HttpRequest) -> int:
    this = school_year(timezone.localdate())
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and abs(int(asked) - this) <= 2 else this


def _change(actor: Any, change: Any) -> str:
    """Keep the changed calendar; return what is wrong with it, in words, or nothing."""
    try:
        changed = change(entered_calendar(actor.school))
    except CalendarError as wrong:
        return str(wrong)
    with transaction.atomic():
        change_calendar(actor, actor.school, changed)
    return ""


def _calendar_page(actor: Any, year: int, known: Calendar) -> dict[str, Any]:
    begins, ends = known.year_span(year)
    marks = [(d, "off") for d in known.days_off] + [(d, "school") for d in known.make_up_days]
    return {
        "year": year,
        "this_year": school_year(timezone.localdate()),
        "marks": sorted(m for m in marks if begins <= m[0].begins <= ends),
        "weeks": [w for w in known.weeks if w.term.school_year == year],
        "day_form": DayForm(),
    }
