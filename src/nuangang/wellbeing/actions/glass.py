"""Breaking the glass: half an hour for one child's sealed notes, told to others and signed off later."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.people.models import Child, Staff, StaffPost, holding
from nuangang.policy.actor import Actor
from nuangang.policy.matrix import HEAD
from nuangang.terms.calendar import school_day_now
from nuangang.wellbeing.guards import live_glass, standing_notes
from nuangang.wellbeing.models import Glass, GlassEvent, SealedNote
from nuangang.wellbeing.models.notes import WORDS

HALF_AN_HOUR = timedelta(minutes=30)
Kind = GlassEvent.Kind


def may_break(actor: Actor, child: Child) -> bool:
    """Say whether the actor may break the glass for this child: the head, if there is anything to open.

    The deputy only where no head can: there is none today, or the head keeps these notes. Who reads
    all of them anyway has nothing to break.
    """
    if not actor.everywhere("glass", "write"):
        return False
    kept = set(standing_notes(actor.school_id).filter(child=child).values_list("kind", "by_id"))
    closed = [by for kind, by in kept if not actor.everywhere(kind)]
    if HEAD in actor.roles:
        return bool(closed)
    heads = holders(actor.school_id, Post.HEAD)
    return bool(closed) and (not heads or bool(heads & set(closed)))


def holders(school_id: Any, *posts: str) -> set[UUID]:
    """Return the staff who hold one of these posts today."""
    rows = StaffPost.objects.filter(
        holding(school_day_now(timezone.now())), school_id=school_id, post__in=posts
    )
    return set(rows.values_list("staff_id", flat=True))


@transaction.atomic
def break_glass(actor: Actor, child: Child, reason: str, *, now: datetime | None = None) -> Glass:
    """Let the actor read this child's sealed notes for half an hour, and tell the head and the keepers.

    Breaking it again while it lasts returns the same one. Raises PermissionDenied.
    """
    now = now or timezone.now()
    if not may_break(actor, child):
        raise PermissionDenied
    if lasting := live_glass(actor, child.pk, now):
        return lasting
    made = Glass.objects.create(
        school_id=actor.school_id, child=child, by_id=actor.staff_id, reason=reason,
        broken_at=now, ends_at=now + HALF_AN_HOUR,
    )  # fmt: skip
    _tell_others(actor, made, now)
    record(
        actor, "broke_glass", kind="glass", object_id=made.pk, label=child.name, child=str(child.pk)
    )
    return made


def _tell_others(actor: Actor, glass: Glass, now: datetime) -> None:
    whom = _keepers(actor, glass) | holders(actor.school_id, Post.HEAD)
    GlassEvent.objects.bulk_create(
        GlassEvent(school_id=glass.school_id, glass=glass, kind=Kind.TOLD, staff_id=staff, at=now)
        for staff in sorted(whom - {actor.staff_id})
    )


def _keepers(actor: Actor, glass: Glass) -> set[UUID]:
    """Return who keeps the child's notes, and for those who left whoever holds their post now."""
    rows = standing_notes(actor.school_id).filter(child_id=glass.child_id)
    kept = set(rows.values_list("by_id", "kind"))
    here = _still_here(actor.school_id, {by for by, _kind in kept})
    gone = {kind for by, kind in kept if by not in here}
    posts = {SealedNote.Kind.COUNSELLING: Post.COUNSELLOR, SealedNote.Kind.LEGAL: Post.DEPUTY}
    return here | holders(actor.school_id, *(posts[SealedNote.Kind(kind)] for kind in gone))


def _still_here(school_id: Any, staff: Collection[UUID]) -> set[UUID]:
    today = school_day_now(timezone.now())
    rows = Staff.objects.filter(school_id=school_id, pk__in=staff).exclude(until__lte=today)
    return set(rows.values_list("pk", flat=True))


@transaction.atomic
def close_glass(actor: Actor, glass: Glass, *, now: datetime | None = None) -> bool:
    """End one's own emergency access before its time; says whether it still lasted."""
    now = now or timezone.now()
    if glass.by_id != actor.staff_id or now >= glass.ends_at:
        return False
    first = _add(actor, glass, Kind.CLOSED, now)
    if first:
        record(actor, "closed_glass", kind="glass", object_id=glass.pk)
    return first


def see_notice(actor: Actor, glass: Glass) -> bool:
    """Note that somebody who was told of it has taken notice."""
    told = glass.events.filter(school_id=glass.school_id, kind=Kind.TOLD, staff_id=actor.staff_id)
    return told.exists() and _add(actor, glass, Kind.SEEN, timezone.now())


def may_review(actor: Actor, glass: Glass) -> bool:
    """Say whether the actor may sign this one off: nobody signs off what they did themselves."""
    return actor.everywhere("glass_review", "write") and glass.by_id != actor.staff_id


@transaction.atomic
def review_glass(actor: Actor, glass: Glass, *, verdict: str, words: str) -> bool:
    """Sign off whether it was justified; once. Raises PermissionDenied for one's own."""
    if not may_review(actor, glass):
        raise PermissionDenied
    more = {"verdict": verdict, "words": words}
    first = _add(actor, glass, Kind.REVIEWED, timezone.now(), **more)
    if first:
        record(actor, "reviewed_glass", kind="glass", object_id=glass.pk, verdict=verdict)
    return first


def _add(actor: Actor, glass: Glass, kind: str, now: datetime, **more: Any) -> bool:
    """Add what happens only once; says whether it was the first time."""
    own = {"school_id": glass.school_id, "glass": glass, "staff_id": actor.staff_id}
    try:
        with transaction.atomic():
            GlassEvent.objects.create(**own, kind=kind, at=now, **more)
    except IntegrityError:
        return False
    return True


def reads_all(actor: Actor) -> list[str]:
    """Return the kinds of sealed notes whose words the actor reads by post."""
    return [kind for kind in WORDS if actor.everywhere(kind)]
