"""After a file changed: let the standing duties follow, if anything they rest on did."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.people.models import Child
from nuangang.policy.actor import Actor

RESTS_ON = ("left_behind", "klass_id", "left_on", "joined_on", "boarding")


@contextmanager
def settle(actor: Actor, child: Child) -> Iterator[None]:
    """Run a change of the child's file, then bring the duties into line with it, as one."""
    before = [getattr(child, name) for name in RESTS_ON]
    with transaction.atomic():
        yield
        if before != [getattr(child, name) for name in RESTS_ON]:
            reconcile_duties(actor.school, now=timezone.now())
