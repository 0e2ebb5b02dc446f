"""A child's file goes to another school of the system: offered, withdrawn, refused, accepted.

Each school has its own row of the offer, and every statement names the one school it is about.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions import reconcile_duties
from nuangang.care.evidence import standing_records
from nuangang.desk.models import Transfer
from nuangang.desk.pausing import end_pause
from nuangang.lib.ids import new_id
from nuangang.people.actions.files import close_file
from nuangang.people.actions.taking_over import take_over
from nuangang.people.models import Child, SchoolClass
from nuangang.policy.actor import Clock

OPEN = Transfer.State.OPEN


class NotOpenError(ValueError):
    """The offer was answered, withdrawn, or the child has left in another way."""


@transaction.atomic
def offer_child(
    actor: Any,
    child: Child,
    to: School,
    *,
    from_on: date,
    note: str = "",
    offer: UUID | None = None,
) -> Transfer:
    """Offer a child's file to another school and return our row; offering again makes none."""
    offer = offer or new_id()
    schools = _locked(actor.school_id, to.pk)
    ours = Transfer.objects.filter(school_id=actor.school_id)
    open_one = ours.filter(child_id=child.pk, state=OPEN, way=Transfer.Way.OUT)
    if standing := ours.filter(offer=offer).first() or open_one.first():
        return standing
    said = {
        "offer": offer, "child_name": child.name, "from_on": from_on, "note": note,
        "made_by": actor.name[:40], "made_at": timezone.now(),
    }  # fmt: skip
    here, there = schools[actor.school_id], schools[to.pk]
    row = Transfer.objects.create(
        school_id=here.pk, way=Transfer.Way.OUT, child=child,
        other_school=there.pk, other_name=there.name, **said,
    )  # fmt: skip
    Transfer.objects.create(
        school_id=there.pk, way=Transfer.Way.IN,
        other_school=here.pk, other_name=here.name, **said,
    )  # fmt: skip
    tell_both(actor, "transfer_offered", row)
    return row


@transaction.atomic
def withdraw_offer(actor: Any, row: Transfer) -> None:
    """Take an offer back that nobody has answered; raises NotOpenError otherwise."""
    _locked(row.school_id, row.other_school)
    _answer(actor, row, Transfer.State.WITHDRAWN)
    tell_both(actor, "transfer_withdrawn", row)


@transaction.atomic
def refuse_offer(actor: Any, row: Transfer, *, reason: str) -> None:
    """Say no to an offer, with the reason; raises NotOpenError when it is open no more."""
    _locked(row.school_id, row.other_school)
    _answer(actor, row, Transfer.State.REFUSED, answer=reason)
    tell_both(actor, "transfer_refused", row, reason=reason)


@transaction.atomic
def accept_offer(actor: Any, row: Transfer, *, klass: SchoolClass, on: date) -> Child:
    """Take the child into `klass` from `on` and return the file here; there it is closed.

    Raises NotOpenError when the offer is open no more, or the child has left otherwise; accepting
    twice changes nothing.
    """
    schools = _locked(row.school_id, row.other_school)
    row.refresh_from_db()
    if row.state == Transfer.State.ACCEPTED and row.child:
        return row.child
    here, there = schools[row.school_id], schools[row.other_school]
    source = offered_child(row)
    if source is None or (source.left_on and source.leave_reason != "transferred"):
        raise NotOpenError
    _answer(actor, row, Transfer.State.ACCEPTED)
    came_with = {
        "school": there.name, "on": on.isoformat(), "care": care_told(there.pk, source.pk)
    }  # fmt: skip
    own = take_over(actor, here, source, klass=klass, on=on, came_with=came_with)
    Transfer.objects.filter(school_id=here.pk, pk=row.pk).update(child_id=own.pk)
    # There it is done in our school's name: nobody of ours is anybody there.
    elsewhere = Clock(there.pk, name=here.name[:40])
    end_pause(elsewhere, source, on=on)
    if source.left_on is None:
        reason = Child.LeaveReason.TRANSFERRED
        close_file(elsewhere, source, on=on, reason=reason, place=here.name)
    tell_both(actor, "transfer_accepted", row, on=on.isoformat())
    for school in (there, here):
        reconcile_duties(school, now=timezone.now())
    return own


def offered_child(row: Transfer) -> Child | None:
    """Return the file at the school that offers it, for an offer that has come to us."""
    offers = Transfer.objects.filter(
        school_id=row.other_school, offer=row.offer, way=Transfer.Way.OUT
    )
    child_id = offers.values_list("child_id", flat=True).first()
    found = Child.objects.filter(school_id=row.other_school, pk=child_id)
    return found.select_related("klass").first()


def care_told(school_id: UUID, child_id: UUID) -> list[list[Any]]:
    """Return what a new school is told of the care so far: kind, how often, when last; no words."""
    rows = standing_records(school_id).filter(child_id=child_id, could_not="").order_by()
    counted = rows.values_list("kind").annotate(Count("pk"), Max("happened_on"))
    return [[kind, count, last.isoformat()] for kind, count, last in counted.order_by("kind")]


def _locked(*ids: UUID) -> dict[UUID, School]:
    """Hold both schools, always in the same order, so that two answers wait for each other."""
    rows = School.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {school.pk: school for school in rows}


def _answer(actor: Any, row: Transfer, state: str, *, answer: str = "") -> None:
    said = {"state": state, "answer": answer, "answered_at": timezone.now()}
    for school_id in (row.school_id, row.other_school):
        rows = Transfer.objects.filter(school_id=school_id, offer=row.offer, state=OPEN)
        if not rows.update(**said, answered_by=actor.name[:40]):
            raise NotOpenError
    row.state = state


def tell_both(actor: Any, verb: str, row: Transfer, **detail: Any) -> None:
    """Record it in both schools: with our person here, in our school's name there."""
    about = {"kind": "transfer", "object_id": row.offer, "label": row.child_name, **detail}
    record(actor, verb, **about, school=row.other_name)
    here = School.objects.only("name").get(pk=row.school_id)
    record(Clock(row.other_school, name=here.name[:40]), verb, **about, school=here.name)
