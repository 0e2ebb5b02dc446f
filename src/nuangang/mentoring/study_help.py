"""Which classmate helps whom with study: the same flow as for adults, class by class (R47, R48)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences, Proposal, Unmet

HELPER_PREFERENCES = Preferences(
    class_teacher="off",
    teaches_class="off",
    same_sex_boarder="off",
    same_gender=200,
    trained="off",
    siblings="off",
)


@dataclass(frozen=True, slots=True)
class Classmate:
    """A pupil who needs a helper, may be one for at most `cap` others, or both."""

    id: Any
    class_id: Any
    village: str = ""
    gender: str = ""
    needs_helper: bool = False
    may_help: bool = True
    cap: int = 2
    current_helper: Any = None
    current_years: int = 0
    locked_helper: Any = None
    forbidden: frozenset = frozenset()


def propose_helpers(
    classmates: Iterable[Classmate], preferences: Preferences = HELPER_PREFERENCES
) -> Proposal:
    """Propose a classmate for each child that needs one; `adult` in the pairs is the helper.

    A helper is of the same class, never the child itself, and never above `cap`, save by locks: who
    finds nobody stands in `unmet`. Two may help each other. In each class help is spread evenly.
    """
    started = perf_counter()
    classes = defaultdict(list)
    for one in classmates:
        classes[one.class_id].append(one)
    parts = [_of_class(classes[key], preferences) for key in sorted(classes, key=str)]
    return Proposal(
        pairs=[pair for part in parts for pair in part.pairs],
        loads=[load for part in parts for load in part.loads],
        unmet=_summed(unmet for part in parts for unmet in part.unmet),
        objective=sum(part.objective for part in parts),
        seconds=perf_counter() - started,
    )


def _of_class(classmates: list[Classmate], preferences: Preferences) -> Proposal:
    from nuangang.mentoring.matching import propose  # numpy comes with it: for those who pair

    children = [
        ChildToPair(
            one.id,
            village=one.village,
            gender=one.gender,
            current_adult=one.current_helper,
            current_years=one.current_years,
            locked_adult=None if one.locked_helper == one.id else one.locked_helper,
            forbidden=one.forbidden | {one.id},
        )
        for one in classmates
        if one.needs_helper
    ]
    helpers = [
        AdultToPair(
            one.id, cap=one.cap, village=one.village, gender=one.gender, eligible=one.may_help
        )
        for one in classmates
    ]
    return propose(children, helpers, preferences, caps_hold=True)


def _summed(parts: Iterable[Unmet]) -> list[Unmet]:
    """Add up the same rule over the classes."""
    rules: dict[str, list[Unmet]] = defaultdict(list)
    for part in parts:
        rules[part.rule].append(part)
    return [
        Unmet(rule, sum(p.count for p in found), tuple(who for p in found for who in p.who))
        for rule, found in rules.items()
    ]
