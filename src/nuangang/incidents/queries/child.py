"""How many incidents a child was in, for its page: read with the child itself, by an index."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery

from nuangang.incidents.guards import lasting
from nuangang.incidents.models import Incident, IncidentChild
from nuangang.people.models import Child
from nuangang.policy.actor import Actor


@dataclass(frozen=True)
class Panel:
    """How many incidents of the child its reader may see, and how many of them run."""

    child: Child
    count: int
    running: int
    template: str = "incidents/_child.html"


def with_incidents(actor: Actor, rows: QuerySet[Child]) -> QuerySet[Child]:
    """Add to children how many incidents there are that the actor sees for good, without a statement more.

    Whoever sees one only while on duty finds it on the board.
    """
    if not actor.may("incident"):
        return rows
    about = IncidentChild.objects.filter(
        lasting(actor, "incident__"), school_id=actor.school_id, child_id=OuterRef("pk"),
        incident__drill=False,
    ).exclude(incident__state=Incident.State.JOINED)  # fmt: skip
    running = about.filter(incident__state=Incident.State.OPEN)
    return rows.annotate(incident_count=_count(about), incidents_running=_count(running))


def _count(rows: QuerySet[Any]) -> Subquery:
    grouped = rows.order_by().values("child_id").annotate(n=Count("pk")).values("n")
    return Subquery(grouped, output_field=IntegerField())


def panel(child: Child) -> Panel | None:
    """Return what a child's page says of incidents, None where there is nothing to say."""
    count = getattr(child, "incident_count", None)
    return Panel(child, count, getattr(child, "incidents_running", None) or 0) if count else None
