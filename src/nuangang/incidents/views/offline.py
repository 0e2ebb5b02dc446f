"""What a phone raised without a network: taken in once, as of when it was tapped."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.phone_time import written_at
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.forms.raising import RaiseForm
from nuangang.incidents.views.raising import chosen_children, given_ids, kinds_on
from nuangang.lib.dates import clock_text
from nuangang.policy.rules import may


@require_POST
@may("incident", "write")
def incident_from_phone(request: HttpRequest) -> HttpResponse:
    """Raise what a phone kept; every refusal says in words what to do."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("person") != str(actor.user_id):
        return _refused(409, _("Somebody else is signed in now. It goes when you have signed in."))
    now = timezone.now()
    tapped = written_at(_moment(request, "written"), _moment(request, "sent"), now) or now
    form = RaiseForm(request.POST, now=now, on=kinds_on(actor))
    if not form.is_valid():
        return _refused(422, " ".join(str(each[0]) for each in form.errors.values()))
    children = chosen_children(request, actor)
    if len(children) < len(given_ids(request)):
        return _refused(422, _("One of the children is not at this school: choose again."))
    given: dict[str, Any] = dict(form.cleaned_data)
    given.pop("joins", None)  # whether it is the same as another is decided on its page
    happened = given.pop("at") or tapped
    made = raise_incident(
        actor,
        children=children,
        happened_at=min(happened, tapped),
        now=now,
        tapped_at=tapped,
        **given,
    )
    text = _("Raised %(clock)s, arrived now: the leaders see it from now on.")
    return JsonResponse(
        {"text": text % {"clock": clock_text(tapped)}, "url": reverse("incident", args=[made.pk])}
    )


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment the phone names, None for nonsense."""
    try:
        moment = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _refused(status: int, text: str) -> HttpResponse:
    return JsonResponse({"text": text}, status=status)
