"""Deciding about pairs of children whose parent has come home."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.actions import reconcile_duties
from nuangang.people.actions.ties import end_ties
from nuangang.people.models import Tie


@transaction.atomic
def keep_pairs(actor: Any, ids: Iterable[UUID]) -> int:
    """Keep these pairs though the children are no longer left-behind; their duties go on."""
    rows = Tie.objects.filter(school_id=actor.school_id, pk__in=list(ids), until__isnull=True)
    count = rows.filter(kept_on__isnull=True).update(kept_on=timezone.localdate())
    if count:
        record(actor, "kept_pairs", kind="tie", count=count)
    return count


@transaction.atomic
def end_pairs_home(actor: Any, ids: Iterable[UUID], *, note: str = "") -> int:
    """End these pairs today, since a parent is home; the duties close, the records stay."""
    rows = Tie.objects.filter(school_id=actor.school_id, pk__in=list(ids), until__isnull=True)
    ended = end_ties(
        actor, list(rows), until=timezone.localdate(), reason=Tie.EndReason.HOME, note=note
    )
    if ended:
        reconcile_duties(actor.school)
    return len(ended)
