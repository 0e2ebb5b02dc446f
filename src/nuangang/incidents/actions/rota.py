"""Filling and changing the rota: the day before today is never touched, and what stood there stays readable."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.incidents.models import DutyShift
from nuangang.incidents.queries.rota import KEPT, names_ahead
from nuangang.terms.calendar import school_day_now

Turn = tuple[UUID | None, UUID | None]


class PastDayError(ValueError):
    """A day that is over is not changed any more."""


@transaction.atomic
def set_shifts(
    actor: Any,
    turns: Mapping[date, Turn],
    *,
    night: bool,
    over: bool = True,
    now: datetime | None = None,
) -> int:
    """Enter who is on duty on these days; a turn of nobody clears the day. Returns how many changed.

    Without `over` what is entered stays. Raises PastDayError for days before today.
    """
    now = now or timezone.now()
    if any(day < school_day_now(now) for day in turns):
        raise PastDayError
    School.objects.select_for_update().get(pk=actor.school_id)
    own = {"school_id": actor.school_id, "night": night}
    there = DutyShift.objects.filter(**own, day__in=list(turns), over_at__isnull=True)
    known = {row.day: row for row in there}
    changed = {
        day: turn
        for day, turn in turns.items()
        if (over or day not in known) and turn != _turn_of(known.get(day))
    }
    replaced = [known[day].pk for day in changed if day in known]
    DutyShift.objects.filter(school_id=actor.school_id, pk__in=replaced).update(over_at=now)
    DutyShift.objects.bulk_create(
        DutyShift(**own, day=day, staff_id=who, stand_in_id=second, made_at=now,
                  made_by_id=actor.staff_id)
        for day, (who, second) in changed.items()
        if who
    )  # fmt: skip
    if changed:
        record(
            actor, "changed", kind="rota", label=f"{min(changed)}", days=len(changed), night=night
        )
        keep_names(actor.school_id, now)
    return len(changed)


def _turn_of(row: DutyShift | None) -> Turn:
    return (row.staff_id, row.stand_in_id) if row else (None, None)


@transaction.atomic
def swap_shifts(
    actor: Any, one: DutyShift, other: DutyShift, *, now: datetime | None = None
) -> None:
    """Let two people take each other's turn; who stands in stays with the day, unless it is who comes."""
    for shift, who in ((one, other.staff_id), (other, one.staff_id)):
        stand_in = shift.stand_in_id if shift.stand_in_id != who else shift.staff_id
        set_shifts(actor, {shift.day: (who, stand_in)}, night=shift.night, now=now)


def keep_names(school_id: Any, now: datetime) -> None:
    """Keep the next days' names on the school's own row, which every page reads anyway."""
    school = School.objects.select_for_update().get(pk=school_id)
    names = names_ahead(school_id, school_day_now(now))
    if school.waiting.get(KEPT, {}) != names:
        school.waiting = {**school.waiting, KEPT: names}
        school.save(update_fields=["waiting"])
