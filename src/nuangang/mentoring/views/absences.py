"""Who is away for a time, and who stands in for them with each child."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.models import Excuse
from nuangang.mentoring.actions.absences import (
    arrange_absence,
    call_off_absence,
    change_absence,
    set_stand_ins,
)
from nuangang.mentoring.forms import AbsenceForm
from nuangang.mentoring.queries.absences import (
    absences,
    children_away,
    left_out_of_standing_in,
    who_can_stand_in,
)
from nuangang.people.models import Staff
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("pairing")
def absences_page(request: HttpRequest) -> HttpResponse:
    """List who is away now, soon, or with ?past=1 was, and the children nobody stands in for."""
    actor = request.actor  # type: ignore[attr-defined]
    today, past = timezone.localdate(), bool(request.GET.get("past"))
    context = {"rows": absences(actor, today, past=past), "today": today, "past": past}
    return render(request, "mentoring/absences.html", context)


@may("pairing", "write")
def absence_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter that somebody is away, and who takes all of their children meanwhile."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk)
    form = AbsenceForm(request.POST or None, people=who_can_stand_in(actor, person))
    if request.method == "POST" and form.is_valid():
        made = arrange_absence(actor, person, **form.cleaned_data)
        messages.success(request, _("Noted: %(name)s is away.") % {"name": person.name})
        return redirect("absence", pk=made.pk)
    context = {"person": person, "form": form, "left_out": left_out_of_standing_in(actor)}
    return render(
        request, "mentoring/absence_new.html", context, status=422 if form.errors else 200
    )


@may("pairing", "write")
def absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one absence: change its days, and choose for each child who stands in."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Excuse, pk, "write", rows=_with_people)
    today = timezone.localdate()
    initial = {name: getattr(found, name) for name in ("begins", "ends", "reason")}
    changing = "begins" in request.POST
    form = AbsenceForm(request.POST if changing else None, initial=initial)
    if changing and form.is_valid():
        changed = change_absence(actor, found, **form.cleaned_data)
        messages.success(request, _("Saved. The stand-ins last as long."))
        return redirect("absence", pk=changed.pk)
    people = who_can_stand_in(actor, found.staff)
    children = children_away(actor, found, today)
    if request.method == "POST" and not changing:
        _choose(request, found, {str(p.pk): p for p in people}, [row["id"] for row in children])
        return redirect("absence", pk=pk)
    context = {
        "found": found, "form": form, "children": children, "people": people, "today": today,
        "over": found.ends < today, "left_out": left_out_of_standing_in(actor),
    }  # fmt: skip
    return render(request, "mentoring/absence.html", context, status=422 if form.errors else 200)


def _with_people(rows):
    rows = rows.filter(staff__isnull=False, withdrawn_at__isnull=True)
    return rows.select_related("staff", "agreed_by")


def _choose(request: HttpRequest, found: Excuse, people: dict, children: list[UUID]) -> None:
    """Take what was chosen for each child; whoever is chosen for all fills what was left empty."""
    actor = request.actor  # type: ignore[attr-defined]
    for_all = people.get(request.POST.get("all", ""))
    chosen = {
        child: people.get(request.POST.get(f"child-{child}", ""), for_all) for child in children
    }
    changed = set_stand_ins(actor, found, chosen)
    left = sum(adult is None for adult in chosen.values())
    if left:
        messages.warning(request, _("Saved. %(count)d still have nobody.") % {"count": left})
    elif changed:
        messages.success(request, _("Saved. Every child has somebody for these days."))


@require_POST
@may("pairing", "write")
def absence_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an absence back: everything returns to the person today."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Excuse, pk, "write", rows=_with_people)
    call_off_absence(actor, found)
    messages.success(
        request, _("Taken back; the children are with %(name)s again.") % {"name": str(found.staff)}
    )
    return redirect("absences")
