"""The clock lets go of rosters that nobody confirmed for a week."""

from datetime import timedelta

from django.utils import timezone

from nuangang.care.clock import tick
from nuangang.desk.tests.caring import caring
from nuangang.intake.models import Batch

__all__ = ["caring"]


def test_only_old_ones_that_wait_are_dropped(caring) -> None:
    now = timezone.now()
    states = [("old", 8, "read"), ("new", 6, "read"), ("done", 8, "applied")]
    for name, days, state in states:
        Batch.objects.create(
            school=caring.school,
            filename=name,
            sha256="0" * 64,
            size=1,
            content="eA==",
            state=state,
            made_at=now - timedelta(days=days),
        )
    tick(now)
    kept = {batch.filename: (batch.state, bool(batch.content)) for batch in Batch.objects.all()}
    assert kept == {
        "old": ("dropped", False),
        "new": ("read", True),
        "done": ("applied", True),
    }
