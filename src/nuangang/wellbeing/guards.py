"""Who reaches concerns, sealed notes and the register of the broken glass."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nuangang.people.guards import by_child
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Guard, Reach, guard, visible
from nuangang.policy.matrix import HEAD, Scope
from nuangang.wellbeing.models import (
    Concern,
    ConcernChild,
    ConcernStep,
    CounsellingWords,
    Glass,
    GlassEvent,
    LegalWords,
    SealedNote,
)

Circle = Concern.Circle


def circles(actor: Actor) -> list[str]:
    """Return which circles of readers somebody who reads concerns belongs to.

    A head who holds another post besides still does not read what is about the head.
    """
    return [Circle.ALL, Circle.HEAD if HEAD in actor.roles else Circle.NOT_HEAD]


def _read_by(path: str) -> Reach:
    return lambda actor: Q(**{f"{path}circle__in": circles(actor)})


def _written_by(path: str) -> Reach:
    return lambda actor: Q(**{f"{path}written_by_id": actor.staff_id})


def _told_or_did(path: str) -> Reach:
    """Let whoever broke the glass, and whoever was told of it, see that one."""

    def reached(actor: Actor) -> Q:
        told = GlassEvent.objects.filter(
            school_id=actor.school_id, staff_id=actor.staff_id, kind=GlassEvent.Kind.TOLD
        )
        mine = Q(**{f"{path}by_id": actor.staff_id})
        return mine | Q(**{f"{path}pk__in": told.values("glass_id")})

    return reached


for _model, _path in ((Concern, ""), (ConcernChild, "concern__")):
    guard(_model, "raised", {Scope.OWN: _written_by(_path), Scope.SCHOOL: _read_by(_path)})
guard(ConcernStep, "concern", {Scope.SCHOOL: _read_by("concern__")})
guard(SealedNote, "sealed_trace")
guard(CounsellingWords, "counselling")
guard(LegalWords, "legal")
guard(Glass, "glass", {Scope.OWN: _told_or_did("")})
guard(GlassEvent, "glass", {Scope.OWN: _told_or_did("glass__")})

_FOLLOWED = Guard("follow_up", by_child("child__"))


def concerns_to_read(actor: Actor) -> QuerySet[Concern]:
    """Return the concerns whose words the actor may read; what they only wrote is not among them."""
    if not actor.everywhere("concern"):
        return Concern.objects.none()
    return visible(actor, Concern).filter(circle__in=circles(actor))


def traces(actor: Actor) -> QuerySet[SealedNote]:
    """Return the standing notes that the actor may know of, the class teacher's as follow-up only."""
    rows = standing_notes(actor.school_id)
    if actor.everywhere("sealed_trace"):
        return rows
    return rows.filter(_FOLLOWED.narrow(actor, "read"), kind=SealedNote.Kind.COUNSELLING)


def standing_notes(school_id: Any) -> QuerySet[SealedNote]:
    """Return the notes that no later one corrects."""
    later = SealedNote.objects.filter(school_id=school_id, supersedes_id=OuterRef("pk"))
    return SealedNote.objects.filter(~Exists(later), school_id=school_id)


def live_glass(actor: Actor, child_id: Any, now: datetime | None = None) -> Glass | None:
    """Return the emergency access that the actor has to this child's notes at this moment."""
    if not actor.everywhere("glass", "write"):
        return None
    now = now or timezone.now()
    rows = Glass.objects.filter(
        school_id=actor.school_id, by_id=actor.staff_id, child_id=child_id,
        broken_at__lte=now, ends_at__gt=now,
    )  # fmt: skip
    return rows.filter(~ended(actor.school_id)).first()


def ended(school_id: Any) -> Exists:
    """Return whether an emergency access was closed before its time."""
    return Exists(
        GlassEvent.objects.filter(
            school_id=school_id, glass_id=OuterRef("pk"), kind=GlassEvent.Kind.CLOSED
        )
    )
