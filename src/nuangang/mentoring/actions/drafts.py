"""Making drafts: for all children, for those without an agent parent, for somebody who leaves."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.mentoring.effect import reasons_of
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.pairs import Preferences, Proposal
from nuangang.mentoring.roll import Roll, roll_of
from nuangang.people.models import Staff

AT_ONCE = 500


@transaction.atomic
def propose(
    actor: Any, preferences: Preferences | None = None, *, scope: str = Plan.Scope.ALL
) -> Plan:
    """Propose an agent parent for every child at once and keep it as the school's one draft.

    An earlier draft is dropped; its locks are kept. With scope OPEN the present pairs stay as they
    are, and only children without an agent parent get one. `preferences` are the school's unless
    given.
    """
    roll = _locked_roll(actor)
    earlier = _draft_of(actor.school_id)
    held = roll.held if scope == Plan.Scope.OPEN else {}
    return _propose(actor, Plan(scope=scope), roll, preferences, held, _locks(earlier))


@transaction.atomic
def rerun_open(actor: Any, plan: Plan) -> Plan:
    """Pair anew only who has nobody in the draft or has come since; the rest stays as drafted."""
    roll = _locked_roll(actor)
    held = {pair.child_id: pair.adult_id for pair in _pairs(plan) if pair.adult_id}
    if plan.scope == Plan.Scope.LEAVING:
        roll = roll.only(_pairs(plan).values_list("child_id", flat=True))
    preferences = Preferences(**plan.preferences) if plan.preferences else None
    fresh = Plan(scope=plan.scope, leaving_id=plan.leaving_id, note=plan.note)
    return _propose(actor, fresh, roll, preferences, held, _locks(plan))


@transaction.atomic
def hand_over(actor: Any, staff: Staff, *, note: str = "") -> Plan:
    """Draft who takes the children of somebody who leaves; everybody else's children stay."""
    roll = _locked_roll(actor)
    roll = roll.only(roll.held)
    held = {child: adult for child, adult in roll.held.items() if adult != staff.pk}
    plan = Plan(scope=Plan.Scope.LEAVING, leaving_id=staff.pk, note=note)
    return _propose(actor, plan, roll, None, held, {})


@transaction.atomic
def drop(actor: Any, plan: Plan) -> bool:
    """Drop a draft; return whether it still was one."""
    dropped = _drop(plan.school_id, plan.pk)
    if dropped:
        record(actor, "pairing_dropped", kind="plan", object_id=plan.pk)
    return bool(dropped)


def look(actor: Any) -> tuple[Roll, Proposal]:
    """Return what `propose` would propose, and for whom, without writing anything."""
    roll = roll_of(actor.school, timezone.localdate())
    locks = _locks(_draft_of(actor.school_id))
    return roll, _compute(roll, roll.wishes.preferences, {}, locks)


def _locked_roll(actor: Any) -> Roll:
    """Read the roll; two people proposing at once wait for each other."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    return roll_of(school, timezone.localdate())


def _propose(
    actor: Any,
    plan: Plan,
    roll: Roll,
    preferences: Preferences | None,
    held: dict[UUID, UUID],
    locks: dict[UUID, PlannedPair],
) -> Plan:
    wanted = preferences or roll.wishes.preferences
    proposal = _compute(roll, wanted, held, locks, leaving=plan.leaving_id)
    _drop(roll.school.pk)
    _keep(actor, plan, roll, proposal, wanted)
    _keep_pairs(plan, roll, proposal, locks)
    record(actor, "pairing_proposed", kind="plan", object_id=plan.pk, count=len(proposal.pairs))
    return plan


def _compute(
    roll: Roll,
    preferences: Preferences,
    held: dict[UUID, UUID],
    locks: dict[UUID, PlannedPair],
    *,
    leaving: UUID | None = None,
) -> Proposal:
    from nuangang.mentoring import matching  # numpy comes with it: for those who pair

    locked = {
        child: pair.adult_id
        for child, pair in locks.items()
        if pair.adult_id and pair.adult_id != leaving
    }
    return matching.propose(
        roll.children_to_pair(locked, leaving=leaving),
        roll.adults_to_pair(leaving=leaving),
        preferences,
        held=held,
    )


def _keep(actor: Any, plan: Plan, roll: Roll, proposal: Proposal, preferences: Preferences) -> None:
    plan.school_id = roll.school.pk
    plan.preferences = asdict(preferences)
    plan.unmet = [
        {"rule": one.rule, "count": one.count, "who": [[str(pk), n] for pk, n in one.who]}
        for one in proposal.unmet
    ]
    plan.objective, plan.seconds = proposal.objective, proposal.seconds
    plan.by_id, plan.made_at = actor.staff_id, timezone.now()
    plan.save()


def _keep_pairs(plan: Plan, roll: Roll, proposal: Proposal, locks: dict[UUID, PlannedPair]) -> None:
    found = {pair.child: pair for pair in proposal.pairs}
    rows = []
    for child in roll.children:
        pair, lock = found.get(child), locks.get(child)
        adult = pair.adult if pair else None
        holds = bool(lock and adult == lock.adult_id)
        rows.append(
            PlannedPair(
                school_id=plan.school_id,
                plan=plan,
                child_id=child,
                adult_id=adult,
                proposed_id=lock.proposed_id if lock and holds else adult,
                kept=bool(pair and pair.kept),
                locked=holds,
                by_hand=bool(lock and holds and lock.by_hand),
                reasons=reasons_of(pair) if pair else [],
            )
        )
    PlannedPair.objects.bulk_create(rows, batch_size=AT_ONCE)


def _draft_of(school_id: UUID) -> Plan | None:
    rows = Plan.objects.of(school_id).filter(state=Plan.State.DRAFT)
    return rows.order_by("-made_at").first()


def _pairs(plan: Plan) -> Any:
    return PlannedPair.objects.of(plan.school_id).filter(plan=plan)


def _locks(plan: Plan | None) -> dict[UUID, PlannedPair]:
    return {pair.child_id: pair for pair in _pairs(plan).filter(locked=True)} if plan else {}


def _drop(school_id: UUID, *plans: UUID) -> int:
    """Drop the school's drafts (or some): the plan stays as a trace, its pairs are deleted."""
    drafts = Plan.objects.of(school_id).filter(state=Plan.State.DRAFT)
    ids = list((drafts.filter(pk__in=plans) if plans else drafts).values_list("pk", flat=True))
    PlannedPair.objects.of(school_id).filter(plan_id__in=ids).delete()
    rows = Plan.objects.of(school_id).filter(pk__in=ids, state=Plan.State.DRAFT)
    return rows.update(state=Plan.State.DROPPED)
