"""Who is asking: a signed-in person with their posts, or the clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nuangang.policy.matrix import (
    CLEAR,
    FIELD_CLASSES,
    FIELD_REACH,
    HIDDEN,
    MASKED,
    MATRIX,
    NEEDS_FACTOR,
    Scope,
)

_BEST = (CLEAR, MASKED, HIDDEN)
# kind of record ("child", "family") → the scopes by which one child is reached.
Reached = dict[str, set[Scope]]


@dataclass(frozen=True)
class Actor:
    """One person acting in one school (or region); made once per request."""

    user_id: UUID | None = None
    name: str = ""
    staff_id: UUID | None = None
    school: Any = None
    roles: frozenset[str] = frozenset()
    class_ids: frozenset[UUID] = frozenset()
    taught_ids: frozenset[UUID] = frozenset()
    grade_years: frozenset[int] = frozenset()
    region_ids: frozenset[UUID] = frozenset()
    is_keeper: bool = False
    posts: tuple[str, ...] = field(default=())
    factor_due: datetime | None = None
    unread: int = 0

    @property
    def school_id(self) -> UUID | None:
        """Return the school's id, None above the schools."""
        return self.school.pk if self.school is not None else None

    def scopes(self, kind: str, to: str = "read") -> set[Scope]:
        """Return every scope that the actor's roles give for `kind`; `to` is read or write."""
        place = 0 if to == "read" else 1
        row = MATRIX.get(kind, {})
        return {row[role][place] for role in self.roles if role in row} - {Scope.NONE}

    def may(self, kind: str, to: str = "read") -> bool:
        """Say whether the actor has any right at all over `kind`."""
        return bool(self.scopes(kind, to))

    def everywhere(self, kind: str, to: str = "read") -> bool:
        """Say whether the right over `kind` reaches the whole school."""
        return Scope.SCHOOL in self.scopes(kind, to)

    @property
    def needs_factor(self) -> bool:
        """Say whether the actor's posts ask for a second step at sign-in."""
        return bool(self.roles & NEEDS_FACTOR)

    def sees(self, field_class: str, reach: Reached | None = None) -> str:
        """Return how fields of this class are shown to the actor: clear, masked or hidden.

        With `reach`, of a child reached so; without, of whichever child the actor sees best.
        """
        row, kind = FIELD_CLASSES[field_class], FIELD_REACH[field_class]
        reading = MATRIX[kind]
        shown = {
            row.get(role, HIDDEN)
            for role in self.roles
            if role in reading and (reach is None or reading[role][0] in reach[kind])
        }
        return next((how for how in _BEST if how in shown), HIDDEN)

    def reach(
        self, klass_id: UUID | None, entry_year: int | None, *, tied: bool, family: bool
    ) -> Reached:
        """Return by which scopes a child is reached; `tied` and `family` (for what concerns the
        family) say whether by a tie or a duty."""
        found = {Scope.SCHOOL}
        if klass_id in self.class_ids:
            found.add(Scope.CLASS)
        if klass_id in self.taught_ids:
            found.add(Scope.TAUGHT)
        if entry_year in self.grade_years:
            found.add(Scope.GRADE)
        child = found | {Scope.TIED} if tied else found
        return {"child": child, "family": found | {Scope.TIED} if family else found}


@dataclass(frozen=True)
class Clock:
    """The machine acting by itself for one school."""

    school_id: UUID | None
    user_id: None = None
    staff_id: None = None
    name: str = "clock"
