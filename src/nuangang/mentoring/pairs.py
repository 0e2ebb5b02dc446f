"""What goes into a pairing and what comes out of it, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

Weight = int | Literal["off", "hard"]


@dataclass(frozen=True, slots=True)
class ChildToPair:
    """A child who shall have an adult; `current_years` are the whole years with the current one."""

    id: Any
    class_id: Any = None
    village: str = ""
    gender: str = ""
    boarding: bool = False
    special_needs: bool = False
    current_adult: Any = None
    current_years: int = 0
    locked_adult: Any = None
    forbidden: frozenset = frozenset()
    siblings_group: Any = None


@dataclass(frozen=True, slots=True)
class AdultToPair:
    """Somebody who may care for children: at least `quota`, at most `cap` (None: no limit)."""

    id: Any
    party_member: bool = False
    quota: int = 0
    cap: int | None = None
    classes: frozenset = frozenset()
    class_teacher_of: frozenset = frozenset()
    village: str = ""
    gender: str = ""
    trained: bool = False
    eligible: bool = True


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the school wishes for: each "off", a weight in points from 1, or "hard" (docs/pairing.md)."""

    keep: Weight = 500
    class_teacher: Weight = 50
    teaches_class: Weight = 400
    same_village: Weight = 150
    same_sex_boarder: Weight = 200
    same_gender: Weight = "off"
    trained: Weight = 600
    siblings: Weight = 100
    even_load: Weight = "hard"

    def __post_init__(self):
        for each in fields(self):
            weight = getattr(self, each.name)
            whole = isinstance(weight, int) and not isinstance(weight, bool)
            if weight not in ("off", "hard") and not (whole and 0 <= weight <= 10_000):
                raise ValueError(f"{each.name}: off, hard or 0 to 10,000, not {weight!r}")

    def points(self, name: str) -> int:
        """Return the points that the wish `name` earns: 0 when it is off or hard."""
        weight = getattr(self, name)
        return weight if isinstance(weight, int) else 0

    def hard(self, name: str) -> bool:
        """Say whether the wish `name` is a rule."""
        return getattr(self, name) == "hard"

    def active(self, name: str) -> bool:
        """Say whether the wish `name` counts at all."""
        return getattr(self, name) not in ("off", 0)


class Reason(NamedTuple):
    """Why a pair was made: a code that `reasons.reason_text` puts into words, and its numbers."""

    code: str
    params: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Pair:
    """One child and the adult proposed."""

    child: Any
    adult: Any
    kept: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """How many children one adult has in the proposal."""

    adult: Any
    party_member: bool
    quota: int
    cap: int | None
    children: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule that can't hold: by how many in all, and for whom, each with his share."""

    rule: str
    count: int
    who: tuple[tuple[Any, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pairs for all children at once; a child in none of them stands in `unmet`."""

    pairs: list[Pair]
    loads: list[Load]
    unmet: list[Unmet]
    objective: int
    seconds: float = field(compare=False, default=0.0)
