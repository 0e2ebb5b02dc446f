"""The register of broken glass: who read what and why, and who has to sign it off by when."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import DAY, SCHOOL_ZONE, school_day_now
from nuangang.wellbeing.models import Glass, GlassEvent

Kind = GlassEvent.Kind
DAYS_TO_REVIEW = 7


@dataclass
class Breaking:
    """One breaking of the glass with everything that came after."""

    glass: Glass
    events: list[GlassEvent] = field(default_factory=list)

    def of(self, kind: str) -> list[GlassEvent]:
        """Return its events of one kind, the first first."""
        return [event for event in self.events if event.kind == kind]

    @property
    def ended_at(self) -> datetime:
        """Return when it ended or will end."""
        closed = self.of(Kind.CLOSED)
        return closed[0].at if closed else self.glass.ends_at

    @property
    def review(self) -> GlassEvent | None:
        """Return how it was signed off."""
        return next(iter(self.of(Kind.REVIEWED)), None)

    @property
    def review_due(self) -> date:
        """Return by when it has to be signed off: a week into the next month."""
        return review_due(school_day_now(self.glass.broken_at))

    def overdue(self, on: date) -> bool:
        """Say whether nobody signed it off in time."""
        return self.review is None and on > self.review_due

    def minutes(self) -> int:
        """Return how long it lasted, a minute begun counting whole."""
        return -(-int((self.ended_at - self.glass.broken_at).total_seconds()) // 60)


def review_due(day: date) -> date:
    """Return the last day on which what happened on `day` can be signed off in time."""
    return day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=DAYS_TO_REVIEW)


def breakings(actor: Actor, rows: QuerySet[Glass]) -> list[Breaking]:
    """Return breakings with their events; two statements for any number."""
    found = {glass.pk: Breaking(glass) for glass in rows.select_related("by", "child")}
    events = visible(actor, GlassEvent).filter(glass_id__in=list(found))
    for event in events.select_related("staff", "note", "note__by").order_by("at", "pk"):
        found[event.glass_id].events.append(event)
    return list(found.values())


def of_month(actor: Actor, month: date) -> list[Breaking]:
    """Return what the actor may know of a month's breakings, the newest first."""
    after = month.replace(day=monthrange(month.year, month.month)[1]) + DAY
    rows = visible(actor, Glass).filter(
        broken_at__gte=_midnight(month.replace(day=1)), broken_at__lt=_midnight(after)
    )
    return breakings(actor, rows.order_by("-broken_at"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SCHOOL_ZONE)


def unsigned(actor: Actor) -> list[Breaking]:
    """Return the breakings that nobody has signed off yet, the oldest first."""
    return breakings(actor, _without(actor, Kind.REVIEWED).order_by("broken_at"))


def _without(actor: Actor, kind: str, **more: Any) -> QuerySet[Glass]:
    there = GlassEvent.objects.filter(
        school_id=actor.school_id, glass_id=OuterRef("pk"), kind=kind, **more
    )
    return visible(actor, Glass).filter(~Exists(there))


def to_sign(actor: Actor) -> QuerySet[Glass]:
    """Return the breakings that wait for the actor's signature: not their own."""
    if not actor.everywhere("glass_review", "write"):
        return Glass.objects.none()
    return _without(actor, Kind.REVIEWED).exclude(by_id=actor.staff_id).order_by("broken_at")


def unseen(actor: Actor) -> QuerySet[Glass]:
    """Return the breakings the actor was told of and has not taken notice of."""
    told = GlassEvent.objects.filter(
        school_id=actor.school_id, glass_id=OuterRef("pk"), kind=Kind.TOLD, staff_id=actor.staff_id
    )
    rows = _without(actor, Kind.SEEN, staff_id=actor.staff_id).filter(Exists(told))
    return rows.select_related("by", "child").order_by("broken_at")


def one(actor: Actor, pk: UUID) -> Breaking | None:
    """Return one breaking with its events, None when the actor may not know of it."""
    return next(iter(breakings(actor, visible(actor, Glass).filter(pk=pk))), None)
