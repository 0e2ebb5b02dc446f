"""Notices in the browser at hand: switched on and off by whoever is signed in there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuangang.accounts.sessions import kept_as
from nuangang.lib.device import device_of
from nuangang.notify.models import Channel, PushDevice
from nuangang.notify.push_devices import end_device, keep_device
from nuangang.notify.push_forms import DeviceForm
from nuangang.notify.push_keys import key_in_use
from nuangang.notify.telling import carriers_in_use
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("notice", "write")
@require_GET
def push_key(request: HttpRequest) -> JsonResponse:
    """Return the public half of the key that a browser asks its maker for a place with."""
    _in_use_or_404(request)
    return JsonResponse({"key": key_in_use(timezone.now()).public})


@may("notice", "write")
@require_POST
def push_on(request: HttpRequest) -> JsonResponse:
    """Switch notices on in this browser, on a device of one's own."""
    actor = request.actor  # type: ignore[attr-defined]
    _in_use_or_404(request)
    form = DeviceForm(request.POST)
    if not request.session.get("own"):
        words = _("Only on a device of one's own: others read what is shown here.")
        return JsonResponse({"problem": words}, status=403)
    if not form.is_valid():
        words = " ".join(str(each) for said in form.errors.values() for each in said)
        return JsonResponse({"problem": words}, status=422)
    keep_device(
        actor, **form.cleaned_data, now=timezone.now(),
        name=device_of(request.headers.get("User-Agent", "")),
        session=kept_as(request.session.session_key or ""),
    )  # fmt: skip
    return JsonResponse({})


@may("notice", "write")
@require_POST
def push_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch notices off in one of one's own browsers."""
    actor = request.actor  # type: ignore[attr-defined]
    end_device(actor, fetch(actor, PushDevice, pk, "write"), timezone.now())
    messages.success(request, _("No notices come there any more."))
    return redirect("my_wishes")


def _in_use_or_404(request: HttpRequest) -> None:
    if Channel.PUSH not in carriers_in_use(request.actor.school_id):  # type: ignore[attr-defined]
        raise Http404
