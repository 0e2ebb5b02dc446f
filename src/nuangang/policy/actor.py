"""Who is asking: a signed-in person with their posts, or the clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nuangang.policy.matrix import (
    CLEAR,
    FIELD_CLASSES,
    HIDDEN,
    MASKED,
    MATRIX,
    NEEDS_FACTOR,
    Scope,
)

_BEST = (CLEAR, MASKED, HIDDEN)


@dataclass(frozen=True)
class Actor:
    """One person acting in one school (or region); made once per request."""

    user_id: UUID | None = None
    name: str = ""
    staff_id: UUID | None = None
    school: Any = None
    roles: frozenset[str] = frozenset()
    class_ids: frozenset[UUID] = frozenset()
    grade_years: frozenset[int] = frozenset()
    region_ids: frozenset[UUID] = frozenset()
    is_keeper: bool = False
    posts: tuple[str, ...] = field(default=())
    factor_due: datetime | None = None

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

    def sees(self, field_class: str) -> str:
        """Return how fields of this class are shown to the actor: clear, masked or hidden."""
        row = FIELD_CLASSES[field_class]
        shown = {row.get(role, HIDDEN) for role in self.roles}
        return next((how for how in _BEST if how in shown), HIDDEN)


@dataclass(frozen=True)
class Clock:
    """The machine acting by itself for one school."""

    school_id: UUID | None
    user_id: None = None
    staff_id: None = None
    name: str = "clock"
