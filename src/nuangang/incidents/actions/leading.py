"""Who leads, what was done, and how an incident ends."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.incidents.actions.counting import recount
from nuangang.incidents.actions.paging import page_new_lead
from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.actions.telling import settle_deadline
from nuangang.incidents.kinds import What
from nuangang.incidents.models import Deadline, FollowUp, Incident, IncidentStep, of
from nuangang.incidents.queries.calling import POST_OF
from nuangang.people.models import Staff

Kind, State = IncidentStep.Kind, Incident.State


@transaction.atomic
def take_lead(actor: Any, incident: Incident, *, now: datetime | None = None) -> bool:
    """Take the lead, also from somebody else; says whether the actor didn't have it yet."""
    now = now or timezone.now()
    rows = Incident.objects.filter(
        school_id=incident.school_id, pk=incident.pk, led_by_id=incident.led_by_id, state=State.OPEN
    )
    if incident.led_by_id == actor.staff_id or not rows.update(
        led_by_id=actor.staff_id, led_since=now, page_at=None
    ):
        return False
    add_step(actor, incident, Kind.LED, now)
    note(actor, incident, "led_incident")
    acknowledge(actor, incident, now=now)
    return True


@transaction.atomic
def acknowledge(actor: Any, incident: Incident, *, now: datetime) -> int:
    """Note that the actor, who is one of the parties to be told by their post, knows of it."""
    parties = [str(party) for post, party in POST_OF.items() if post.value in actor.roles]
    rows = of(incident, Deadline).filter(party__in=parties, told_at=None, called_off_at=None)
    known = list(rows.select_related("incident").filter(what=What.TELL))
    for row in known:
        add_step(
            actor, incident, Kind.ATTEMPT, now, deadline_id=row.pk,
            result=IncidentStep.Result.REACHED, whom=actor.name,
        )  # fmt: skip
        settle_deadline(row)
    return len(known)


@transaction.atomic
def hand_over(
    actor: Any, incident: Incident, to: Staff, words: str = "", *, now: datetime | None = None
) -> bool:
    """Give the lead to a colleague, who gets an SMS where that works; says whether it was theirs to give still."""
    now = now or timezone.now()
    rows = Incident.objects.filter(
        school_id=incident.school_id, pk=incident.pk, led_by_id=incident.led_by_id, state=State.OPEN
    )
    if incident.led_by_id == to.pk or not rows.update(led_by_id=to.pk, led_since=now, page_at=None):
        return False
    secret = incident.is_shielded and to.pk == incident.raised_by_id
    whom = "" if secret else to.name
    step = add_step(actor, incident, Kind.HANDED, now, whom=whom, words=words)
    note(actor, incident, "handed_incident", to=str(to.pk))
    page_new_lead(incident, to, step.pk, now=now)
    return True


@transaction.atomic
def add_line(
    actor: Any, incident: Incident, kind: str, words: str, *, at: datetime | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Add to the time line what was done, what is to be known, or the receipt of the police."""
    now = now or timezone.now()
    add_step(actor, incident, kind, now, at=min(at or now, now), words=words)
    note(actor, incident, "added_line_incident", what=kind)


@transaction.atomic
def close_incident(
    actor: Any,
    incident: Incident,
    *,
    outcome: str,
    words: str,
    lesson: str,
    follow_ups: Iterable[tuple[str, Staff, date]] = (),
    now: datetime | None = None,
) -> bool:
    """Close an incident; what is not due yet is called off, but the final report is still owed.

    Says whether it was open until now. Raised by mistake, nothing is owed any more.
    """
    now = now or timezone.now()
    rows = Incident.objects.filter(school_id=incident.school_id, pk=incident.pk, state=State.OPEN)
    if not rows.update(state=State.CLOSED, outcome=outcome, closed_at=now, page_at=None):
        return False
    owed = of(incident, Deadline).filter(told_at=None, called_off_at=None)
    if outcome != Incident.Outcome.MISTAKE:
        owed = owed.exclude(what=What.FINAL)
    owed.update(called_off_at=now)
    add_step(actor, incident, Kind.CLOSED, now, words=words)
    if lesson:
        add_step(actor, incident, Kind.LESSON, now, words=lesson)
    FollowUp.objects.bulk_create(
        FollowUp(school_id=incident.school_id, incident_id=incident.pk, words=what, staff=staff,
                 due_on=due_on, made_at=now)
        for what, staff, due_on in follow_ups
    )  # fmt: skip
    note(actor, incident, "closed_incident", outcome=outcome)
    recount(incident.school_id)
    return True


@transaction.atomic
def reopen_incident(
    actor: Any, incident: Incident, words: str, *, now: datetime | None = None
) -> bool:
    """Open a closed incident again; what was called off runs on with its old deadline."""
    now = now or timezone.now()
    rows = Incident.objects.filter(school_id=incident.school_id, pk=incident.pk, state=State.CLOSED)
    if not rows.update(state=State.OPEN, outcome="", closed_at=None):
        return False
    of(incident, Deadline).filter(told_at=None).update(called_off_at=None)
    add_step(actor, incident, Kind.REOPENED, now, words=words)
    note(actor, incident, "reopened_incident")
    recount(incident.school_id)
    return True
