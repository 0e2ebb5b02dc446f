"""After files changed: let the standing duties follow, if anything they rest on did."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.people.models import Child
from nuangang.policy.actor import Actor

RESTS_ON = ("left_behind", "klass_id", "left_on", "joined_on", "boarding", "special_needs")


@contextmanager
def settle_all(actor: Actor, children: Sequence[Child]) -> Iterator[None]:
    """Run a change of the children's files, then bring the duties into line with it, as one."""
    before = _grounds(children)
    with transaction.atomic():
        yield
        if before != _grounds(children):
            reconcile_duties(actor.school, now=timezone.now())


def settle(actor: Actor, child: Child):
    """Run a change of one child's file, then bring the duties into line with it, as one."""
    return settle_all(actor, [child])


def _grounds(children: Sequence[Child]) -> list[list]:
    return [[getattr(child, name) for name in RESTS_ON] for child in children]
