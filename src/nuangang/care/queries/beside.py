"""What two people recorded for the same child on one day, laid side by side until it is decided."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nuangang.care.evidence import standing_records
from nuangang.care.models import Beside
from nuangang.care.queries.history import Entry, entry_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


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
