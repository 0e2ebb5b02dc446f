"""What is to be done after incidents: by whom, by when, what is late, what nobody does any more."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from nuangang.incidents.models import FollowUp, Incident
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import HEAD, LEAD

OPEN, LATE, DONE, LEFT = "open", "late", "done", "left"


def left(on: date) -> Q:
    """Return the condition for what falls to the lead because whoever was to do it has left."""
    return Q(staff__until__isnull=False, staff__until__lte=on, done_at__isnull=True)


def follow_ups_due(actor: Actor, on: date) -> QuerySet[FollowUp]:
    """Return what the actor has to do after incidents by `on`; to head and lead also whose doer has left."""
    rows = visible(actor, FollowUp).filter(done_at__isnull=True, incident__drill=False)
    mine = Q(staff_id=actor.staff_id, due_on__lte=on)
    if actor.everywhere("incident", "write") and {HEAD, LEAD} & actor.roles:
        mine |= left(on)
    return rows.filter(mine).select_related("incident", "staff").order_by("due_on", "pk")


def follow_ups(
    actor: Actor, on: date, *, state: str = "", staff: Any = None, drill: bool = False
) -> QuerySet[FollowUp]:
    """Return what is to be done after incidents, narrowed, the next first."""
    narrowed = {
        OPEN: Q(done_at__isnull=True),
        LATE: Q(done_at__isnull=True, due_on__lt=on),
        DONE: Q(done_at__isnull=False),
        LEFT: left(on),
    }
    rows = visible(actor, FollowUp).filter(narrowed.get(state, Q()), incident__drill=drill)
    if staff:
        rows = rows.filter(staff_id=staff)
    return rows.select_related("incident", "staff", "done_by").order_by("due_on", "pk")


def doers(actor: Actor) -> list[tuple[Any, str]]:
    """Return who has something to do after incidents, or had."""
    rows = visible(actor, FollowUp).order_by("staff__name", "staff_id")
    return list(rows.values_list("staff_id", "staff__name").distinct())


def readable(actor: Actor, rows: list[FollowUp]) -> set[Any]:
    """Return of which of these the actor may open the incident too."""
    ids = {row.incident_id for row in rows}
    return set(visible(actor, Incident).filter(pk__in=ids).values_list("pk", flat=True))
