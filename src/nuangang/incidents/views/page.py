"""The page of one incident: first the calls, then who leads, then everything that was done."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.incidents.actions.steps import note
from nuangang.incidents.forms.county import EscalateForm
from nuangang.incidents.forms.doing import (
    CloseForm,
    Colleagues,
    GraveForm,
    HandForm,
    LineForm,
    PartForm,
    ReopenForm,
)
from nuangang.incidents.kinds import Party, What
from nuangang.incidents.models import Escalation, Incident, of
from nuangang.incidents.queries.calling import POST_OF, on_duty_calls
from nuangang.incidents.queries.joining import likely_same, whole_line
from nuangang.incidents.queries.page import (
    children_of,
    follow_ups_of,
    steps_of,
    tasks_of,
    time_line,
)
from nuangang.incidents.queries.shielding import who_did
from nuangang.incidents.saying import first_steps
from nuangang.incidents.table import unreached_of
from nuangang.incidents.views.raising import to_choose
from nuangang.lib.ids import new_id
from nuangang.notify.actions import carrier_for
from nuangang.notify.models import Channel
from nuangang.people.models import Staff
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


def fetched(request: HttpRequest, pk: UUID, to: str = "read") -> Incident:
    """Return the incident of the address, with what its page shows of it."""
    actor = request.actor  # type: ignore[attr-defined]
    joined = (
        "policy",
        "led_by",
        "raised_by",
        "school",
        "joined_to__raised_by",
        "joined_to__led_by",
    )
    return fetch(actor, Incident, pk, to, rows=lambda rows: rows.select_related(*joined))


def colleagues(actor: Actor) -> Colleagues:
    """Return everybody of the school who can lead or do something afterwards."""
    rows = Staff.objects.filter(school_id=actor.school_id, outside=False, user__isnull=False)
    return Colleagues(rows.filter(until__isnull=True).order_by("name", "pk"))


@may("incident")
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an incident; with the numbers of the families, and that is recorded."""
    return page(request, fetched(request, pk))


def page(request: HttpRequest, found: Incident, **forms: Any) -> HttpResponse:
    """Answer with the page, or with what was wrong in one of its forms."""
    context = context_of(request, found)
    shown = [str(child.pk) for child in context["children"]] if context["may_call"] else []
    note(request.actor, found, "read_incident", children=shown, numbers=bool(shown))  # type: ignore[attr-defined]
    context |= forms
    return render(request, "incidents/incident.html", context, status=422 if forms else 200)


def _has_sms(found: Incident) -> bool:
    return carrier_for(found.school_id, Channel.SMS) is not None


def _unreached(found: Incident) -> tuple[bool, str]:
    """Return what the rules offer once nobody of a family answers: an SMS, and who is rung next."""
    sms, then = unreached_of(found.policy.table)
    return sms, str(Party(then).label) if then else ""


def context_of(request: HttpRequest, found: Incident) -> dict[str, Any]:
    """Return everything an incident's page shows."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    may_write = visible(actor, Incident, "write").filter(pk=found.pk).exists()
    running = found.state == Incident.State.OPEN
    children, whole = children_of(actor, found), whole_line(actor, found)
    steps = [step for step in whole if step.incident_id == found.pk]
    may_call = may_write and running
    tasks = tasks_of(actor, found, children, steps, now, may_call=may_call)
    people = colleagues(actor) if may_write else Colleagues(Staff.objects.none())
    untold = [t.title for t in tasks if t.row.is_open and t.row.what == What.TELL]
    return {
        "incident": found, "children": children, "tasks": tasks, "may_write": may_write,
        "may_call": may_call, "running": running, "leads": found.led_by_id == actor.staff_id,
        "raiser": who_did(actor, found, found.raised_by), "now_at": now, "new_id": new_id,
        "year": school_year_of(actor, timezone.localdate()), "leader": who_did(actor, found, found.led_by), "first_steps": first_steps(found),
        "lines": time_line(actor, found, whole, tasks), "follow_ups": follow_ups_of(actor, found),
        "duty": on_duty_calls(found, now) if may_call else [],
        "unreached": _unreached(found), "escalate_form": EscalateForm(),
        "escalation": of(found, Escalation).first() if found.escalated_at else None,
        "has_sms": may_call and not found.drill and _has_sms(found),
        "mine": {str(party) for post, party in POST_OF.items() if post.value in actor.roles},
        "same": likely_same(actor, found, now) if may_call else [], "part_form": PartForm(),
        "root_seen": bool(found.joined_to_id) and visible(actor, Incident).filter(pk=found.joined_to_id).exists(),
        "line_form": LineForm(now=now), "grave_form": GraveForm(), "reopen_form": ReopenForm(),
        "hand_form": HandForm(colleagues=people),
        "close_form": CloseForm(colleagues=people, today=timezone.localdate(), untold=untold),
        **(to_choose(request, actor, []) if may_call and request.GET.get("who") else {}),
    }  # fmt: skip


@may("incident")
def incident_clocks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer with the running clocks alone, without a number: the page asks every few seconds."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = fetched(request, pk)
    children, steps = children_of(actor, found), steps_of(actor, found)
    tasks = tasks_of(actor, found, children, steps, now, may_call=False)
    return render(request, "incidents/_clocks.html", {"incident": found, "tasks": tasks})
