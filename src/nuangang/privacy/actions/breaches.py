"""Writing down a breach, what is learned of it, and what was done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.lib.ids import new_id
from nuangang.privacy.models import Breach, BreachStep


@transaction.atomic
def note_breach(actor: Any, fields: dict[str, Any], *, case: UUID | None = None) -> Breach:
    """Write down a breach, or with `case` what is known of one by now; what was known stays."""
    row = Breach.objects.create(
        school_id=actor.school_id,
        case=case or new_id(),
        by_id=actor.staff_id,
        by_name=actor.name[:40],
        at=timezone.now(),
        **fields,
    )
    record(actor, "breach_noted", kind="breach", object_id=row.case, label=str(row))
    return row


@transaction.atomic
def note_step(actor: Any, breach: Breach, *, kind: str, happened_at: datetime, text: str) -> None:
    """Add what was done, or who was told; the same sent twice is kept once."""
    fields = {"case": breach.case, "kind": kind, "happened_at": happened_at}
    there = BreachStep.objects.filter(school_id=actor.school_id, **fields)
    if text in there.values_list("text", flat=True):
        return
    BreachStep.objects.create(
        school_id=actor.school_id,
        text=text,
        by_id=actor.staff_id,
        by_name=actor.name[:40],
        at=timezone.now(),
        **fields,
    )
    about: dict[str, Any] = {"object_id": breach.case, "label": str(breach), "step": kind}
    record(actor, "breach_step", kind="breach", **about)
