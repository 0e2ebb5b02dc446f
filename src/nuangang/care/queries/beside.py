"""What two people recorded for the same child on one day, laid side by side until it is decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nuangang.care.evidence import standing_records, stands
from nuangang.care.models import Beside, CareRecord
from nuangang.care.queries.history import Entry, entry_of
from nuangang.people.models import Child
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor


@dataclass(frozen=True)
class Pair:
    """One child's two records, in words; `mine` is the actor's."""

    id: UUID
    child_id: UUID
    name: str
    mine: Entry
    other: Entry


def undecided(actor: Actor) -> QuerySet[Beside]:
    """Return the actor's pairs of which both records stand and nothing was decided yet."""
    standing = standing_records(actor.school_id)
    return visible(actor, Beside).filter(
        Exists(standing.filter(pk=OuterRef("mine"))),
        Exists(standing.filter(pk=OuterRef("other"))),
        staff_id=actor.staff_id,
        kept_at__isnull=True,
    )


def pairs(actor: Actor) -> list[Pair]:
    """Return the actor's undecided pairs, oldest first; one statement."""
    rows = undecided(actor).select_related("mine__child", "mine__staff", "other__staff")
    return [
        Pair(
            id=row.pk,
            child_id=row.mine.child_id,
            name=row.mine.child.name,
            mine=entry_of(row.mine, mendable=True),
            other=entry_of(row.other, mendable=False),
        )
        for row in rows.order_by("pk")
    ]


def _told(actor: Actor, child: UUID, kind: str, day: date) -> QuerySet[CareRecord, Any]:
    rows = visible(actor, CareRecord).filter(
        stands(actor.school_id), child_id=child, kind=kind, happened_on=day, could_not=""
    )
    return rows.exclude(staff_id=actor.staff_id).order_by("recorded_at").values("staff__name")


_TOLD = PreparedFor(_told, child=UUID, kind=str, day=date)


def told_by_others(actor: Actor, child: Child, kind: str, day: date) -> list[str]:
    """Return who else recorded this kind for the child on that day, as far as the actor may see it."""
    names = _TOLD.tuples(actor, child=child.pk, kind=kind, day=day)
    return list(dict.fromkeys(name for (name,) in names))
