"""The rota: a month at a time, filled by a round, changed by hand, swapped, printed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.incidents.actions.rota import set_shifts, swap_shifts
from nuangang.incidents.forms.doing import Colleagues
from nuangang.incidents.forms.rota import FillForm, ShiftForm, SwapForm
from nuangang.incidents.models import DutyShift
from nuangang.incidents.queries.rota import (
    away_of,
    history_of,
    is_away,
    month_of,
    names_now,
    to_swap_with,
    who_can_stand,
)
from nuangang.incidents.rota import in_turn
from nuangang.lib.ids import id_of
from nuangang.policy.guards import visible
from nuangang.policy.rules import may
from nuangang.terms.calendar import add_months, school_day_now
from nuangang.terms.queries import calendar_of

YEARS = (2000, 2100)


@may("rota")
def rota(request: HttpRequest) -> HttpResponse:
    """Show a month of the rota, with gaps and who is away; of one person, or the gaps alone."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    today = school_day_now(now)
    first, staff = _month(request.GET.get("month", ""), today), id_of(request.GET.get("staff"))
    found = month_of(actor, first, today)
    only_gaps = bool(request.GET.get("gaps"))
    before, after = add_months(first, -1), add_months(first, 1)
    rows = found.gaps if only_gaps else found.rows
    people = {
        str(who.pk): who.name
        for row in found.rows
        for cell in (row.by_day, row.by_night)
        if cell.shift
        for who in (cell.shift.staff, cell.shift.stand_in)
        if who
    }
    context = {
        "month": found, "rows": [row for row in rows if not staff or _has(row, staff)],
        "first": first, "before": before, "after": after,
        "titles": [_titled(day) for day in (first, before, after)],
        "staff": str(staff or ""), "people": sorted(people.items(), key=lambda each: each[1]),
        "only_gaps": only_gaps, "today": today, "on_duty": names_now(actor.school, now),
        "may_write": actor.may("rota", "write"),
    }  # fmt: skip
    return render(request, "incidents/rota.html", context)


def _month(text: str, today: date) -> date:
    """Return the first day of the month asked for, this month's where it is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if YEARS[0] < found.year < YEARS[1] else today.replace(day=1)


def _titled(first: date) -> str:
    return _("%(year)s-%(month)s") % {"year": first.year, "month": first.month}


def _has(row: Any, staff: Any) -> bool:
    shifts = [cell.shift for cell in (row.by_day, row.by_night) if cell.shift]
    return any(staff in (shift.staff_id, shift.stand_in_id) for shift in shifts)


@may("rota", "write")
def rota_shift(request: HttpRequest, day: str, shift: str) -> HttpResponse:
    """Enter or change who is on duty on one day or in one night; swap it; see what stood there."""
    actor, today = request.actor, school_day_now(timezone.now())  # type: ignore[attr-defined]
    on, night = _day(day), shift == "night"
    if shift not in ("day", "night"):
        raise Http404
    row = visible(actor, DutyShift).filter(day=on, night=night, over_at__isnull=True).first()
    people = Colleagues(who_can_stand(actor))
    begin = {"staff": row.staff_id, "stand_in": row.stand_in_id} if row else {}
    form = ShiftForm(_sent(request, "staff"), initial=begin, colleagues=people)
    swap = SwapForm(
        _sent(request, "with_shift"), shifts=to_swap_with(actor, row, today) if row else []
    )
    if request.method == "POST" and on >= today and _did(request, row, form, swap, on, night):
        return redirect(reverse("rota") + f"?month={on:%Y-%m}#day-{on}")
    if row is None:
        swap = SwapForm(shifts=[])
    context = {
        "form": form, "swap": swap, "row": row, "day": on, "night": night, "past": on < today,
        "history": history_of(actor, on, night=night),
    }  # fmt: skip
    wrong = form.errors or swap.errors or (request.method == "POST" and on < today)
    return render(request, "incidents/rota_shift.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest, name: str) -> Any:
    return request.POST if name in request.POST else None


def _did(
    request: HttpRequest, row: Any, form: ShiftForm, swap: SwapForm, on: date, night: bool
) -> bool:
    """Do what was asked: swap, clear or enter; say whether all was well."""
    actor = request.actor  # type: ignore[attr-defined]
    if "clear" in request.POST:
        set_shifts(actor, {on: (None, None)}, night=night)
        messages.success(request, _("Nobody is entered for this day any more."))
        return True
    if "with_shift" in request.POST:
        if row is None or not swap.is_valid():
            return False
        swap_shifts(actor, row, swap.chosen())
        messages.success(request, _("Swapped. Tell both."))
        return True
    if not form.is_valid():
        return False
    who, second = form.cleaned_data["staff"], form.cleaned_data["stand_in"]
    set_shifts(actor, {on: (who.pk, second.pk if second else None)}, night=night)
    messages.success(request, _("Saved."))
    return True


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not YEARS[0] < found.year < YEARS[1]:
        raise Http404
    return found


@may("rota", "write")
def rota_fill(request: HttpRequest) -> HttpResponse:
    """Fill many days by a round over chosen colleagues, after seeing what it comes to."""
    actor, today = request.actor, school_day_now(timezone.now())  # type: ignore[attr-defined]
    people = Colleagues(who_can_stand(actor))
    form = FillForm(
        request.POST or None, colleagues=people, today=today, calendar=calendar_of(actor.school),
        initial={"begins": today},
    )  # fmt: skip
    preview: list[Any] = []
    mark = ""
    if request.method == "POST" and form.is_valid():
        turns, mark = _turns(actor, form), form.mark()
        if "save" in request.POST and form.cleaned_data["seen"] == mark:
            return _filled(request, form, turns)
        names: dict[Any, str] = {pk: str(name) for pk, name in people.names[1:]}
        preview = [(day, names.get(w, ""), names.get(s, "")) for day, (w, s) in turns.items()]
    context = {"form": form, "preview": preview, "mark": mark}
    return render(request, "incidents/rota_fill.html", context, status=422 if form.errors else 200)


def _turns(actor: Any, form: FillForm) -> dict[date, Any]:
    days, given = form.days(), form.cleaned_data
    away = away_of(actor.school_id, days[0], days[-1])
    return in_turn(
        days, form.order(), weekly=given["turn"] == "week", stand_in=given["stand_in"],
        away=lambda who, day: is_away(away, who, day),
    )  # fmt: skip


def _filled(request: HttpRequest, form: FillForm, turns: dict[date, Any]) -> HttpResponse:
    given = form.cleaned_data
    filled = {day: turn for day, turn in turns.items() if turn[0]}
    count = set_shifts(
        request.actor, filled, night=given["shift"] == "night", over=given["over"]  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, _("%(count)s days filled.") % {"count": count})
    return redirect(reverse("rota") + f"?month={given['begins']:%Y-%m}")
