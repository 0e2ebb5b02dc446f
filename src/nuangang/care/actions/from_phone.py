"""Taking in what a phone without a network kept, and laying it beside what others recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.care.actions.records import correct_record, record_care
from nuangang.care.evidence import standing_records
from nuangang.care.models import Beside, CareRecord
from nuangang.people.models import Child

TYPED = (
    "kind",
    "happened_on",
    "could_not",
    "aspects",
    "mood",
    "words",
    "with_whom",
    "follow_up_on",
)


@transaction.atomic
def record_from_phone(
    actor: Any,
    children: Sequence[Child],
    *,
    seen_at: datetime | None = None,
    now: datetime | None = None,
    **given: Any,
) -> tuple[list[CareRecord], list[Beside]]:
    """Record what a phone kept; return the records, and where somebody else recorded the same.

    `given` is what record_care takes. `seen_at` is when the phone last fetched its page: what others
    recorded before that the writer knew. A record that had arrived already and was changed on the
    phone since, because no answer came back, is corrected.
    """
    now = now or timezone.now()
    made = record_care(actor, children, now=now, **given)
    made = [_as_last_typed(actor, item, given, now) for item in made]
    return made, _beside(actor, made, seen_at)


def _as_last_typed(
    actor: Any, item: CareRecord, given: dict[str, Any], now: datetime
) -> CareRecord:
    typed = {name: given[name] for name in TYPED}
    if item.recorded_at == now or all(getattr(item, k) == v for k, v in typed.items()):
        return item
    reason = _("Changed on the phone before it was known to have arrived")
    return correct_record(actor, item, reason=reason, now=now, **typed)


def _beside(actor: Any, made: list[CareRecord], seen_at: datetime | None) -> list[Beside]:
    mine = {(item.child_id, item.kind, item.happened_on): item for item in made}
    first = made[0]
    rows = standing_records(actor.school_id).filter(
        child_id__in={item.child_id for item in made},
        kind=first.kind,
        happened_on=first.happened_on,
    )
    rows = rows.exclude(Q(staff_id=actor.staff_id) | Q(recorded_by_id=actor.staff_id))
    rows = rows.select_related("staff")
    if seen_at:
        rows = rows.filter(recorded_at__gt=seen_at)
    pairs = [(mine[row.child_id, row.kind, row.happened_on], row) for row in rows]
    found = [
        Beside(school_id=actor.school_id, mine=own, other=row, staff_id=actor.staff_id)
        for own, row in pairs
    ]
    Beside.objects.bulk_create(found, ignore_conflicts=True)
    return found


def keep_both(actor: Any, pk: UUID) -> bool:
    """Let both records of a pair stand; return False when that was decided already."""
    rows = Beside.objects.filter(school_id=actor.school_id, staff_id=actor.staff_id, pk=pk)
    return bool(rows.filter(kept_at__isnull=True).update(kept_at=timezone.now()))
