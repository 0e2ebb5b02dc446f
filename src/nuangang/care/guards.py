"""How far each scope reaches into duties and care records."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuangang.care.evidence import stands
from nuangang.care.kinds import CALLS
from nuangang.care.letting_go import LetGo
from nuangang.care.models import (
    Beside,
    CareRecord,
    CareRule,
    Duty,
    Excuse,
    Kind,
    NightWork,
    PeriodResult,
    Photo,
    SharedRecord,
)
from nuangang.care.owing import SHARED
from nuangang.people.guards import also_tied, by_child, tied_children
from nuangang.people.models import Child
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Guard, Reach, guard, unguarded, visible
from nuangang.policy.matrix import Scope

_CHILD = by_child("child__")


def _own(path: str = "") -> Reach:
    """Return the reach of those who read of the children tied to them what they recorded alone.

    What others wrote down of such a child may tell of the family.
    """
    return lambda actor: Q(
        **{f"{path}staff_id": actor.staff_id, f"{path}child_id__in": tied_children(actor)}
    )


_RECORDS = _CHILD | {Scope.OWN: _own()}


def _mine_or_tied(actor):
    return Q(staff_id=actor.staff_id) | Q(child_id__in=tied_children(actor))


def _with_record(reach: Reach) -> Reach:
    """Let a photo be reached with any standing record that it belongs to."""

    def reached(actor: Actor) -> Q:
        rows = CareRecord.objects.filter(stands(actor.school_id), school_id=actor.school_id)
        own = rows.filter(together=OuterRef("together"), staff_id=OuterRef("staff_id"))
        return Q(Exists(own.filter(reach(actor))))

    return reached


guard(CareRule, "care_rule")
guard(Duty, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(PeriodResult, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(Excuse, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(CareRecord, "care_record", _RECORDS)
guard(Beside, "care_record", by_child("mine__child__"))
guard(
    SharedRecord,
    "care_record",
    {
        Scope.OWN: lambda actor: Q(staff_id=actor.staff_id),
        Scope.TIED: lambda actor: Q(staff_id=actor.staff_id),
        Scope.CLASS: lambda actor: Q(klass_id__in=actor.class_ids),
        Scope.GRADE: lambda actor: Q(klass__entry_year__in=actor.grade_years),
    },
)
guard(Photo, "care_record", {scope: _with_record(reach) for scope, reach in _RECORDS.items()})
guard(LetGo, "care_record", by_child("record__child__") | {Scope.OWN: _own("record__")})
unguarded(NightWork, "the clock's own notes, never shown")


# Whoever owes one of these turns to the family, and has to know whom to ring and where they live.
WITH_THE_FAMILY = (*CALLS, Kind.HOME_VISIT, Kind.REUNION, Kind.MEETING, Kind.LETTER)


def _owed_children(actor: Actor, family: bool) -> QuerySet[Any]:
    """Return the ids of children whom the actor owes something by their post or by name.

    An agent parent reaches a child through the tie alone, and no longer than it holds. With
    `family`, only children whose family the actor has to turn to.
    """
    # Asked for a child that is there, SQLite goes through every duty of the school instead of this
    # person's; the null of a duty towards no child in particular is in no list of children.
    rows = Duty.objects.filter(
        school_id=actor.school_id,
        staff_id=actor.staff_id,
        closed_on__isnull=True,
        rule__owed_by__in=[owed_by.value for owed_by in SHARED],
    )
    if family:
        rows = rows.filter(rule__kind__in=WITH_THE_FAMILY)
    return rows.values("child_id")


also_tied(_owed_children)
_RECORDED_FOR = Guard("care_record", by_child())


def shared_duties(actor: Actor) -> QuerySet[Duty]:
    """Return the standing duties towards no child in particular that the actor may record for."""
    rows = Duty.objects.filter(
        school_id=actor.school_id, closed_on__isnull=True, child__isnull=True
    ).exclude(rule__counting=CareRule.Counting.CHILDREN)
    if actor.everywhere("care_record", "write"):
        return rows
    return rows.filter(Q(staff_id=actor.staff_id) | Q(klass_id__in=actor.class_ids))


def children_to_record(actor: Actor) -> QuerySet[Child]:
    """Return the children whom the actor may record care for."""
    rows = Child.objects.filter(school_id=actor.school_id)
    return rows.filter(_RECORDED_FOR.narrow(actor, "write"))


def records_to_mend(actor: Actor) -> QuerySet[CareRecord]:
    """Return the records the actor may correct: their own, or all for those over the school."""
    rows = visible(actor, CareRecord, "write")
    if actor.everywhere("care_record", "write"):
        return rows
    return rows.filter(Q(staff_id=actor.staff_id) | Q(recorded_by_id=actor.staff_id))


def acts_to_mend(actor: Actor, together: UUID) -> QuerySet[CareRecord]:
    """Return the standing records of what was recorded in one go that the actor may correct."""
    rows = records_to_mend(actor).filter(stands(actor.school_id), together=together)
    return rows.select_related("child")
