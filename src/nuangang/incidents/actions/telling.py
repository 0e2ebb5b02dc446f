"""Attempts to reach a party; told is only whom a named person says to have spoken with."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.models import Deadline, Incident, IncidentStep, of
from nuangang.lib.sealing import sealed_values
from nuangang.people.models import Contact
from nuangang.terms.calendar import school_day_now

Kind, Result = IncidentStep.Kind, IncidentStep.Result


@transaction.atomic
def note_attempt(
    actor: Any,
    deadline: Deadline,
    *,
    result: str,
    once: UUID,
    whom: str = "",
    phone: str = "",
    words: str = "",
    contact: UUID | None = None,
    at: datetime | None = None,
    now: datetime | None = None,
) -> bool:
    """Note a call, visit or message, and by it that a party is told; says whether it is new.

    Sent twice with the same `once` it is one. `contact` is the number's row in the file, which keeps
    whether somebody answered.
    """
    now = now or timezone.now()
    incident, pk = deadline.incident, uuid5(deadline.pk, str(once))
    if of(incident, IncidentStep).filter(pk=pk).exists():
        return False
    step = add_step(
        actor, incident, Kind.ATTEMPT, now, pk=pk, at=min(at or now, now), deadline_id=deadline.pk,
        result=result, whom=whom, phone=phone, words=words,
    )  # fmt: skip
    if contact is not None and not incident.drill:
        _keep_with_number(deadline, contact, result, now)
    note(actor, incident, "tried_party", what=deadline.party, result=result)
    settle_deadline(deadline)
    return bool(step)


def _keep_with_number(deadline: Deadline, contact: UUID, result: str, now: datetime) -> None:
    """Keep with the number whether somebody answered, for the calling order (R94)."""
    rows = Contact.objects.filter(
        school_id=deadline.school_id, child_id=deadline.child_id, pk=contact
    )
    if result == Result.REACHED:
        rows.update(last_reached_on=school_day_now(now), failed_calls=0)
    elif result in (Result.NO_ANSWER, Result.WRONG):
        rows.update(failed_calls=F("failed_calls") + 1)


def standing(incident: Incident) -> Any:
    """Return the lines of the time line that count: neither put right later nor taken back."""
    later = of(incident, IncidentStep).filter(supersedes_id=OuterRef("pk"))
    return of(incident, IncidentStep).filter(~Exists(later), withdrawn=False)


def settle_deadline(deadline: Deadline) -> None:
    """Let a deadline say by whom and when the party was told, as the standing lines have it."""
    reached = standing(deadline.incident).filter(deadline_id=deadline.pk, result=Result.REACHED)
    first = reached.order_by("at", "pk").first()
    told: dict[str, Any] = {"told_at": None, "told_by_id": None, "told_to": ""}
    if first is not None:
        told = {"told_at": first.at, "told_by_id": first.by_id, "told_to": first.whom}
    kept = sealed_values(Deadline, deadline.school_id, told)
    of(deadline.incident, Deadline).filter(pk=deadline.pk).update(**kept)


@transaction.atomic
def correct_step(
    actor: Any,
    step: IncidentStep,
    *,
    reason: str,
    withdrawn: bool = False,
    now: datetime | None = None,
    **changes: Any,
) -> bool:
    """Put a line right by a later one, or take it back; both stay. False when that was done already."""
    now = now or timezone.now()
    incident = Incident.objects.select_for_update().get(
        school_id=step.school_id, pk=step.incident_id
    )
    if of(incident, IncidentStep).filter(supersedes_id=step.pk).exists():
        return False
    names = ("deadline_id", "result", "words", "place", "whom", "phone")
    columns = {name: getattr(step, name) for name in names} | changes
    at = columns.pop("at", None) or step.at
    add_step(
        actor, incident, step.kind, now, at=min(at, now), supersedes_id=step.pk,
        withdrawn=withdrawn, reason=reason, **columns,
    )  # fmt: skip
    if step.deadline_id:
        settle_deadline(of(incident, Deadline).select_related("incident").get(pk=step.deadline_id))
    note(actor, incident, "corrected_incident", what=step.kind, withdrawn=withdrawn)
    return True
