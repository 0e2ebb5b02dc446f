"""Saying that two incidents are one event, and that they are two after all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.incidents.actions.joining import in_order, join_incidents, part_incidents
from nuangang.incidents.forms.doing import PartForm
from nuangang.incidents.models import Incident
from nuangang.incidents.queries.joining import likely_same
from nuangang.incidents.views.page import fetched, page
from nuangang.lib.ids import id_of
from nuangang.policy.guards import visible
from nuangang.policy.rules import may


@require_POST
@may("incident", "write")
def incident_join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let two incidents be one: the later joins the earlier."""
    actor, found = request.actor, fetched(request, pk)  # type: ignore[attr-defined]
    other = _other(actor, found, id_of(request.POST.get("to")))
    kept = join_incidents(actor, found, other)
    if kept is None:
        messages.info(request, _("These can't be one any more: one of them is closed or joined."))
        return redirect("incident", pk=pk)
    messages.success(
        request, _("Joined. Go on here; what stood in the other stands in the time line.")
    )
    seen = visible(actor, Incident).filter(pk=kept.pk).exists()
    return redirect("incident", pk=kept.pk if seen else pk)


def _other(actor: Any, found: Incident, pk: UUID | None) -> Incident:
    """Return the other incident, where the actor may let the later of both join the earlier."""
    other = Incident.objects.filter(school_id=actor.school_id, pk=pk).first()
    if other is None:
        raise Http404
    later, earlier = in_order(found, other)
    offered = {each.pk for each in likely_same(actor, found, timezone.now())}
    knows = earlier.pk in offered or visible(actor, Incident).filter(pk=earlier.pk).exists()
    if not knows or not visible(actor, Incident, "write").filter(pk=later.pk).exists():
        raise Http404
    return other


@require_POST
@may("incident", "write")
def incident_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a joining, for a reason."""
    found, form = fetched(request, pk, "write"), PartForm(request.POST)
    if not form.is_valid():
        return page(request, found, part_form=form)
    if part_incidents(request.actor, found, form.cleaned_data["words"]):  # type: ignore[attr-defined]
        messages.success(request, _("Two events again: this one runs on with its own clocks."))
    else:
        messages.info(request, _("The other is closed: open it again first."))
    return redirect("incident", pk=pk)
