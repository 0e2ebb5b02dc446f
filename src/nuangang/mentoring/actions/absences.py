"""Somebody is away for a time: what they owe is excused, and others stand in for their children."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.actions import agree_excuse, reconcile_duties, withdraw_excuse
from nuangang.care.models import Excuse
from nuangang.people.models import Staff, Tie
from nuangang.people.vetting import refuse_unvetted
from nuangang.terms.calendar import DAY


def stand_ins_of(excuse: Excuse) -> Any:
    """Return the stand-in ties for the one who is away in the days of `excuse`."""
    return Tie.objects.filter(
        school_id=excuse.school_id,
        stands_for_id=excuse.staff_id,
        capacity=Tie.Capacity.STAND_IN,
        since__lte=excuse.ends,
        until__gt=excuse.begins,
        end_reason="",
    )


def children_of(excuse: Excuse) -> Any:
    """Return the agent parent's ties that hold on a day of `excuse`."""
    held = Q(until__isnull=True) | Q(until__gt=excuse.begins)
    return Tie.objects.filter(
        held,
        school_id=excuse.school_id,
        adult_id=excuse.staff_id,
        capacity=Tie.Capacity.AGENT_PARENT,
        since__lte=excuse.ends,
    )


@transaction.atomic
def arrange_absence(
    actor: Any,
    person: Staff,
    *,
    begins: date,
    ends: date,
    reason: str,
    stand_in: Staff | None = None,
) -> Excuse:
    """Note that `person` is away from `begins` to `ends`, both included; `stand_in` takes all.

    Periods mostly within these days read as excused for the person. Doing it twice changes nothing.
    """
    excuse = agree_excuse(actor, staff=person, begins=begins, ends=ends, reason=reason)
    if stand_in:
        children = children_of(excuse).values_list("child_id", flat=True)
        set_stand_ins(actor, excuse, dict.fromkeys(children, stand_in))
    return excuse


@transaction.atomic
def set_stand_ins(actor: Any, excuse: Excuse, chosen: Mapping[UUID, Staff | None]) -> int:
    """Let each child of `chosen` be looked after by that person in the days of `excuse`, or nobody.

    What was there stays where it is the same; a stand-in who is replaced ends today, if begun.
    Returns how many changed. Raises ValidationError where somebody chosen has no valid check.
    """
    today = timezone.localdate()
    running = stand_ins_of(excuse).filter(until__gt=today).select_for_update(of=("self",))
    there = {row.child_id: row for row in running}
    changed = [c for c, adult in chosen.items() if _adult(there.get(c)) != (adult and adult.pk)]
    _end([there[c] for c in changed if c in there], today, Tie.EndReason.UNDONE)
    allowed = set(children_of(excuse).values_list("child_id", flat=True))
    given = [adult for child in changed if (adult := chosen[child])]
    refuse_unvetted(actor.school, given, today)
    fresh = [
        _stand_in(actor, excuse, child, adult, today)
        for child in changed
        if (adult := chosen[child]) and child in allowed and adult.pk != excuse.staff_id
    ]
    Tie.objects.bulk_create(fresh)
    if changed:
        _tell(actor, "stood_in", excuse, count=len(changed))
        reconcile_duties(actor.school)
    return len(changed)


def _adult(row: Tie | None) -> UUID | None:
    return row.adult_id if row else None


def _stand_in(actor: Any, excuse: Excuse, child: UUID, adult: Staff, today: date) -> Tie:
    """Return a new tie for what is left of the days; the past is not given to anybody anew."""
    return Tie(
        school_id=excuse.school_id,
        child_id=child,
        adult_id=adult.pk,
        stands_for_id=excuse.staff_id,
        capacity=Tie.Capacity.STAND_IN,
        since=max(excuse.begins, min(today, excuse.ends)),
        until=excuse.ends + DAY,
        approved_by_id=actor.staff_id,
    )


def _end(ties: Iterable[Tie], day: date, reason: str) -> None:
    """End stand-ins on `day`; one that has not begun never was, the others keep their days."""
    for row in ties:
        row.until = min(max(day, row.since), row.until or day)
        row.end_reason = reason if row.until == row.since else Tie.EndReason.BACK
        row.save(update_fields=["until", "end_reason"])


@transaction.atomic
def change_absence(actor: Any, excuse: Excuse, *, begins: date, ends: date, reason: str) -> Excuse:
    """Let the absence last longer or shorter; the stand-ins last as long. Returns the new excuse."""
    if (excuse.begins, excuse.ends, excuse.reason) == (begins, ends, reason):
        return excuse
    ties = list(stand_ins_of(excuse))
    withdraw_excuse(actor, excuse)
    changed = agree_excuse(actor, staff=excuse.staff, begins=begins, ends=ends, reason=reason)
    today = timezone.localdate()
    for row in ties:
        if row.since > today:
            row.since = max(begins, today)
        row.until = max(ends + DAY, min(row.since, today))
        row.save(update_fields=["since", "until"])
    reconcile_duties(actor.school)
    return changed


@transaction.atomic
def call_off_absence(actor: Any, excuse: Excuse) -> None:
    """Take the absence back: what still runs is owed by the person again from today on."""
    _end(list(stand_ins_of(excuse)), timezone.localdate(), Tie.EndReason.UNDONE)
    withdraw_excuse(actor, excuse)


def _tell(actor: Any, verb: str, excuse: Excuse, **detail: Any) -> None:
    record(actor, verb, kind="excuse", object_id=excuse.pk, label=str(excuse.staff), **detail)
