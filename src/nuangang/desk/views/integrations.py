"""Other programs that may ask for data: letting one in, and shutting it out again."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.integrations import make_integration, revoke_integration
from nuangang.accounts.models import Integration
from nuangang.desk.integration_forms import USUALLY, IntegrationForm
from nuangang.lib.ids import new_id
from nuangang.people.integrations import behind
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.integrations import SCOPES
from nuangang.policy.rules import may

SOON = timedelta(days=30)
ENDED_SHOWN = 50


@may("integration", "write")
def integrations(request: HttpRequest) -> HttpResponse:
    """List the programs that may ask, those that still may first."""
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    mine = visible(actor, Integration).select_related("user")
    running = mine.filter(revoked_at__isnull=True, expires_at__gt=now).order_by("name", "pk")
    ended = mine.exclude(pk__in=running.values("pk")).order_by("-made_at")[:ENDED_SHOWN]
    context = {
        "rows": [{**_row(each, now), "orphan": behind(each) is None} for each in running],
        "ended": [_row(each, now) for each in ended],
    }
    return render(request, "desk/integrations.html", context)


def _row(each: Integration, now: datetime) -> dict[str, Any]:
    return {
        "integration": each,
        "may": [SCOPES[name].words for name in SCOPES if name in each.scopes],
        "last_day": _last_day(each),
        "soon": each.is_open(now) and each.expires_at - now < SOON,
    }


def _last_day(each: Integration) -> Any:
    return timezone.localdate(each.expires_at - timedelta(seconds=1))


@may("integration", "write")
@fresh_factor
def integration_new(request: HttpRequest) -> HttpResponse:
    """Let a program in; its token is on the answer to this one form and nowhere else."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    first = {"id": new_id(), "until": today + USUALLY}
    form = IntegrationForm(request.POST or None, actor=actor, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        made, token = _make(actor, form.cleaned_data)
        if not token:
            messages.success(request, _("This program was let in already. A token is shown once."))
            return redirect("integrations")
        address = request.build_absolute_uri("/api/v1/")
        context = {
            "integration": made,
            "token": token,
            "address": address,
            **_row(made, made.made_at),
        }
        return render(request, "desk/integration_made.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "desk/integration_form.html", {"form": form}, status=status)


def _make(actor: Any, typed: dict[str, Any]) -> tuple[Integration, str]:
    region = typed.get("region")
    return make_integration(
        actor,
        pk=typed["id"],
        name=typed["name"],
        purpose=typed["purpose"],
        scopes=typed["scopes"],
        expires_at=timezone.make_aware(
            datetime.combine(typed["until"] + timedelta(days=1), time())
        ),
        user_id=actor.user_id,
        staff_id=actor.staff_id,
        school_id=actor.school_id,
        region_id=region.pk if region else None,
    )


@may("integration", "write")
def integration_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask once more, then shut the program out at once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Integration, pk, "write")
    if request.method == "POST":
        revoke_integration(actor, found)
        messages.success(request, _("%(name)s is shut out.") % {"name": found.name})
        return redirect(reverse("integrations"))
    return render(request, "desk/integration_revoke.html", {"integration": found})
