"""Raising an incident: one row for each party that must be told, and the leaders know."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from nuangang.incidents.actions.counting import recount
from nuangang.incidents.actions.county import escalate_at_once, watch_for_county
from nuangang.incidents.actions.paging import first_page_at, page_leaders, warn_at
from nuangang.incidents.actions.policy import version_to_start
from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.due import Due, begins_at, due_of
from nuangang.incidents.kinds import KINDS, Clock, Party, What
from nuangang.incidents.models import Deadline, Incident, IncidentChild, IncidentStep, of
from nuangang.incidents.queries.calling import families
from nuangang.incidents.table import rule_of
from nuangang.people.models import Child

Circle = Incident.Circle
SUSPECT = {"": Circle.REPORT, "colleague": Circle.ONLY_HEAD, "head": Circle.NOT_HEAD}


def circle_of(kind: str, suspect: str = "") -> str:
    """Return who sees an incident of a kind; `suspect` is '', 'colleague' or 'head'."""
    clock = KINDS[kind].clock
    if clock == Clock.REPORT:
        return SUSPECT[suspect]
    return Circle.CRISIS if clock == Clock.CRISIS else Circle.ALL


@transaction.atomic
def raise_incident(
    actor: Any,
    *,
    once: UUID,
    kind: str,
    children: Iterable[Child] = (),
    happened_at: datetime | None = None,
    words: str = "",
    place: str = "",
    grave: bool = False,
    drill: bool = False,
    suspect: str = "",
    now: datetime | None = None,
    tapped_at: datetime | None = None,
) -> Incident:
    """Raise an incident; sent twice with the same `once` it is one, and stays as it came first.

    `tapped_at`: when it was raised on a phone that had no network; minutes count from then.
    """
    now, about = now or timezone.now(), list(children)
    pk = uuid5(actor.staff_id, str(once))
    if found := Incident.objects.filter(school_id=actor.school_id, pk=pk).first():
        return found
    made = Incident(
        pk=pk, school_id=actor.school_id, kind=kind, clock=KINDS[kind].clock,
        circle=circle_of(kind, suspect), drill=drill, grave=grave,
        policy=version_to_start(actor.school, now=now), raised_by_id=actor.staff_id,
        raised_at=min(tapped_at or now, now), happened_at=min(happened_at or tapped_at or now, now),
    )  # fmt: skip
    made.page_at = first_page_at(made, now)
    watch_for_county(made)
    made.save(force_insert=True)
    name_children(made, about)
    add_step(
        actor, made, IncidentStep.Kind.RAISED, now, at=made.happened_at, words=words, place=place
    )
    note(actor, made, "raised_incident", what=kind)
    recount(actor.school_id)
    page_leaders(actor, made, about, now=now)
    escalate_at_once(actor, made, now=now)
    return made


def name_children(incident: Incident, children: list[Child], *, only_new: bool = False) -> None:
    """Write down whom an incident is about, with what is due for each of them."""
    own = {"school_id": incident.school_id, "incident_id": incident.pk}
    IncidentChild.objects.bulk_create(IncidentChild(**own, child=child) for child in children)
    due = what_is_due(incident, [child.pk for child in children])
    rows = [_deadline(incident, each) for each in due if each.child or not only_new]
    Deadline.objects.bulk_create(rows)


def _deadline(incident: Incident, due: Due) -> Deadline:
    """Return the row of what is due, with when is warned of it."""
    return Deadline(
        pk=key_of(incident, due), school_id=incident.school_id, incident_id=incident.pk,
        what=due.what, party=due.party, child_id=due.child, number=due.number, due_at=due.due_at,
        warn_at=warn_at(incident, due.due_at) if due.what == What.TELL else None,
    )  # fmt: skip


def what_is_due(
    incident: Incident, children: list[UUID], since: datetime | None = None
) -> list[Due]:
    """Return everything due in an incident, by the rules it began under; `since`: counted from then."""
    rule = rule_of(incident.policy.table, incident.kind)
    around = families(incident.school_id, children)
    return due_of(
        rule,
        # In UTC minutes are minutes, also in the night in which a zone sets its clocks.
        (since or begins_at(rule, incident.happened_at, incident.raised_at)).astimezone(UTC),
        families={child: family.parties() for child, family in around.items()},
        without=_not_told(incident),
        grave=incident.grave,
    )


def key_of(incident: Incident, due: Due) -> UUID:
    """Return the key of a deadline: the same however often it is worked out."""
    return uuid5(incident.pk, f"{due.what}/{due.party}/{due.child or ''}/{due.number}")


def _not_told(incident: Incident) -> tuple[str, ...]:
    """Return the parties that must not learn of what is about them, or not before the head does."""
    if incident.circle == Circle.NOT_HEAD:
        return (Party.HEAD.value,)
    return (Party.LEAD.value,) if incident.circle == Circle.ONLY_HEAD else ()


@transaction.atomic
def add_child(actor: Any, incident: Incident, child: Child, *, now: datetime | None = None) -> bool:
    """Name one child more; minutes count from when the incident began. Says whether it is new."""
    now = now or timezone.now()
    if of(incident, IncidentChild).filter(child_id=child.pk).exists():
        return False
    name_children(incident, [child], only_new=True)
    add_step(actor, incident, IncidentStep.Kind.CHILD, now)
    note(actor, incident, "added_to_incident", child=str(child.pk))
    return True


@transaction.atomic
def make_grave(
    actor: Any, incident: Incident, words: str = "", *, now: datetime | None = None
) -> bool:
    """Say that it is grave: more are told, and who isn't told yet is due sooner, counted from now."""
    now = now or timezone.now()
    rows = Incident.objects.filter(school_id=incident.school_id, pk=incident.pk, grave=False)
    if not rows.update(grave=True):
        return False
    incident.grave = True
    children = list(of(incident, IncidentChild).values_list("child_id", flat=True))
    for due in what_is_due(incident, children, since=now):
        if due.what == What.TELL:
            be_told_by(incident, due)
    add_step(actor, incident, IncidentStep.Kind.GRAVE, now, words=words)
    note(actor, incident, "made_grave_incident")
    escalate_at_once(actor, incident, now=now)
    return True


def be_told_by(incident: Incident, due: Due) -> None:
    """Let a party be told by `due`, or as soon as before if that is earlier."""
    made = _deadline(incident, due)
    Deadline.objects.bulk_create([made], ignore_conflicts=True)
    rows = of(incident, Deadline).filter(pk=made.pk, told_at=None, due_at__gt=due.due_at)
    rows.update(due_at=made.due_at, warn_at=made.warn_at)
