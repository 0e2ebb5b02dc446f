"""What somebody meant to come back to, on its day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuangang.care.evidence import stands
from nuangang.care.letting_go import LetGo
from nuangang.care.models import CareRecord
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

LOOK_BACK = timedelta(days=60)


def kept_or_let_go(school_id: UUID | None) -> Q:
    """Return the condition for a follow-up that a later record kept, or that was let go."""
    later = CareRecord.objects.filter(
        stands(school_id),
        school_id=school_id,
        child_id=OuterRef("child_id"),
        happened_on__gte=OuterRef("follow_up_on"),
        could_not="",
    )
    dropped = LetGo.objects.filter(school_id=school_id, record_id=OuterRef("pk"))
    return Q(Exists(later)) | Q(Exists(dropped))


def follow_ups(actor: Actor, on: date) -> QuerySet[CareRecord]:
    """Return the actor's own records whose follow-up day has come and which nothing has kept.

    Of children who have left nobody is reminded.
    """
    own = Q(staff_id=actor.staff_id) | Q(recorded_by_id=actor.staff_id)
    here = Q(child__left_on__isnull=True) | Q(child__left_on__gt=on)
    rows = visible(actor, CareRecord).filter(
        own, here, stands(actor.school_id), follow_up_on__lte=on, follow_up_on__gte=on - LOOK_BACK
    )
    return rows.filter(~kept_or_let_go(actor.school_id)).order_by("follow_up_on", "pk")


def follow_up_rows(actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return them as plain rows: record, child, name, kind, day."""
    names = ("pk", "child_id", "child__name", "kind", "happened_on", "follow_up_on")
    return list(follow_ups(actor, on).values(*names)[:20])
