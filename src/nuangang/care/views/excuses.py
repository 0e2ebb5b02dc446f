"""Excuses that were agreed: who is ill, which child is away, and until when."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.actions import agree_excuse, withdraw_excuse
from nuangang.care.forms import ExcuseForm
from nuangang.care.models import Excuse
from nuangang.people.models import Child, Staff, not_over
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


@may("duty", "write")
def excuses(request: HttpRequest) -> HttpResponse:
    """List the excuses that stand, and agree to another; ?child= is for one child."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST.get("child") or request.GET.get("child")
    child = _child(actor, given) if given else None
    staff = visible(actor, Staff).filter(not_over(timezone.localdate())).order_by("name")
    form = ExcuseForm(
        request.POST or None, staff=staff, child=child, initial={"begins": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        agree_excuse(actor, child=child, **form.cleaned_data)
        messages.success(request, _("Noted: nothing is asked for on these days."))
        return redirect("excuses")
    rows = visible(actor, Excuse).filter(withdrawn_at__isnull=True)
    shown = rows.select_related("staff", "child", "agreed_by").order_by("-ends", "-made_at")
    context = {"form": form, "child": child, "rows": shown[:100], "day": timezone.localdate()}
    return render(request, "care/excuses.html", context, status=422 if form.errors else 200)


def _child(actor: Any, given: str) -> Child:
    try:
        return fetch(actor, Child, UUID(given))
    except ValueError:
        raise Http404 from None


@require_POST
@may("duty", "write")
def excuse_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an excuse back."""
    actor = request.actor  # type: ignore[attr-defined]
    withdraw_excuse(actor, fetch(actor, Excuse, pk, "write"))
    messages.success(request, _("Taken back; what still runs is owed again."))
    return redirect("excuses")
