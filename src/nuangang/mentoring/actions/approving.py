"""Approving a draft: its pairs become ties."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.actions import reconcile_duties
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.roll import Roll, roll_of
from nuangang.people.actions.ties import end_ties, tie_all
from nuangang.people.models import Child, Staff, Tie


class Approved(NamedTuple):
    """How many pairs were made, and how many were passed over because somebody has left since."""

    made: int
    passed_over: int


@transaction.atomic
def approve(actor: Any, plan: Plan, *, since: date) -> Approved | None:
    """Write the ties of a draft from `since` on, and let the duties follow.

    Ties that hold already stay; changed ones end, those of somebody who leaves with that reason.
    Approving a second time does nothing and returns None.
    """
    now = timezone.now()
    rows = Plan.objects.of(plan.school_id).filter(pk=plan.pk, state=Plan.State.DRAFT)
    claimed = rows.update(
        state=Plan.State.APPROVED, approved_by_id=actor.staff_id, approved_at=now, since=since
    )
    if not claimed:
        return None
    roll = roll_of(actor.school, timezone.localdate())
    wanted = _wanted(plan, roll)
    possible = [
        (child, adult, why) for child, adult, why in wanted if _may(roll, plan, child, adult)
    ]
    _end_of_leaving(actor, plan, roll, since)
    _write(actor, plan.school_id, possible, since)
    done = Approved(len(possible), len(wanted) - len(possible))
    record(
        actor, "pairing_approved", kind="plan", object_id=plan.pk, since=since.isoformat(),
        **done._asdict(),
    )  # fmt: skip
    reconcile_duties(actor.school, now=now)
    return done


def _wanted(plan: Plan, roll: Roll) -> list[tuple[UUID, UUID, list]]:
    """Return the pairs of the draft that don't hold already."""
    rows = PlannedPair.objects.of(plan.school_id).filter(plan=plan, adult__isnull=False)
    pairs = rows.order_by("child_id").values_list("child_id", "adult_id", "reasons")
    return [(child, adult, why) for child, adult, why in pairs if roll.held.get(child) != adult]


def _may(roll: Roll, plan: Plan, child: UUID, adult: UUID) -> bool:
    here = child in roll.children and adult in roll.adults
    return here and adult != plan.leaving_id and roll.eligible(adult)


def _end_of_leaving(actor: Any, plan: Plan, roll: Roll, since: date) -> None:
    """End every tie of somebody who leaves, with that reason, before others take the children."""
    ties = [
        tie for tie in roll.ties.values() if plan.leaving_id and tie.adult_id == plan.leaving_id
    ]
    end_ties(actor, ties, until=since, reason=Tie.EndReason.LEFT, note=plan.note)


def _write(actor: Any, school_id: UUID, pairs: list[tuple], since: date) -> None:
    children = Child.objects.of(school_id).in_bulk([child for child, _adult, _why in pairs])
    adults = Staff.objects.of(school_id).in_bulk({adult for _child, adult, _why in pairs})
    tie_all(
        actor,
        [(children[child], adults[adult], why) for child, adult, why in pairs],
        since=since,
    )
