"""Who is away for a time, and which of their children nobody looks after meanwhile."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nuangang.care.models import Excuse
from nuangang.mentoring.actions.absences import children_of, stand_ins_of
from nuangang.people.models import Staff, Tie, holding, not_over
from nuangang.people.queries import school_year_of
from nuangang.people.vetting import left_out
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


@dataclass
class Away:
    """One absence: whose, when, and each child with who stands in."""

    excuse: Excuse
    children: list[dict[str, Any]] = field(default_factory=list)

    @property
    def alone(self) -> list[str]:
        """Return the names of the children for whom nobody stands in."""
        return [row["name"] for row in self.children if not row["stand_in"]]


def absences(actor: Actor, on: date, *, past: bool = False) -> list[Away]:
    """Return the absences of today and to come, or those that are over, with their children."""
    rows = visible(actor, Excuse).filter(staff__isnull=False, withdrawn_at__isnull=True)
    rows = rows.filter(ends__lt=on) if past else rows.filter(ends__gte=on)
    listed = rows.select_related("staff", "agreed_by").order_by("-begins" if past else "begins")
    return [
        Away(excuse, [] if past else children_away(actor, excuse, on)) for excuse in listed[:60]
    ]


def children_away(actor: Actor, excuse: Excuse, on: date) -> list[dict[str, Any]]:
    """Return the children of somebody who is away, each with their stand-in; two statements."""
    year = school_year_of(actor, on)
    standing = stand_ins_of(excuse).filter(until__gt=max(on, excuse.begins))
    stand_ins = {row.child_id: row for row in standing.select_related("adult")}
    found: dict[UUID, dict[str, Any]] = {}
    for tie in children_of(excuse).select_related("child__klass").order_by("child__search", "pk"):
        child, there = tie.child, stand_ins.get(tie.child_id)
        if child.here_on(max(on, excuse.begins)):
            found[child.pk] = {
                "id": child.pk,
                "name": child.name,
                "klass": child.klass.name_on(year) if child.klass else "",
                "stand_in": there.adult if there else None,
            }
    return list(found.values())


def who_can_stand_in(actor: Actor, person: Staff | None) -> QuerySet[Staff]:
    """Return the staff one can ask to stand in; not those whom the school's rule of checks leaves out."""
    today = timezone.localdate()
    here = visible(actor, Staff).filter(not_over(today)).exclude(left_out(actor.school, today))
    return (here.exclude(pk=person.pk) if person else here).order_by("name")


def left_out_of_standing_in(actor: Actor) -> list[str]:
    """Return who can't stand in for want of a valid check."""
    today = timezone.localdate()
    here = visible(actor, Staff).filter(not_over(today)).filter(left_out(actor.school, today))
    return list(here.order_by("name").values_list("name", flat=True))


def standing_in_for(actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return for whom the actor stands in today, until when, and for which children."""
    rows = visible(actor, Tie).filter(
        holding(on), adult_id=actor.staff_id, capacity=Tie.Capacity.STAND_IN
    )
    found: dict[tuple, list[str]] = {}
    for who, until, child in rows.order_by("until", "child__search").values_list(
        "stands_for__name", "until", "child__name"
    ):
        found.setdefault((who, until), []).append(child)
    return [
        {"name": who, "until": until, "children": names} for (who, until), names in found.items()
    ]
