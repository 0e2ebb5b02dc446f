"""Sending a family an SMS, and the page behind its link, which anybody with the link opens."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.devices import address_of
from nuangang.accounts.guessing import TooManyTriesError
from nuangang.accounts.models import School
from nuangang.incidents.actions.texting import NoMobileError, open_link, say_seen, send_text
from nuangang.incidents.forms.doing import TextForm
from nuangang.incidents.models import Deadline
from nuangang.lib.reachable import only_inside
from nuangang.notify.actions import NoCarrierError
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may, public


@require_POST
@may("incident", "write")
def incident_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an SMS to one number of a family that doesn't answer."""
    actor = request.actor  # type: ignore[attr-defined]
    joined = ("incident__policy", "incident__school", "child")
    row = fetch(actor, Deadline, pk, "write", rows=lambda rows: rows.select_related(*joined))
    back = redirect(reverse("incident", args=[row.incident_id]) + "#calls")
    form = TextForm(request.POST)
    if not form.is_valid() or not row.is_open:
        messages.info(request, _("Nothing was sent. Open the page again and look."))
        return back
    try:
        new = send_text(actor, row, address_of=_links(request), **form.cleaned_data)
    except NoCarrierError:
        messages.error(request, _("The school can't send SMS yet: ring."))
    except NoMobileError:
        messages.error(request, _("No SMS goes to this number: ring."))
    else:
        if new:
            messages.info(request, _("The SMS is on its way. Sent is not told: ring as well."))
    return back


def _links(request: HttpRequest) -> Callable[[str], str] | None:
    """Return how to make a link's address, None where nobody outside could open one."""
    if only_inside(request.get_host()):
        return None
    school = request.actor.school.short_name  # type: ignore[attr-defined]
    return lambda code: request.build_absolute_uri(reverse("incident_seen", args=[school, code]))


@public
def incident_seen(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """Say to a family that the school needs them, without a word of what; take in that they saw it."""
    of, now = get_object_or_404(School, short_name=school), timezone.now()
    try:
        link = open_link(of, code, address_of(request), now)
    except TooManyTriesError:
        link = None
    if link is None:
        raise Http404
    if request.method == "POST":
        say_seen(link, now=now)
    seen = request.method == "POST" or link.seen_at is not None
    context = {"of": of, "phone": link.sent_by.phone, "who": link.sent_by.name, "seen": seen}
    return render(request, "incidents/seen.html", context)
