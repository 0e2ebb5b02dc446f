"""How far each scope reaches into duties and care records."""

from django.db.models import Q, QuerySet

from nuangang.care.models import (
    Beside,
    CareRecord,
    CareRule,
    Duty,
    Excuse,
    NightWork,
    PeriodResult,
    SharedRecord,
)
from nuangang.people.guards import by_child, tied_children
from nuangang.people.models import Child
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Guard, guard, unguarded, visible
from nuangang.policy.matrix import Scope

_CHILD = by_child("child__")


def _mine_or_tied(actor):
    return Q(staff_id=actor.staff_id) | Q(child_id__in=tied_children(actor))


guard(CareRule, "care_rule")
guard(Duty, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(PeriodResult, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(Excuse, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(CareRecord, "care_record", _CHILD)
guard(Beside, "care_record", by_child("mine__child__"))
guard(
    SharedRecord,
    "care_record",
    {
        Scope.TIED: lambda actor: Q(staff_id=actor.staff_id),
        Scope.CLASS: lambda actor: Q(klass_id__in=actor.class_ids),
        Scope.GRADE: lambda actor: Q(klass__entry_year__in=actor.grade_years),
    },
)
unguarded(NightWork, "the clock's own notes, never shown")

_RECORDED_FOR = Guard("care_record", by_child())


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
