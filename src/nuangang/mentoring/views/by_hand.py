"""One child's agent parent, chosen or ended by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.mentoring.actions import end_pair, pair_one
from nuangang.mentoring.effect import options
from nuangang.mentoring.forms import EndForm, SinceForm
from nuangang.mentoring.queries.drafts import about
from nuangang.mentoring.roll import roll_of
from nuangang.people.models import Child, Staff, Tie
from nuangang.people.queries import school_year_of
from nuangang.people.vetting import why_not
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


def _with_class(rows: Any) -> Any:
    return rows.select_related("klass")


@may("pairing", "write")
def pair_child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who could be a child's agent parent, each with load and why; then pair the two."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, rows=_with_class)
    form = SinceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        adult = fetch(actor, Staff, request.POST.get("adult") or None)
        try:
            pair_one(actor, child, adult, since=form.cleaned_data["since"])
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect("pair_child", pk=child.pk)
        names = {"child": child.name, "adult": adult.name}
        messages.success(request, _("%(adult)s cares for %(child)s now.") % names)
        if lacking := why_not(adult, timezone.localdate()):
            messages.warning(request, lacking)
        return redirect("child", pk=child.pk)
    about_it: dict[str, Any] = {"object_id": child.pk, "label": child.name, "page": "pair_child"}
    record(actor, "read_form", kind="child", **about_it)
    return _choose(request, child, form)


def _choose(request: HttpRequest, child: Child, form: SinceForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    roll = roll_of(actor.school, today, also=[child.pk])
    counts = child.pk in roll.children
    year = school_year_of(actor, today)
    row: dict[str, Any] = {
        "name": child.name,
        "klass": child.klass.name_on(year) if child.klass else "",
        "sub": about(roll.children[child.pk]) if counts else "",
        "adult": roll.held.get(child.pk),
    }
    found = (
        options(roll, roll.held, child.pk, preferences=roll.wishes.preferences) if counts else []
    )
    context = {
        "row": row,
        "child": child,
        "tie": roll.ties.get(child.pk),
        "adult_name": roll.adults[row["adult"]]["name"] if row["adult"] else "",
        "action": reverse("pair_child", args=[child.pk]),
        "trail": [(child.name, reverse("child", args=[child.pk]))],
        "options": found,
        "left_out": list(roll.unvetted(left_out=True).values()),
        "unvetted": roll.unvetted(left_out=False),
        "form": form,
        "end_form": EndForm(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "mentoring/choose_adult.html", context, status=status)


@require_POST
@may("pairing", "write")
def pair_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a child's pair by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, rows=_with_class)
    form = EndForm(request.POST)
    held = visible(actor, Tie, "write").filter(
        child=child, until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT
    )
    tie = held.first()
    if tie and not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("pair_child", pk=child.pk)
    if tie:
        end_pair(actor, tie, **form.cleaned_data)
        messages.success(
            request, _("Ended. %(child)s has no agent parent now.") % {"child": child.name}
        )
    return redirect("child", pk=child.pk)
