"""Agreeing that something could not be done for a time: an illness, a child away."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions.reconciling import reconcile_duties
from nuangang.care.models import Excuse
from nuangang.people.models import Child, Staff


@transaction.atomic
def agree_excuse(
    actor: Any,
    *,
    begins: date,
    ends: date,
    reason: str,
    staff: Staff | None = None,
    child: Child | None = None,
    now: datetime | None = None,
) -> Excuse:
    """Excuse a grown-up or a child from `begins` to `ends`, both included; the actor agrees to it.

    Periods mostly within these days are excused when they end; what is frozen stays. Agreeing
    again to the same days changes nothing.
    """
    now = now or timezone.now()
    excuse, made = Excuse.objects.get_or_create(
        school_id=actor.school_id,
        staff=staff,
        child=child,
        begins=begins,
        ends=ends,
        withdrawn_at=None,
        defaults={"reason": reason, "agreed_by_id": actor.staff_id, "made_at": now},
    )
    if made:
        _tell(actor, "excused", excuse)
        reconcile_duties(School.objects.get(pk=actor.school_id), now=now)
    return excuse


@transaction.atomic
def withdraw_excuse(actor: Any, excuse: Excuse, *, now: datetime | None = None) -> None:
    """Take an excuse back; the periods still running are owed again."""
    now = now or timezone.now()
    rows = Excuse.objects.filter(school_id=actor.school_id, pk=excuse.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=now):
        _tell(actor, "excuse_withdrawn", excuse)
        reconcile_duties(School.objects.get(pk=actor.school_id), now=now)


def _tell(actor: Any, verb: str, excuse: Excuse) -> None:
    whom = excuse.child or excuse.staff
    record(
        actor,
        verb,
        kind="excuse",
        object_id=excuse.pk,
        label=whom.name if whom else "",
        begins=excuse.begins.isoformat(),
        ends=excuse.ends.isoformat(),
    )
