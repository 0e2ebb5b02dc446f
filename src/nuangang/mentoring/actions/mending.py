"""Mending a draft by hand: locking pairs, and giving a child to somebody else."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.mentoring.effect import Effect, effect_of
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.roll import Roll, roll_of
from nuangang.people.models import Staff
from nuangang.people.vetting import refuse_unvetted


class NotOpen(Exception):
    """The draft was approved or dropped meanwhile."""


def lock_pair(actor: Any, pair: PlannedPair) -> None:
    """Keep a drafted pair when the draft is computed anew."""
    _set_lock(actor, pair, True)


def unlock_pair(actor: Any, pair: PlannedPair) -> None:
    """Let a drafted pair go free again."""
    _set_lock(actor, pair, False)


@transaction.atomic
def move_pair(actor: Any, pair: PlannedPair, adult: Staff) -> Effect:
    """Give the child of a drafted pair to `adult` and return what that changes.

    What was moved is locked, so that a new run leaves it alone; moved back to whom the solver
    proposed, it is free again. Raises NotOpen when the draft is no draft any more, ValidationError
    when the adult may not take children.
    """
    plan = _open_plan(pair)
    roll = roll_of(actor.school, timezone.localdate())
    refuse_unless_possible(roll, pair.child_id, adult, leaving=plan.leaving_id)
    rows = PlannedPair.objects.of(pair.school_id).filter(plan=plan, adult__isnull=False)
    pairs = dict(rows.values_list("child_id", "adult_id"))
    effect = effect_of(
        roll,
        pairs,
        pair.child_id,
        adult.pk,
        preferences=Preferences(**plan.preferences),
        leaving=plan.leaving_id,
    )
    pair.adult, pair.by_hand = adult, adult.pk != pair.proposed_id
    pair.locked, pair.kept = pair.by_hand, roll.held.get(pair.child_id) == adult.pk
    pair.reasons = effect.why
    pair.save(update_fields=["adult", "by_hand", "locked", "kept", "reasons"])
    record(
        actor, "pairing_moved", kind="plan", object_id=plan.pk, child=str(pair.child_id),
        adult=str(adult.pk),
    )  # fmt: skip
    return effect


def refuse_unless_possible(
    roll: Roll, child: UUID, adult: Staff, *, leaving: UUID | None = None
) -> None:
    """Raise ValidationError where the two can't be a pair at all."""
    if child not in roll.children:
        raise ValidationError(_("This child is not at the school any more."))
    refuse_unvetted(roll.school, [adult], roll.on)
    if adult.pk == leaving or adult.pk not in roll.adults or not roll.eligible(adult.pk):
        raise ValidationError(_("%(name)s may not take children.") % {"name": adult.name})


@transaction.atomic
def _set_lock(actor: Any, pair: PlannedPair, locked: bool) -> None:
    plan = _open_plan(pair)
    rows = PlannedPair.objects.of(pair.school_id).filter(pk=pair.pk, adult__isnull=False)
    if rows.exclude(locked=locked).update(locked=locked):
        verb = "pairing_locked" if locked else "pairing_unlocked"
        record(actor, verb, kind="plan", object_id=plan.pk, child=str(pair.child_id))
    pair.locked = locked and pair.adult_id is not None


def _open_plan(pair: PlannedPair) -> Plan:
    """Return the draft of a pair, held until the transaction ends so that nobody approves it."""
    rows = Plan.objects.of(pair.school_id).select_for_update()
    plan = rows.filter(pk=pair.plan_id, state=Plan.State.DRAFT).first()
    if plan is None:
        raise NotOpen
    return plan
