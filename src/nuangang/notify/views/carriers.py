"""What carries messages out of the school: set up, tried, switched on and off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.lib.asked import one_of
from nuangang.lib.ids import new_id
from nuangang.notify.actions import send_again, send_out
from nuangang.notify.forms import CarrierForm, TryForm
from nuangang.notify.models import Answer, Carrier, Channel, ChannelSetting, Message
from nuangang.notify.queries import PAGE, counts, sent_out, tries_of
from nuangang.notify.settings import save_carrier
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


@may("channel", "read")
def carriers(request: HttpRequest) -> HttpResponse:
    """Show what carries messages, what left the school, and what didn't arrive."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = {row.carrier: row for row in visible(actor, ChannelSetting)}
    state, channel = (
        one_of(request.GET.get("state"), Message.State.values),
        one_of(request.GET.get("channel"), Channel.values),
    )
    page = Paginator(sent_out(actor, state, channel), PAGE).get_page(request.GET.get("page"))
    context = {
        "carriers": [(carrier, kept.get(carrier.value)) for carrier in Carrier],
        "page": page,
        "tries": tries_of(actor, page.object_list),
        "state": state,
        "channel": channel,
        "states": Message.State.choices,
        "channels": Channel.choices,
        "answers_left": visible(actor, Answer).filter(state=Answer.State.LEFT).count(),
        **counts(actor, timezone.now()),
    }
    return render(request, "notify/carriers.html", context)


@may("channel", "write")
@fresh_factor
def carrier(request: HttpRequest, kind: str) -> HttpResponse:
    """Set up one carrier."""
    actor = request.actor  # type: ignore[attr-defined]
    setting = _setting(actor, kind)
    form = CarrierForm(setting, request.POST or None)
    if form.is_valid():
        save_carrier(actor, form)
        messages.success(request, _("Saved."))
        return redirect("carrier", kind=kind)
    context = {"form": form, "setting": setting, "trial": TryForm(kind)}
    return render(request, "notify/carrier.html", context, status=422 if form.errors else 200)


@require_POST
@may("channel", "write")
@fresh_factor
def carrier_try(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a trial message by this carrier."""
    actor = request.actor  # type: ignore[attr-defined]
    setting = _setting(actor, kind)
    form = TryForm(kind, request.POST)
    if not setting.on or not form.is_valid():
        context = {"form": CarrierForm(setting), "setting": setting, "trial": form}
        return render(request, "notify/carrier.html", context, status=422)
    text = _("%(school)s: this is a trial message of 暖港. It arrived.") % {
        "school": actor.school.name
    }
    send_out(
        actor.school_id,
        form.channel,
        form.cleaned_data.get("to", ""),
        actor.name,
        text,
        once=f"trial:{new_id()}",
        purpose="trial",
        carrier=kind,
    )
    messages.success(request, _("On its way. Below you see what becomes of it."))
    return redirect("carriers")


@require_POST
@may("channel", "write")
def message_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a message again that was given up."""
    actor = request.actor  # type: ignore[attr-defined]
    message = fetch(actor, Message, pk, "write")
    if send_again(message, timezone.now()):
        messages.success(request, _("It is sent again."))
    return redirect("carriers")


def _setting(actor: Any, kind: str) -> ChannelSetting:
    if kind not in Carrier.values:
        raise Http404
    row = visible(actor, ChannelSetting).filter(carrier=kind).first()
    return row or ChannelSetting(school_id=actor.school_id, carrier=kind)
