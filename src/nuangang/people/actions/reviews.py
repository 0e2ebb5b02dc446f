"""Confirming what colleagues can see."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.models import AccessReview, Staff


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
