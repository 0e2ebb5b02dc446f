"""Where pairing starts: how far it reaches, the settings, handing over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.mentoring.actions import hand_over, propose, set_wishes
from nuangang.mentoring.forms import HandOverForm, WishesForm
from nuangang.mentoring.models import Plan
from nuangang.mentoring.queries.absences import absences
from nuangang.mentoring.queries.coverage import coverage
from nuangang.mentoring.queries.drafts import draft_plan
from nuangang.mentoring.school_wishes import wishes_of
from nuangang.people.models import Staff, Tie
from nuangang.people.queries import school_year_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

SHOWN = 60


@may("pairing")
def pairing(request: HttpRequest) -> HttpResponse:
    """Show how far the pairs reach, who waits, who has how many, and the draft if there is one."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    found = coverage(actor, today)
    waiting = found.waiting()
    loads = found.adults()
    absent = absences(actor, today)
    context = {
        "coverage": found,
        "waiting": waiting[:SHOWN],
        "more_waiting": len(waiting) - SHOWN,
        "loads": loads,
        "most": max((row.children for row in loads), default=0),
        "out_of_place": found.out_of_place(),
        "left_out": list(found.roll.unvetted(left_out=True).values()),
        "unvetted": list(found.roll.unvetted(left_out=False).values()),
        "draft": draft_plan(actor),
        "wishes": found.roll.wishes,
        "absent": absent,
        "alone": [name for row in absent if row.excuse.begins <= today for name in row.alone],
    }
    return render(request, "mentoring/pairing.html", context)


@require_POST
@may("pairing", "write")
def pairing_propose(request: HttpRequest) -> HttpResponse:
    """Compute a draft for all children, or for those who have nobody."""
    actor = request.actor  # type: ignore[attr-defined]
    scope = Plan.Scope.OPEN if request.POST.get("scope") == Plan.Scope.OPEN else Plan.Scope.ALL
    propose(actor, scope=scope)
    return redirect("pairing_draft")


@may("pairing", "write")
def pairing_settings(request: HttpRequest) -> HttpResponse:
    """Show and change what the school asks of its pairings."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WishesForm(request.POST or None, wishes=wishes_of(actor.school))
    if request.method == "POST" and form.is_valid():
        set_wishes(actor, form.settings())
        messages.success(request, _("Saved. The next draft goes by this."))
        return redirect("pairing")
    status = 422 if form.is_bound else 200
    return render(request, "mentoring/pairing_settings.html", {"form": form}, status=status)


@may("pairing", "write")
def pairing_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why somebody hands over, then draft who takes their children."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hand_over(actor, person, note=form.cleaned_data["note"])
        return redirect("pairing_draft")
    held = visible(actor, Tie).filter(
        adult=person, until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT
    )
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "ties": held.select_related("child", "child__klass").order_by("child__search"),
        "year": school_year_of(actor, timezone.localdate()),
        "draft": draft_plan(actor),
    }
    return render(request, "mentoring/hand_over.html", context)
