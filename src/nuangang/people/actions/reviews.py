"""Confirming what colleagues can see, and ending what is right no longer."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.actions.staff import end_post
from nuangang.people.actions.ties import cut_short, end_ties
from nuangang.people.models import AccessReview, Staff, StaffPost, Tie


@transaction.atomic
def confirm_access(actor: Any, confirmed: Iterable[tuple[Staff, int, str]]) -> int:
    """Note that the rights of these staff are right as they stand: who, children reached, words.

    Nobody confirms their own; return how many were confirmed.
    """
    now = timezone.now()
    rows = [
        AccessReview(
            school_id=staff.school_id,
            staff=staff,
            on=timezone.localdate(now),
            at=now,
            by_id=actor.staff_id,
            by_name=actor.name,
            reach=reach,
            rights=rights,
        )
        for staff, reach, rights in confirmed
        if staff.pk != actor.staff_id
    ]
    AccessReview.objects.bulk_create(rows)
    if rows:
        names = [str(row.staff_id) for row in rows]
        record(actor, "confirmed_access", kind="staff", count=len(rows), staff=names)
    return len(rows)


@transaction.atomic
def end_access(
    actor: Any, person: Staff, posts: Sequence[StaffPost], ties: Sequence[Tie], *, why: str
) -> None:
    """End these posts and ties of one person today; `why` is kept with the ties and in the log."""
    today = timezone.localdate()
    for post in posts:
        end_post(actor, post, until=today)
    end_ties(actor, ties, until=today, reason=Tie.EndReason.UNDONE, note=why)
    stand_ins = Tie.objects.of(person.school_id).filter(
        pk__in=[tie.pk for tie in ties], until__gt=today
    )
    cut_short(stand_ins, today, Tie.EndReason.UNDONE)
    told = {"reason": why, "posts": len(posts), "ties": len(ties)}
    record(actor, "ended_access", kind="staff", object_id=person.pk, label=person.name, **told)
