"""Freezing the periods that are over, once each, whatever the clock slept through."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.evidence import Slot, Tally, evidence_for, slot_of, subject_of, tallies
from nuangang.care.models import Duty, PeriodResult
from nuangang.care.standing import PLACE, Place, Placer, excuses_of
from nuangang.lib.updates import update_each
from nuangang.people.actions.touching import touch_school
from nuangang.policy.actor import Clock
from nuangang.terms.calendar import end_of, school_day_now
from nuangang.terms.queries import calendar_of

_CHANGED = (*PLACE, "done", "missed_in_a_row", "missed_from", "frozen_through")


@transaction.atomic
def freeze(school: School, *, now: datetime) -> int:
    """Freeze every period of the school's duties that is over at `now`; return how many.

    What was recorded after a period's last day doesn't count for it, so the result is the same
    whenever the clock comes round. A unique key keeps a period from being frozen twice, and a
    duty is moved on only from the period it was read in.
    """
    duties = list(_over(school.pk, now))
    if not duties:
        return 0
    calendar = calendar_of(school, year=school_day_now(now).year)
    placer = Placer(calendar, now, excuses_of(school.pk))
    slots = {duty.pk: _slots(placer, duty) for duty in duties}
    every = [slot for own in slots.values() for slot, _place in own]
    counted = tallies(every, evidence_for(school.pk, every))
    results = [r for duty in duties for r in _results(duty, slots[duty.pk], counted, now)]
    PeriodResult.objects.bulk_create(results, batch_size=500, ignore_conflicts=True)
    _move_on(school.pk, placer, duties)
    touch_school(school.pk)
    record(Clock(school.pk), "periods_frozen", kind="duty", count=len(results))
    return len(results)


def _over(school_id: UUID, now: datetime) -> Iterable[Duty]:
    rows = Duty.objects.filter(
        school_id=school_id,
        closed_on__isnull=True,
        due_at__lt=now,
        ends__lt=school_day_now(now),
    )
    return rows.select_related("rule").select_for_update(of=("self",)).order_by("pk")


def _slots(placer: Placer, duty: Duty) -> list[tuple[Slot, Place]]:
    subject = subject_of(duty)
    return [
        (
            Slot(
                (duty.pk, place.begins),
                duty.rule,
                subject,
                place.begins,
                place.ends,
                end_of(place.ends),
            ),
            place,
        )
        for place in placer.over(duty)
    ]


def _results(
    duty: Duty, slots: list[tuple[Slot, Place]], counted: dict[tuple, Tally], now: datetime
) -> Iterable[PeriodResult]:
    duty.was = {"begins": duty.begins}  # type: ignore[attr-defined]
    for slot, place in slots:
        done = counted[slot.key].done(duty.rule)
        outcome = _outcome(place, done)
        _remember(duty, place, outcome)
        yield PeriodResult(
            school_id=duty.school_id,
            duty=duty,
            rule=duty.rule,
            child_id=duty.child_id,
            klass_id=duty.klass_id,
            staff_id=duty.staff_id,
            begins=place.begins,
            ends=place.ends,
            owed=place.owed,
            done=done,
            outcome=outcome,
            known_at=now,
            reason=place.excuse.reason if place.excuse else "",
            agreed_by_id=place.excuse.agreed_by_id if place.excuse else None,
        )


def _outcome(place: Place, done: int) -> str:
    if done and done >= place.owed:
        return PeriodResult.Outcome.MET
    if place.exempt:
        return PeriodResult.Outcome.EXCUSED
    return PeriodResult.Outcome.MISSED


def _remember(duty: Duty, place: Place, outcome: str) -> None:
    """Keep on the duty what the page needs of its past."""
    duty.frozen_through = place.ends
    if outcome == PeriodResult.Outcome.MET:
        duty.missed_in_a_row, duty.missed_from = 0, None
    elif outcome == PeriodResult.Outcome.MISSED:
        duty.missed_from = place.begins
        duty.missed_in_a_row += 1


def _move_on(school_id: UUID, placer: Placer, duties: list[Duty]) -> None:
    """Bring the duties into their next periods; what is recorded there already counts."""
    moved = []
    for duty in duties:
        place = placer.place(duty)
        if place:
            place.put(duty)
            moved.append(duty)
    slots = [slot_of(duty) for duty in moved]
    counted = tallies(slots, evidence_for(school_id, slots))
    for duty in moved:
        duty.done = counted[duty.pk].done(duty.rule)
    update_each(Duty, moved, _CHANGED, where=("begins",))
