"""What is done with a running incident: attempts, lead, lines, corrections, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.incidents.actions.afterwards import finish_follow_up
from nuangang.incidents.actions.county import escalate
from nuangang.incidents.actions.leading import (
    acknowledge,
    add_line,
    close_incident,
    hand_over,
    reopen_incident,
    take_lead,
)
from nuangang.incidents.actions.raising import add_child, make_grave
from nuangang.incidents.actions.telling import correct_step, note_attempt
from nuangang.incidents.forms.county import EscalateForm
from nuangang.incidents.forms.doing import (
    AttemptForm,
    CloseForm,
    GraveForm,
    HandForm,
    LineForm,
    MendForm,
    ReopenForm,
)
from nuangang.incidents.kinds import What
from nuangang.incidents.models import Deadline, Escalation, FollowUp, Incident, IncidentStep
from nuangang.incidents.queries.page import children_of
from nuangang.incidents.views.page import colleagues, fetched, page
from nuangang.incidents.views.raising import chosen_children
from nuangang.incidents.wording import task_text
from nuangang.lib.ids import new_id
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

_WRITES = may("incident", "write")
Kind, Result = IncidentStep.Kind, IncidentStep.Result


def _back(pk: Any, part: str = "") -> HttpResponse:
    return redirect(reverse("incident", args=[pk]) + (f"#{part}" if part else ""))


@_WRITES
def incident_attempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note an attempt to reach one party; the buttons beside a number send what is needed."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]

    def shape(rows: Any) -> Any:
        return rows.select_related("incident__policy", "incident__school", "child")

    row = fetch(actor, Deadline, pk, "write", rows=shape)
    begin = {"once": request.GET.get("once", "")}
    form = AttemptForm(request.POST or None, now=now, initial=begin, report=row.what != What.TELL)
    if request.method == "POST" and row.called_off_at:
        messages.info(request, _("This was called off when the incident was closed."))
        return _back(row.incident_id)
    if request.method == "POST" and form.is_valid():
        if note_attempt(actor, row, now=now, **form.cleaned_data):
            _say(request, row, form.cleaned_data["result"])
        return _back(row.incident_id, "calls")
    return _attempt(request, row, form)


def _attempt(request: HttpRequest, row: Deadline, form: AttemptForm) -> HttpResponse:
    title = task_text(row.what, row.party, row.number, row.child.name if row.child else "")
    context = {"form": form, "row": row, "title": title, "once": new_id()}
    return render(request, "incidents/attempt.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, row: Deadline, result: str) -> None:
    if result == Result.REACHED:
        messages.success(request, _("Noted: told. Your name stands with it."))
    elif result == Result.SENT:
        messages.info(request, _("Noted. Sent is not told: ring as well."))
    else:
        messages.info(request, _("Noted. Try the next number."))


@_WRITES
def incident_mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a line of the time line right, or take it back; the first stays readable."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    step = fetch(
        actor,
        IncidentStep,
        pk,
        "write",
        rows=lambda rows: rows.select_related("incident", "by", "deadline"),
    )
    if step.kind not in (
        Kind.RAISED,
        Kind.ATTEMPT,
        Kind.DONE,
        Kind.NOTE,
        Kind.RECEIPT,
        Kind.REPORTED,
    ):
        raise Http404
    form = MendForm(request.POST or None, now=now, step=step)
    if request.method == "POST" and form.is_valid():
        if correct_step(actor, step, now=now, **form.cleaned_data):
            messages.success(request, _("Put right. What stood there before stays readable."))
        else:
            messages.info(request, _("Somebody has put this line right already."))
        return _back(step.incident_id, "line")
    context = {"form": form, "step": step}
    return render(request, "incidents/mend.html", context, status=422 if form.errors else 200)


@require_POST
@_WRITES
def incident_lead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the lead."""
    found = _running(request, pk)
    if found and take_lead(request.actor, found):  # type: ignore[attr-defined]
        messages.success(request, _("You lead now. Everybody who opens the page sees it."))
    else:
        messages.info(request, _("Somebody else was quicker, or it is closed."))
    return _back(pk)


@require_POST
@_WRITES
def incident_known(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that oneself, who has to be told by post, knows of it."""
    found = _running(request, pk)
    if found:
        acknowledge(request.actor, found, now=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, _("Noted that you know of it."))
    return _back(pk)


def _running(request: HttpRequest, pk: UUID) -> Incident | None:
    found = fetched(request, pk, "write")
    return found if found.state == Incident.State.OPEN else None


@require_POST
@_WRITES
def incident_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the lead over to a colleague."""
    actor, found = request.actor, fetched(request, pk, "write")  # type: ignore[attr-defined]
    form = HandForm(request.POST, colleagues=colleagues(actor))
    if not form.is_valid():
        return page(request, found, hand_form=form)
    if hand_over(actor, found, **form.cleaned_data):
        said = {"name": form.cleaned_data["to"].name}
        messages.success(request, _("%(name)s leads now. Ring, so that it is known.") % said)
    return _back(pk)


@require_POST
@_WRITES
def incident_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a line to the time line."""
    actor, now, found = request.actor, timezone.now(), fetched(request, pk, "write")  # type: ignore[attr-defined]
    form = LineForm(request.POST, now=now)
    if not form.is_valid():
        return page(request, found, line_form=form)
    add_line(actor, found, now=now, **form.cleaned_data)
    messages.success(request, _("Noted."))
    return _back(pk, "line")


@require_POST
@_WRITES
def incident_grave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is grave."""
    found, form = _running(request, pk), GraveForm(request.POST)
    if found and form.is_valid() and make_grave(request.actor, found, **form.cleaned_data):  # type: ignore[attr-defined]
        messages.success(request, _("It counts as grave now: look who has to be told sooner."))
    return _back(pk)


@require_POST
@_WRITES
def incident_escalate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an incident on to the county office by hand."""
    found, form = _running(request, pk), EscalateForm(request.POST)
    given = form.cleaned_data["words"] if form.is_valid() else ""
    if found and form.is_valid() and escalate(request.actor, found, Escalation.Why.HAND, given):  # type: ignore[attr-defined]
        messages.success(request, _("Sent on. Ring the county office as well."))
    return _back(pk)


@require_POST
@_WRITES
def incident_child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name one child more."""
    actor, found = request.actor, _running(request, pk)  # type: ignore[attr-defined]
    chosen = chosen_children(request, actor)
    new = [child for child in chosen if found and add_child(actor, found, child)]
    if new:
        messages.success(request, _("Added: %(names)s") % {"names": "、".join(c.name for c in new)})
    return _back(pk, "calls")


@require_POST
@_WRITES
def incident_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an incident."""
    actor, found = request.actor, fetched(request, pk, "write")  # type: ignore[attr-defined]
    form = CloseForm(
        request.POST, colleagues=colleagues(actor), today=timezone.localdate(),
        untold=_untold(actor, found),
    )  # fmt: skip
    if not form.is_valid():
        return page(request, found, close_form=form)
    given = form.cleaned_data
    if given.get("untold"):
        add_line(actor, found, Kind.NOTE, given["untold"])
    close_incident(
        actor, found, outcome=given["outcome"], words=given["words"], lesson=given["lesson"],
        follow_ups=form.follow_ups(),
    )  # fmt: skip
    messages.success(request, _("Closed. The final report is still owed if one is due."))
    return _back(pk)


def _untold(actor: Any, found: Incident) -> list[str]:
    rows = visible(actor, Deadline).filter(
        incident_id=found.pk, what=What.TELL, told_at=None, called_off_at=None
    )
    names: dict[Any, str] = {child.pk: child.name for child in children_of(actor, found)}
    return [task_text(r.what, r.party, r.number, names.get(r.child_id, "")) for r in rows]


@require_POST
@_WRITES
def incident_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed incident again."""
    found, form = fetched(request, pk, "write"), ReopenForm(request.POST)
    if not form.is_valid():
        return page(request, found, reopen_form=form)
    reopen_incident(request.actor, found, **form.cleaned_data)  # type: ignore[attr-defined]
    messages.success(request, _("It runs again."))
    return _back(pk)


@require_POST
@_WRITES
def incident_followed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick off what was to be done afterwards."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, FollowUp, pk, "write", rows=lambda rows: rows.select_related("incident"))
    if finish_follow_up(actor, row):
        messages.success(request, _("Ticked off."))
    return _back(row.incident_id, "after")
