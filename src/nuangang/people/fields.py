"""Which fields of a child's file are sensitive, and how one actor sees those of one child."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from nuangang.lib.masking import masked
from nuangang.people.guards import by_child, tied_children
from nuangang.people.models import Child, ChildGroup
from nuangang.policy.actor import Actor, Reached
from nuangang.policy.matrix import (
    CLEAR,
    FIELD_CLASSES,
    FIELD_REACH,
    HIDDEN,
    MASKED,
    MATRIX,
    Scope,
)

# model → field → class of policy.matrix.FIELD_CLASSES. A child's name, class, sex and photo are in
# none; what is named nowhere else here is "file" for a child and goes with its row for others.
FIELDS: dict[str, dict[str, str]] = {
    "child": {
        "id_number": "identity",
        "roll_number": "identity",
        "household_place": "contact",
        "address": "contact",
        "health": "health",
        "disability": "health",
        "illness": "health",
        "special_needs": "health",
        "family_situation": "family",
        "income_sources": "family",
        "aid": "family",
        "siblings": "family",
        "remark": "family",
        "guardianship": "legal",
        "mind": "counselling",
    },
    "relative": {
        "id_number": "identity",
        "address": "contact",
        "wechat": "contact",
        "health": "family",
    },
    "contact": {"number": "contact"},
}
# A group that tells of a court, a crime or an illness is of that class; others are the family's.
_K = ChildGroup.Kind
GROUPS: dict[str, str] = {
    _K.PARENT_IN_CUSTODY: "legal",
    _K.POOR_GUARDIAN: "legal",
    _K.ABANDONED: "legal",
    _K.DISABLED: "health",
    _K.SERIOUSLY_ILL: "health",
}


def class_of(row: Any, name: str) -> str:
    """Return the class of a field of a row, '' for one that no reason opens."""
    if isinstance(row, ChildGroup):
        return GROUPS.get(row.kind, "family") if name == "kind" else ""
    return FIELDS.get(row._meta.model_name or "", {}).get(name, "")


@dataclass(frozen=True)
class Sight:
    """How one actor sees the fields of one child.

    `opened` holds classes of fields that a reason has opened for this view.
    """

    actor: Actor
    reach: Reached
    opened: frozenset[str] = field(default=frozenset())

    def sees(self, field_class: str) -> str:
        """Return clear, masked or hidden."""
        how = self.actor.sees(field_class, self.reach)
        return CLEAR if how == MASKED and field_class in self.opened else how

    def shown(self, field_class: str, value: str) -> str:
        """Return a value as the actor may see it: as it is, masked, or empty."""
        return as_allowed(self.sees(field_class), value)

    def may(self, kind: str, to: str = "read") -> bool:
        """Say whether the actor's right over `kind` reaches this child."""
        reach = self.reach.get(kind, self.reach["child"])
        return not reach.isdisjoint(self.actor.scopes(kind, to))


def as_allowed(how: str, value: str) -> str:
    """Return `value` clear, with its middle hidden, or empty; `how` is of policy.matrix."""
    if how == HIDDEN or not value:
        return ""
    return masked(value) if how == MASKED else value


def whose(actor: Actor, field_class: str) -> Q:
    """Return the condition for children of whom the actor sees fields of this class, if masked.

    What narrows a list by such fields tells of them: it holds for these children alone.
    """
    kind = FIELD_REACH[field_class]
    roles = [role for role in actor.roles if role in FIELD_CLASSES[field_class]]
    scopes = {MATRIX[kind][role][0] for role in roles if role in MATRIX[kind]}
    if Scope.SCHOOL in scopes:
        return Q()
    reach, found = by_child(family=kind == "family"), Q(pk__in=[])
    for scope in scopes & reach.keys():
        found |= reach[scope](actor)
    return found


def with_ties(
    actor: Actor, rows: QuerySet[Any, Any], classes: Iterable[str] = FIELD_CLASSES
) -> QuerySet[Any, Any]:
    """Annotate children with `is_tied` and `is_family`: whether a tie or duty leads to them.

    `classes` are those that are asked for: where a tie opens nothing of them that the actor doesn't
    see anyway, both are said without looking.
    """
    if not ties_matter(actor, classes):
        return rows.annotate(is_tied=_said(False), is_family=_said(False))
    return _asked_for_ties(actor, rows)


def _asked_for_ties(actor: Actor, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    child, family = tied_children(actor), tied_children(actor, family=True)
    return rows.annotate(
        is_tied=_whether(When(pk__in=child, then=True)),
        is_family=_whether(When(pk__in=family, then=True)),
    )


def with_sight(actor: Actor, rows: QuerySet[Child]) -> QuerySet[Child]:
    """Join what decides on how the actor sees each child, and what they may do (sight_of)."""
    return _asked_for_ties(actor, rows.select_related("klass"))


def ties_matter(actor: Actor, classes: Iterable[str] = FIELD_CLASSES) -> bool:
    """Say whether a tie opens anything of these classes that the actor's other posts don't."""
    whole: Reached = {"child": {Scope.SCHOOL}, "family": {Scope.SCHOOL}}
    tied: Reached = {kind: {Scope.TIED, *scopes} for kind, scopes in whole.items()}
    return any(actor.sees(each, whole) != actor.sees(each, tied) for each in classes)


def _said(answer: bool) -> Value:
    return Value(answer, output_field=BooleanField())


def _whether(when: When) -> Case:
    return Case(when, default=False, output_field=BooleanField())


def sight_of(actor: Actor, child: Child, opened: frozenset[str] = frozenset()) -> Sight:
    """Return how the actor sees a child of `with_sight`; `opened` as in Sight."""
    entered = child.klass.entry_year if child.klass else None
    return sight_in(actor, child, child.klass_id, entered, opened)


def sight_in(
    actor: Actor,
    row: Any,
    klass_id: UUID | None,
    entry_year: int | None,
    opened: frozenset[str] = frozenset(),
) -> Sight:
    """Return how the actor sees the child of a row of `with_ties` (a dict or a model)."""
    tied, family = (
        (row["is_tied"], row["is_family"])
        if isinstance(row, dict)
        else (row.is_tied, row.is_family)
    )
    return Sight(actor, actor.reach(klass_id, entry_year, tied=tied, family=family), opened)
