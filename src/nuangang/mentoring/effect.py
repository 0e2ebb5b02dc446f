"""What a change by hand does: whose load changes, what is gained or lost, and which rules break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nuangang.mentoring.pairs import AdultToPair, Pair, Preferences, Proposal, Unmet
from nuangang.mentoring.reasons import reason_text, unmet_text
from nuangang.mentoring.roll import Roll

FILLERS = {"quota", "even_load"}
Why = list[list[Any]]


@dataclass(frozen=True)
class Option:
    """Somebody a child may be given to: the load without this child, why, and what speaks against."""

    id: UUID
    name: str
    party_member: bool
    children: int
    quota: int
    cap: int | None
    why: list[str]
    points: int
    breaks: int
    present: bool

    @property
    def full(self) -> bool:
        """Say whether the child would be one too many."""
        return self.cap is not None and self.children >= self.cap


@dataclass(frozen=True)
class Effect:
    """The difference a change makes: loads as (adult, before, after), points, rules broken or mended."""

    loads: list[tuple[UUID, int, int]]
    points: int
    lost: list[str]
    gained: list[str]
    broken: list[str]
    mended: list[str]
    why: Why


def effect_of(
    roll: Roll,
    pairs: Mapping[UUID, UUID],
    child: UUID,
    adult: UUID | None,
    *,
    preferences: Preferences,
    leaving: UUID | None = None,
) -> Effect:
    """Return what giving `child` to `adult` changes in `pairs` (child id → adult id)."""
    from nuangang.mentoring.matching import assess  # numpy comes with it: for those who pair

    people = roll.adults_to_pair(leaving=leaving)
    children = roll.children_to_pair(leaving=leaving)
    given = {pk: a for pk, a in {**pairs, child: adult}.items() if a is not None}
    before = assess(children, people, pairs, preferences)
    after = assess(children, people, given, preferences)
    was, now = _reasons(before, child), _reasons(after, child)
    return Effect(
        loads=_changed_loads(before, after),
        points=after.objective - before.objective,
        lost=_told(was, now),
        gained=_told(now, was),
        broken=_more(before.unmet, after.unmet),
        mended=_more(after.unmet, before.unmet),
        why=now,
    )


def reasons_of(pair: Pair) -> Why:
    """Return why a pair was made, as it is kept."""
    return [[reason.code, dict(reason.params)] for reason in pair.reasons]


def words_of(why: Iterable[Any]) -> list[str]:
    """Return kept reasons in a few words each; plain sentences stay as they are."""
    return [each if isinstance(each, str) else reason_text(*each) for each in why]


def options(
    roll: Roll,
    pairs: Mapping[UUID, UUID],
    child: UUID,
    *,
    preferences: Preferences,
    leaving: UUID | None = None,
) -> list[Option]:
    """Return everybody a child may be given to, the fittest first."""
    people = [one for one in roll.adults_to_pair(leaving=leaving) if one.eligible]
    loads: dict[UUID, int] = {}
    for other, adult in pairs.items():
        if other != child:
            loads[adult] = loads.get(adult, 0) + 1
    worth = _Worth(roll, pairs, child, people, preferences)
    found = [worth.option(place, one, loads.get(one.id, 0)) for place, one in enumerate(people)]
    return sorted(found, key=lambda o: (o.breaks, o.full, -o.points, o.children, o.name))


class _Worth:
    """What one child finds in each of the adults."""

    def __init__(
        self,
        roll: Roll,
        pairs: Mapping[UUID, UUID],
        child: UUID,
        people: list[AdultToPair],
        preferences: Preferences,
    ) -> None:
        from nuangang.mentoring.objective import Objective

        every = {one.id: one for one in roll.children_to_pair()}
        self.roll, self.child, self.preferences = roll, every[child], preferences
        self.objective = Objective([self.child], people, preferences)
        self.present = pairs.get(child)
        group = self.child.siblings_group
        self.with_siblings = {
            pairs[pk]
            for pk, one in every.items()
            if pk != child and pk in pairs and group and one.siblings_group == group
        }

    def option(self, place: int, adult: AdultToPair, load: int) -> Option:
        """Return the adult at `place` as somebody to choose."""
        row = self.roll.adults[adult.id]  # type: ignore[index]
        holds = [w for w in self.objective.wishes if w.holds[w.key[0], place]]
        points = sum(self.preferences.points(wish.name) for wish in holds)
        return Option(
            id=row["id"],
            name=row["name"],
            party_member=row["party_member"],
            children=load,
            quota=adult.quota,
            cap=adult.cap,
            why=self._words([wish.name for wish in holds], adult),
            points=points,
            breaks=sum(
                bool(self.preferences.hard(w.name) and w.applies[w.key[0]] and w not in holds)
                for w in self.objective.wishes
            ),
            present=adult.id == self.present,
        )

    def _words(self, names: list[str], adult: AdultToPair) -> list[str]:
        if "class_teacher" in names:
            names = [name for name in names if name != "teaches_class"]
        said = [
            reason_text("kept", {"years": self.child.current_years})
            if name == "keep"
            else reason_text(name)
            for name in names
        ]
        return said + [reason_text("siblings")] * (adult.id in self.with_siblings)


def _reasons(proposal: Proposal, child: UUID) -> Why:
    return next((reasons_of(pair) for pair in proposal.pairs if pair.child == child), [])


def _told(some: Why, others: Why) -> list[str]:
    there = {code for code, _numbers in others}
    return words_of([r for r in some if r[0] not in there | FILLERS])


def _changed_loads(before: Proposal, after: Proposal) -> list[tuple[UUID, int, int]]:
    was = {load.adult: load.children for load in before.loads}
    now = {load.adult: load.children for load in after.loads}
    return [
        (adult, was.get(adult, 0), now.get(adult, 0))  # type: ignore[misc]
        for adult in {**now, **was}
        if was.get(adult, 0) != now.get(adult, 0)
    ]


def _more(before: list[Unmet], after: list[Unmet]) -> list[str]:
    """Return in words the rules that are broken more often after than before."""
    was = {one.rule: one.count for one in before}
    return [
        unmet_text(one.rule, one.count - was.get(one.rule, 0))
        for one in after
        if one.count > was.get(one.rule, 0)
    ]
