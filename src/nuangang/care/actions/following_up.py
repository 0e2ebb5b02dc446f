"""Saying that a follow-up is not needed any more."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.letting_go import LetGo
from nuangang.care.models import CareRecord


@transaction.atomic
def let_go(actor: Any, item: CareRecord) -> LetGo:
    """Tick off the follow-up of `item` without a further record; twice changes nothing."""
    row, made = LetGo.objects.get_or_create(
        school_id=actor.school_id,
        record=item,
        defaults={"by_id": actor.staff_id, "at": timezone.now()},
    )
    if made:
        record(actor, "let_go", kind="care_record", object_id=item.pk, label=item.child.name)
    return row
