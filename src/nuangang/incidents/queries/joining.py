"""Which incidents may be the same event as another, and which are one already."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuangang.incidents.actions.joining import fits
from nuangang.incidents.models import Incident, IncidentChild, IncidentStep
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

LATELY, MOST = timedelta(minutes=30), 3


@dataclass(frozen=True)
class Likely:
    """One incident that may be the same: what, raised how long ago, by whom, and no child's name."""

    pk: UUID
    words: str
    minutes: int
    who: str
    visible: bool = False


def _open_to_all(school_id: Any) -> QuerySet[Incident]:
    """Return what everybody employed may know to run: what happened and who raised it, nothing else."""
    rows = Incident.objects.filter(school_id=school_id, state=Incident.State.OPEN)
    return rows.filter(circle=Incident.Circle.ALL).select_related("raised_by")


def just_raised(actor: Actor, now: datetime, *, drill: bool) -> list[Likely]:
    """Return what was raised in the last half hour, for whoever is about to raise something; one statement."""
    rows = _open_to_all(actor.school_id).filter(raised_at__gt=now - LATELY, drill=drill)
    return [_likely(row, now) for row in rows.order_by("-raised_at", "pk")[:MOST]]


def likely_same(actor: Actor, incident: Incident, now: datetime) -> list[Likely]:
    """Return the running incidents that this one may be: the same child, or kind and half hour.

    Of what is not for everybody, those alone that the actor sees.
    """
    if incident.state != Incident.State.OPEN or incident.is_shielded:
        return []
    rows = _open_to_all(incident.school_id)
    if incident.circle != Incident.Circle.ALL:
        rows = visible(actor, Incident).filter(state=Incident.State.OPEN, circle=incident.circle)
    rows = rows.filter(drill=incident.drill).exclude(pk=incident.pk).select_related("raised_by")
    own = {"school_id": incident.school_id}
    mine = IncidentChild.objects.filter(**own, incident_id=incident.pk).values("child_id")
    same = IncidentChild.objects.filter(**own, incident_id=OuterRef("pk"), child_id__in=mine)
    near = Q(
        kind=incident.kind,
        raised_at__range=(incident.raised_at - LATELY, incident.raised_at + LATELY),
    )
    found = rows.filter(near | Q(Exists(same))).order_by("-raised_at", "pk")[:MOST]
    return [_likely(row, now) for row in found if fits(incident, row)]


def _likely(row: Incident, now: datetime) -> Likely:
    minutes = max(0, int((now - row.raised_at).total_seconds() // 60))
    return Likely(row.pk, row.kind_words, minutes, row.raised_by.name)


def joined_ones(incident: Incident) -> list[UUID]:
    """Return the incidents that joined this one."""
    rows = Incident.objects.filter(school_id=incident.school_id, joined_to_id=incident.pk)
    return list(rows.values_list("pk", flat=True))


def whole_line(actor: Actor, incident: Incident) -> list[IncidentStep]:
    """Return the time line of an incident with those of what it is one with, the first line first.

    Whoever sees an incident reads the lines of those that joined it; whoever sees one that joined
    reads the other's where the actor sees that too.
    """
    ids = [incident.pk, *joined_ones(incident)]
    upper = incident.joined_to_id
    if upper and (root := visible(actor, Incident).filter(pk=upper).first()):
        ids += [root.pk, *joined_ones(root)]
    rows = IncidentStep.objects.filter(school_id=incident.school_id, incident_id__in=ids)
    rows = rows.select_related("by", "deadline", "incident")
    return list(rows.order_by("at", "noted_at", "pk"))
