"""How far each scope reaches into the people of a school."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from nuangang.people.models import (
    AccessReview,
    Change,
    Child,
    ChildGroup,
    Clearance,
    Consent,
    Contact,
    Department,
    KeptPart,
    ParentFact,
    Relative,
    SchoolClass,
    Staff,
    StaffPost,
    Tie,
    holding,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Reach, guard, unguarded
from nuangang.policy.matrix import Scope

_ALSO_TIED: list[Callable[[Actor, bool], Any]] = []


def also_tied(children: Callable[[Actor, bool], Any]) -> None:
    """Let an app above say which further children somebody is in charge of, as ids in a subquery.

    It is asked with True for those alone whose family has to be known to do what is owed.
    """
    _ALSO_TIED.append(children)


def tied_children(actor: Actor, *, family: bool = False) -> object:
    """Return the ids of children whom the actor cares for today, as a subquery."""
    tied = Tie.objects.filter(
        holding(timezone.localdate()), school_id=actor.school_id, adult_id=actor.staff_id
    ).values("child_id")
    more = [children(actor, family) for children in _ALSO_TIED]
    return tied.union(*more, all=True) if more else tied


def by_child(path: str = "", *, family: bool = False) -> dict[Scope, Reach]:
    """Return the reach of each scope for rows that hang on a child at `path` ('child__' or '').

    `family`: the rows tell of the family, which not everybody who owes the child something sees.
    """
    child = path.removesuffix("__") + "_id" if path else "pk"
    return {
        Scope.TIED: lambda actor: Q(**{f"{child}__in": tied_children(actor, family=family)}),
        Scope.TAUGHT: lambda actor: Q(**{f"{path}klass_id__in": actor.taught_ids}),
        Scope.CLASS: lambda actor: Q(**{f"{path}klass_id__in": actor.class_ids}),
        Scope.GRADE: lambda actor: Q(**{f"{path}klass__entry_year__in": actor.grade_years}),
    }


guard(Child, "child", by_child())
for _model in (Relative, Contact, ParentFact, ChildGroup):
    guard(_model, "family", by_child("child__", family=True))
guard(Consent, "consent", by_child("child__"))
guard(Change, "change", by_child("child__"))
guard(
    Tie,
    "tie",
    by_child("child__") | {Scope.TIED: lambda actor: Q(adult_id=actor.staff_id)},
)
guard(Staff, "staff", {Scope.OWN: lambda actor: Q(pk=actor.staff_id)})
guard(StaffPost, "staff", {Scope.OWN: lambda actor: Q(staff_id=actor.staff_id)})
guard(AccessReview, "access_review")
guard(Department, "staff")
guard(Clearance, "clearance", {Scope.OWN: lambda actor: Q(staff_id=actor.staff_id)})
guard(SchoolClass, "class")
unguarded(KeptPart, "read by the board alone, which asks for the right to it")
