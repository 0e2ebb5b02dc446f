"""Breaking the glass, ending it, and the register that others sign off each month."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.policy.fresh import proved_anew
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.wellbeing.actions.glass import (
    break_glass,
    close_glass,
    may_break,
    may_review,
    review_glass,
    see_notice,
)
from nuangang.wellbeing.forms import GlassForm, ReviewForm
from nuangang.wellbeing.guards import live_glass
from nuangang.wellbeing.models import Glass
from nuangang.wellbeing.queries.glass import Breaking, of_month, one, unsigned
from nuangang.wellbeing.queries.notes import notes_of

EARLIEST = date(2000, 1, 1)


@proved_anew
@may("glass", "write")
def glass_break(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Break the glass for one child: with a reason and a proof given now, for half an hour."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    if live_glass(actor, child.pk):
        return redirect("sealed_child", pk=pk)
    if not may_break(actor, child):
        record(actor, "refused", kind="glass", object_id=child.pk)
        raise Http404
    form = GlassForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        break_glass(actor, child, form.cleaned_data["reason"])
        messages.success(
            request, _("Open for thirty minutes. Close it as soon as you know enough.")
        )
        return redirect("sealed_child", pk=pk)
    context = {"child": child, "form": form, "notes": notes_of(actor, child)}
    return render(
        request, "wellbeing/glass_break.html", context, status=422 if form.errors else 200
    )


@require_POST
@may("glass", "write")
def glass_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one's own emergency access now."""
    actor = request.actor  # type: ignore[attr-defined]
    glass = fetch(actor, Glass, pk)
    if close_glass(actor, glass):
        messages.success(request, _("Closed. The notes are sealed again."))
    return redirect("sealed_child", pk=glass.child_id)


@may("glass")
def glass_register(request: HttpRequest) -> HttpResponse:
    """List a month's breakings with reasons, what was read, and whether they are signed off."""
    actor, on = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    month = _month(request.GET.get("month", ""), on)
    found = unsigned(actor)
    context = {
        "rows": of_month(actor, month), "month": month, "on": on,
        "earlier": _next_to(month, -1), "later": _next_to(month, 1) if month < on.replace(day=1) else None,
        "waiting": [row for row in found if not _in(row, month)],
        "mine": {row.glass.pk for row in found if may_review(actor, row.glass)},
    }  # fmt: skip
    return render(request, "wellbeing/glass_register.html", context)


def _month(text: str, on: date) -> date:
    """Return the first day of the month asked for as 2026-11, this month's for anything else."""
    latest = on.replace(day=1)
    try:
        return min(max(date.fromisoformat(f"{text}-01"), EARLIEST), latest)
    except ValueError:
        return latest


def _next_to(month: date, way: int) -> date:
    place = month.year * 12 + month.month - 1 + way
    return date(place // 12, place % 12 + 1, 1)


def _in(row: Breaking, month: date) -> bool:
    day = timezone.localdate(row.glass.broken_at)
    return (day.year, day.month) == (month.year, month.month)


@may("glass")
def glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one breaking: why, what was read, who was told and has seen it, how it was signed off."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    row = one(actor, pk)
    if row is None:
        record(actor, "refused", kind="glass", object_id=pk)
        raise Http404
    seen = {event.staff_id for event in row.of("seen")}
    told = {event.staff_id for event in row.of("told")}
    context = {
        "row": row, "on": timezone.localdate(now), "lasts": row.ended_at > now, "seen": seen,
        "to_see": actor.staff_id in told - seen, "form": ReviewForm(),
        "may_review": row.review is None and may_review(actor, row.glass), **forms,
    }  # fmt: skip
    return render(request, "wellbeing/glass.html", context, status=422 if forms else 200)


@require_POST
@may("glass_review", "write")
def glass_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign off whether it was justified; nobody signs off their own."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Glass, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form=form)
    if review_glass(actor, found, **form.cleaned_data):
        messages.success(request, _("Signed off."))
    else:
        messages.info(request, _("Somebody has signed this off already."))
    return redirect("glass", pk=pk)


@require_POST
@may("glass")
def glass_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take notice of a breaking that one was told of."""
    actor = request.actor  # type: ignore[attr-defined]
    see_notice(actor, fetch(actor, Glass, pk))
    return redirect("glass", pk=pk)
