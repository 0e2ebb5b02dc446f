"""Rosters that nobody confirmed: their contents go after a week."""

from datetime import datetime, timedelta

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.intake.actions import drop
from nuangang.intake.models import Batch
from nuangang.policy.actor import Clock

KEPT_FOR = timedelta(days=7)


@transaction.atomic
def drop_forgotten(school: School, *, now: datetime) -> int:
    """Drop the school's rosters waiting for longer than a week; return how many."""
    waiting = Batch.objects.filter(school_id=school.pk, state=Batch.State.READ)
    old = list(waiting.filter(made_at__lt=now - KEPT_FOR).defer("content", "report"))
    for batch in old:
        drop(Clock(school.pk), batch)
    return len(old)
