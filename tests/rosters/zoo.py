"""All the rosters with their truth, by name."""

from functools import lru_cache

from .carers import all_carers
from .classrooms import all_classrooms
from .combos import combo
from .expect import Case
from .foreign import all_foreign
from .habits import all_habits
from .headers import all_headers
from .shapes import all_shapes
from .strays import all_strays
from .ticks import all_ticks
from .traps import all_traps
from .values import all_values

SEEDS = range(40)


@lru_cache
def _zoo() -> dict[str, Case]:
    cases = [
        *all_shapes(),
        *all_headers(),
        *all_classrooms(),
        *all_ticks(),
        *all_traps(),
        *all_foreign(),
        *all_strays(),
        *all_habits(),
        *all_values(),
        *all_carers(),
        *(combo(seed) for seed in SEEDS),
    ]
    named = {case.name: case for case in cases}
    if len(named) != len(cases):
        raise ValueError("two cases share a name")
    return named


def names() -> list[str]:
    """Return the names of all rosters."""
    return list(_zoo())


def roster(name: str) -> Case:
    """Return one roster with its truth."""
    return _zoo()[name]
