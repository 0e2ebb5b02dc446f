"""Recording what was done with a class, a grade, a dormitory or the school, no child in particular."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.actions.counting import recount
from nuangang.care.actions.records import NotYetError
from nuangang.care.evidence import shared_records
from nuangang.care.models import CareRule, Duty, SharedRecord
from nuangang.terms.calendar import school_day_now


@transaction.atomic
def record_shared(
    actor: Any,
    duty: Duty,
    *,
    pk: UUID,
    kind: str,
    happened_on: date,
    words: str = "",
    people: int | None = None,
    now: datetime | None = None,
) -> SharedRecord:
    """Record that something was done with those whom `duty` is for; whoever did it is the actor.

    `pk` is made by the form: sending it twice makes one record. Raises NotYetError.
    """
    now = now or timezone.now()
    if happened_on > school_day_now(now):
        raise NotYetError
    made, is_new = SharedRecord.objects.get_or_create(
        school_id=actor.school_id,
        pk=pk,
        defaults={
            "kind": kind,
            "klass_id": duty.klass_id,
            "group": duty.group,
            "staff_id": actor.staff_id,
            "recorded_by_id": actor.staff_id,
            "happened_on": happened_on,
            "recorded_at": now,
            "words": words,
            "people": people,
        },
    )
    if is_new:
        recount(actor.school_id, _touched(made))
        record(actor, "recorded", kind="shared_record", object_id=made.pk, what=kind)
    return made


@transaction.atomic
def withdraw_shared(actor: Any, item: SharedRecord, *, now: datetime | None = None) -> None:
    """Take `item` back; the row stays and meets no duty any more."""
    if not shared_records(actor.school_id).filter(pk=item.pk).exists():
        return
    names = ("kind", "klass_id", "group", "staff_id", "happened_on", "words", "people")
    SharedRecord.objects.create(
        school_id=actor.school_id,
        recorded_by_id=actor.staff_id,
        recorded_at=now or timezone.now(),
        supersedes=item,
        withdrawn=True,
        **{name: getattr(item, name) for name in names},
    )
    recount(actor.school_id, _touched(item))
    record(actor, "withdrawn", kind="shared_record", object_id=item.pk, what=item.kind)


def _touched(item: SharedRecord) -> Collection[Duty]:
    """Lock and return the standing duties that `item` can count for."""
    whose = Q(staff_id=item.staff_id, rule__owed=CareRule.Owed.PER_ADULT)
    whose |= Q(rule__owed=CareRule.Owed.PER_SCHOOL)
    if item.klass_id:
        whose |= Q(klass_id=item.klass_id)
    if item.group:
        whose |= Q(group=item.group)
    rows = Duty.objects.filter(
        whose, school_id=item.school_id, closed_on__isnull=True, child__isnull=True
    )
    locked = rows.select_related("rule").select_for_update(of=("self",)).order_by("pk")
    return [duty for duty in locked if item.kind in duty.rule.proofs]
