"""The county office's pages: what was sent on to it, with running clocks, and each school's figures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.incidents.actions.county import in_school, instruct, keep_contact, receive
from nuangang.incidents.forms.county import ContactForm, InstructionForm
from nuangang.incidents.kinds import Clock
from nuangang.incidents.models import Escalation, Incident
from nuangang.incidents.queries.county import (
    TOLD_HERE,
    contact_of,
    detail,
    escalations,
    figures_of,
    leader_of,
    lines,
    schools_of,
)
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of
from nuangang.policy.reasons import for_a_reason, reason_of
from nuangang.policy.rules import may
from nuangang.terms.calendar import school_day_now


@may("county_incident")
def county_incidents(request: HttpRequest) -> HttpResponse:
    """List what schools sent on, what runs out first before, with each school's figures."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    schools = schools_of(actor)
    school = id_of(request.GET.get("school"))
    state = one_of(request.GET.get("state", Incident.State.OPEN), Incident.State.values)
    clock = one_of(request.GET.get("clock"), Clock.values)
    chosen = [school] if school in schools else list(schools)
    context = {
        "lines": lines(actor, chosen, now, state=state, clock=clock), "at": now,
        "figures": figures_of(actor, schools, now), "state": state, "clock": clock,
        "school_id": str(school or ""), "clocks": Clock.choices, "states": Incident.State.choices,
        "schools": [(str(pk), each.name) for pk, each in schools.items()],
        "reached": any(contact_of(actor).values()),
    }  # fmt: skip
    return render(request, "incidents/county.html", context)


def _fetched(request: HttpRequest, pk: UUID) -> Escalation:
    """Return what was sent on of one incident; nothing else exists for the county."""
    actor = request.actor  # type: ignore[attr-defined]
    found = escalations(actor, schools_of(actor)).filter(incident_id=pk).first()
    if found is None:
        record(actor, "refused", kind="incident", object_id=pk, to="read")
        raise Http404
    return found


@may("county_incident")
@for_a_reason(_("Children's names in an incident"), when=lambda request: "names" in request.GET)
def county_incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one incident: times and parties; with ?names=1 and a reason the children's names."""
    return _page(request, _fetched(request, pk))


def _page(request: HttpRequest, found: Escalation, **forms: Any) -> HttpResponse:
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    names = "names" in request.GET and reason_of(request) is not None
    seen = detail(found, now, school_day_now(now), names=names)
    children = [str(pk) for pk in seen.ids] if names else []
    record(
        in_school(actor, found.incident), "names_by_county" if names else "read_by_county",
        kind="incident", object_id=found.incident_id, children=children,
    )  # fmt: skip
    context = {
        "found": found, "incident": found.incident, "seen": seen, "names": names,
        "leader": leader_of(found.incident), "told_here": TOLD_HERE, "form": InstructionForm(),
    } | forms  # fmt: skip
    return render(request, "incidents/county_incident.html", context, status=422 if forms else 200)


@require_POST
@may("county_incident", "write")
def county_incident_received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the county office has received it."""
    if receive(request.actor, _fetched(request, pk)):  # type: ignore[attr-defined]
        messages.success(request, _("Noted under your name; the school sees it."))
    return redirect("county_incident", pk=pk)


@require_POST
@may("county_incident", "write")
def county_incident_instruct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write an instruction into the school's time line."""
    found, form = _fetched(request, pk), InstructionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    instruct(request.actor, found, form.cleaned_data["words"])  # type: ignore[attr-defined]
    messages.success(request, _("It stands in the school's time line."))
    return redirect("county_incident", pk=pk)


@may("county_incident", "write")
def county_contact(request: HttpRequest) -> HttpResponse:
    """Let an officer say where they are reached."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ContactForm(request.POST or None, initial=contact_of(actor))
    if request.method == "POST" and form.is_valid():
        keep_contact(actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("county_incidents")
    context = {"form": form}
    return render(
        request, "incidents/county_contact.html", context, status=422 if form.errors else 200
    )
