"""Dated facts about a child and the parents, and what they say on a day (domain.md §2.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
PARENTS = ("father", "mother")
EITHER = "either"
LIFE, RESIDENCE, ABILITY, MARITAL = "alive", "residence", "ability", "marital"
KINDERGARTEN, PRIMARY, JUNIOR, SENIOR, NOT_IN_SCHOOL = (
    "kindergarten",
    "primary",
    "junior",
    "senior",
    "not_in_school",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about one parent, `since` and `until` included, in the codes of the file's models.

    Without `since` the fact began on a day nobody wrote down; without `until` it still holds, or
    until a later fact of its kind begins.
    """

    kind: str
    value: str
    since: date | None = None
    until: date | None = None
    distance: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A recognised group (orphan, abandoned, single_parent …), `since` and `until` included."""

    kind: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What is on file about one child; None and empty mean not known.

    `birth_is_month`: only year and month of `birth` are known. `stage` is one of the stages above.
    `at_registered_place`: lives where the household is registered. `either`: what rosters say of
    one parent without saying which.
    """

    birth: date | None = None
    birth_is_month: bool = False
    rural_household: bool | None = None
    at_registered_place: bool | None = None
    stage: str | None = None
    father: Sequence[Fact] = ()
    mother: Sequence[Fact] = ()
    either: Sequence[Fact] = ()
    groups: Sequence[Group] = ()

    def of(self, parent: str) -> Sequence[Fact]:
        """Return the facts about "father", "mother" or "either"."""
        return {"father": self.father, "mother": self.mother, EITHER: self.either}[parent]


def stage_of_grade(grade: int | None) -> str | None:
    """Return the stage of grades 1–12, kindergarten below; None when no grade is known."""
    if grade is None:
        return None
    if grade < 1:
        return KINDERGARTEN
    return PRIMARY if grade <= 6 else JUNIOR if grade <= 9 else SENIOR


def held_on(facts: Sequence[Fact], kind: str, day: date) -> Fact | None:
    """Return the fact of `kind` that holds on `day`: of several, the one that began last."""
    held = [fact for fact in facts if fact.kind == kind and _holds(fact, day)]
    return max(reversed(held), key=lambda fact: fact.since or date.min, default=None)


def _holds(fact: Fact | Group, day: date) -> bool:
    return (fact.since is None or fact.since <= day) and (fact.until is None or day <= fact.until)


def groups_on(facts: ChildFacts, day: date) -> set[str]:
    """Return the kinds of the groups the child belongs to on `day`."""
    return {group.kind for group in facts.groups if _holds(group, day)}


def running_since(
    facts: Sequence[Fact], kind: str, day: date, counts: Callable[[Fact], bool]
) -> date | None:
    """Return since when, up to `day` and without a break, facts of `kind` that `counts` accepts hold.

    None means since a day nobody wrote down. The fact on `day` itself has to be accepted.
    """
    for turn in _turns(facts, kind, day):
        before = held_on(facts, kind, turn - DAY)
        if not before or not counts(before):
            return turn
    return None


def _turns(facts: Sequence[Fact], kind: str, day: date) -> list[date]:
    """Return the days up to `day` on which another fact may begin to hold, latest first."""
    same = [fact for fact in facts if fact.kind == kind]
    begun = {fact.since for fact in same if fact.since and fact.since <= day}
    ended = {fact.until + DAY for fact in same if fact.until and fact.until < day}
    return sorted(begun | ended, reverse=True)


def ages_on(birth: date, birth_is_month: bool, day: date) -> tuple[int, int]:
    """Return the least and greatest age in full years on `day` that the birth date allows."""
    if not birth_is_month:
        return _age(birth, day), _age(birth, day)
    first = birth.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return _age(last, day), _age(first, day)


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
