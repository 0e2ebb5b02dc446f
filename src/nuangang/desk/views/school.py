"""The school's own settings, and its calendar."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions import change_calendar, reconcile_duties
from nuangang.care.calendar_effect import calendar_effect
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


def _changes(form: SchoolForm) -> dict[str, list[str]]:
    """Return what stood in each changed field and what stands there now."""
    said = form.cleaned_data
    return {
        name: [str(form.initial.get(name) or ""), str(said.get(name) or "")]
        for name in form.changed_data
    }


@transaction.atomic
def _save(actor: Any, form: SchoolForm) -> None:
    school = form.save()
    record(actor, "changed", kind="school", object_id=school.pk, changes=_changes(form))
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
        answer = _changed(
            request, lambda kept: with_terms(kept, year, typed), back=f"{request.path}?year={year}"
        )
        if not isinstance(answer, str):
            return answer
        error = answer
    context = _calendar_page(actor, year, known) | {"forms": forms, "error": error}
    return render(request, "desk/calendar.html", context, status=422 if error else 200)


@require_POST
@may("calendar", "write")
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Enter days off, or school on a day off."""
    form = DayForm(request.POST)
    answer: Any = _("Type the days as they are in the calendar.")
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        answer = _changed(request, lambda kept: with_days(kept, form.range(), kind))
    return _or_told(request, answer)


@require_POST
@may("calendar", "write")
def calendar_day_drop(request: HttpRequest) -> HttpResponse:
    """Take an entry out of the calendar."""
    try:
        begins = date.fromisoformat(request.POST.get("begins", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    kind = request.POST.get("kind", "")
    return _or_told(request, _changed(request, lambda kept: without_days(kept, begins, kind)))


def _year(request: HttpRequest) -> int:
    this = school_year(timezone.localdate())
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and abs(int(asked) - this) <= 2 else this


def _changed(request: HttpRequest, change: Any, back: str = "") -> HttpResponse | str:
    """Keep the changed calendar, after showing what moves with it; return in words what is wrong."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        changed = change(entered_calendar(actor.school))
        effect = calendar_effect(actor.school, changed, timezone.now())
    except CalendarError as wrong:
        return str(wrong)
    back = back or resolve_url("calendar")
    if effect and "sure" not in request.POST:
        sent = {n: v for n, v in request.POST.items() if n != "csrfmiddlewaretoken"}
        context = {"effect": effect, "sent": sent, "to": request.get_full_path(), "back": back}
        return render(request, "desk/calendar_effect.html", context)
    with transaction.atomic():
        change_calendar(actor, actor.school, changed)
    messages.success(request, _("Saved. Duties moved with it; periods that are over stay."))
    return redirect(back)


def _or_told(request: HttpRequest, answer: HttpResponse | str) -> HttpResponse:
    if isinstance(answer, str):
        messages.error(request, answer)
        return redirect("calendar")
    return answer


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
