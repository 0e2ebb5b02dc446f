"""Concerns as pages show them: the readers' list, one with its steps, and what a writer sees of theirs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.people.models import SchoolClass, StaffPost, holding
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.wellbeing.actions.counting import WAITING
from nuangang.wellbeing.guards import circles, concerns_to_read
from nuangang.wellbeing.models import Concern, ConcernChild, ConcernStep

Circle, State = Concern.Circle, Concern.State
READERS = (Post.HEAD, Post.LEAD, Post.COUNSELLOR)


def waiting_for(actor: Actor) -> int:
    """Return how many new concerns wait for the actor, from the school's row: no statement."""
    if actor.school is None or not actor.everywhere("concern"):
        return 0
    counts = actor.school.waiting.get(WAITING, {})
    return sum(counts.get(circle, 0) for circle in circles(actor))


def readers(actor: Actor, on: date) -> dict[str, list[str]]:
    """Return the names of those who read concerns today, by the circle they would read."""
    rows = StaffPost.objects.filter(
        holding(on), school_id=actor.school_id, post__in=[str(post) for post in READERS]
    ).exclude(staff__until__lte=on)
    heads: dict[UUID, str] = {}
    others: dict[UUID, str] = {}
    for staff, name, post in rows.order_by("pk").values_list("staff_id", "staff__name", "post"):
        (heads if post == Post.HEAD else others)[staff] = name
    rest = [name for staff, name in others.items() if staff not in heads]
    every = [*rest, *heads.values()]
    return {Circle.ALL: every, Circle.HEAD: [*heads.values()], Circle.NOT_HEAD: rest}


@dataclass
class Line:
    """One concern in a list: what its row says, and the children by name and class."""

    concern: Concern
    children: list[dict[str, Any]]
    late: bool

    def names(self) -> str:
        """Return the children's names."""
        return "、".join(child["name"] for child in self.children)


def inbox(
    actor: Actor, *, state: str = "", urgency: str = "", child: UUID | None = None
) -> QuerySet[Concern]:
    """Return the concerns the actor reads, those waiting first, the most pressing before."""
    rows = concerns_to_read(actor)
    if state:
        rows = rows.filter(state=state)
    if urgency:
        rows = rows.filter(urgency=urgency)
    if child:
        about = ConcernChild.objects.filter(
            school_id=actor.school_id, concern_id=OuterRef("pk"), child_id=child
        )
        rows = rows.filter(Exists(about))
    return rows.select_related("written_by", "received_by").order_by("-written_at", "pk")


def lines(actor: Actor, concerns: Iterable[Concern], now: datetime) -> list[Line]:
    """Return rows for a list; one statement for all children."""
    found = list(concerns)
    named = _children(actor, [concern.pk for concern in found])
    return [Line(c, named[c.pk], c.state == State.NEW and c.due_at <= now) for c in found]


def _children(actor: Actor, concerns: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    year = school_year_of(actor, timezone.localdate())
    rows = visible(actor, ConcernChild).filter(concern_id__in=concerns)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related("child__klass").order_by("child__search", "pk"):
        klass: SchoolClass | None = row.child.klass
        found[row.concern_id].append(
            {
                "id": row.child_id,
                "name": row.child.name,
                "klass": klass.name_on(year) if klass else "",
            }
        )
    return found


def steps(actor: Actor, concern: Concern) -> list[ConcernStep]:
    """Return everything that was told and done, the first first."""
    rows = visible(actor, ConcernStep).filter(concern=concern)
    return list(rows.select_related("by").order_by("at", "pk"))


def written(actor: Actor) -> QuerySet[Concern]:
    """Return what the actor wrote: whether it was received and acted on, none of its words."""
    rows = visible(actor, Concern).filter(written_by_id=actor.staff_id)
    return rows.select_related("received_by").order_by("-written_at", "pk")
