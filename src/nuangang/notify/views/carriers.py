"""What carries messages out of the school: set up, tried, switched on and off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from nuangang.lib.asked import one_of
from nuangang.lib.ids import new_id
from nuangang.notify.actions import give_up, send_again, send_all_again, send_out
from nuangang.notify.forms import CarrierForm, GiveUpForm, TryForm
from nuangang.notify.models import Answer, Carrier, Channel, ChannelSetting, Kind, Message
from nuangang.notify.months import first_moment, month_before
from nuangang.notify.queries import PAGE, costs, counts, sent_out, tries_of
from nuangang.notify.settings import save_carrier
from nuangang.notify.telling import devices_of
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

MONTHS = 13
OTHER_PURPOSES = {
    "consent": gettext_lazy("Consents of families"),
    "trial": gettext_lazy("Trial messages"),
    "silence": Kind.MACHINE.label,
}


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
    once = f"trial:{new_id()}"
    places = _places(actor) if form.channel == Channel.PUSH else [form.cleaned_data.get("to", "")]
    for number, to in enumerate(places):
        send_out(
            actor.school_id, form.channel, to, actor.name, text, once=f"{once}{number or ''}",
            purpose="trial", carrier=kind,
        )  # fmt: skip
    if not places:
        messages.error(
            request, _("None of your devices has notices on: “How I am told” switches them on.")
        )
        return redirect("carrier", kind=kind)
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


@require_POST
@may("channel", "write")
def messages_again(request: HttpRequest) -> HttpResponse:
    """Send everything again that was given up."""
    count = send_all_again(request.actor, timezone.now())  # type: ignore[attr-defined]
    text = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
    messages.success(
        request, text % {"count": count} if count else _("There was nothing to send again.")
    )
    return redirect("carriers")


@may("channel", "write")
def message_give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why a message is not to be sent any more, and let it be."""
    actor = request.actor  # type: ignore[attr-defined]
    message = fetch(actor, Message, pk, "write")
    form = GiveUpForm(request.POST or None)
    if form.is_valid():
        if give_up(actor, message, form.cleaned_data["why"], timezone.now()):
            messages.success(request, _("Given up. It stays in the list with the reason."))
        return redirect("carriers")
    context = {"form": form, "message": message}
    return render(request, "notify/give_up.html", context, status=422 if form.errors else 200)


@may("channel", "read")
def message_costs(request: HttpRequest) -> HttpResponse:
    """Show what the SMS of a month came to, by carrier and by what they were about."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    months = [month_before(today, back) for back in range(MONTHS)]
    asked = one_of(request.GET.get("month"), [f"{each:%Y-%m}" for each in months])
    month = next((each for each in months if f"{each:%Y-%m}" == asked), months[0])
    rows = costs(actor, first_moment(month), first_moment(month_before(month, -1)))
    limits = {row.carrier: row.monthly_limit for row in visible(actor, ChannelSetting)}
    kinds = {**dict(Kind.choices), **OTHER_PURPOSES}
    context = {
        "month": f"{month:%Y-%m}",
        "months": [(f"{each:%Y-%m}", f"{each:%Y-%m}") for each in months],
        "carriers": [
            (Carrier(carrier).label, limits.get(carrier), [
                (kinds.get(row["purpose"], row["purpose"]), row["parts"], row["cost"]) for row in group
            ], sum(row["parts"] for row in group), sum(row["cost"] for row in group))
            for carrier in dict.fromkeys(row["carrier"] for row in rows)
            for group in [[row for row in rows if row["carrier"] == carrier]]
        ],
    }  # fmt: skip
    return render(request, "notify/costs.html", context)


def _places(actor: Any) -> list[str]:
    """Return the actor's own devices as a carrier is told of them."""
    return [f"{d.school_id}/{d.pk}" for d in devices_of(actor.school_id, actor.staff_id)]


def _setting(actor: Any, kind: str) -> ChannelSetting:
    if kind not in Carrier.values:
        raise Http404
    row = visible(actor, ChannelSetting).filter(carrier=kind).first()
    return row or ChannelSetting(school_id=actor.school_id, carrier=kind)
