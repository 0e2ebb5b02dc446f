"""How far each scope reaches into duties and care records."""

from django.db.models import Q

from nuangang.care.models import CareRecord, CareRule, Duty, PeriodResult
from nuangang.people.guards import by_child, tied_children
from nuangang.policy.guards import guard
from nuangang.policy.matrix import Scope

_CHILD = by_child("child__")


def _mine_or_tied(actor):
    return Q(staff_id=actor.staff_id) | Q(child_id__in=tied_children(actor))


guard(CareRule, "care_rule")
guard(Duty, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(PeriodResult, "duty", _CHILD | {Scope.TIED: _mine_or_tied})
guard(CareRecord, "care_record", _CHILD)
