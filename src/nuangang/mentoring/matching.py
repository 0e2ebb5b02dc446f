"""Who cares for whom: a proposal for all children at once, best by a stated objective.

docs/pairing.md says in words and as a formula what is best, and why the answer is it.
"""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from nuangang.mentoring import candidates
from nuangang.mentoring.flow import NOBODY, Arcs, Room, assign
from nuangang.mentoring.objective import Objective
from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences, Proposal
from nuangang.mentoring.siblings import reunite
from nuangang.mentoring.verdict import proposal

ALL_PAIRS = 1_000_000
CANDIDATES = 30


class Case:
    """The children and adults of one pairing in the order of their ids, with all that is derived."""

    def __init__(
        self,
        children: Iterable[ChildToPair],
        adults: Iterable[AdultToPair],
        preferences: Preferences,
    ):
        self.children: Sequence[ChildToPair] = sorted(children, key=lambda c: str(c.id))
        self.adults: Sequence[AdultToPair] = sorted(adults, key=lambda a: str(a.id))
        self.preferences = preferences
        self.objective = Objective(self.children, self.adults, preferences)
        self.adult_index = {adult.id: j for j, adult in enumerate(self.adults)}
        self.eligible = np.array([a.eligible for a in self.adults], dtype=bool)
        self.quota = np.array([a.quota for a in self.adults], dtype=np.int64)
        most = len(self.children) + int(self.quota.max(initial=0))
        caps = [most if a.cap is None else min(max(a.cap, 0), most) for a in self.adults]
        self.cap = np.array(caps, dtype=np.int64)
        self.forbidden = np.array(
            [
                (i, self.adult_index[adult])
                for i, child in enumerate(self.children)
                for adult in child.forbidden
                if adult in self.adult_index
            ],
            dtype=np.intp,
        ).reshape(-1, 2)

    def may(self, child: int, adult: int) -> bool:
        """Say whether the two may be paired at all."""
        return self.adults[adult].eligible and (
            self.adults[adult].id not in self.children[child].forbidden
        )

    def held(self, held: Mapping[Any, Any]) -> np.ndarray:
        """Return the adult of each child that is locked, or held and allowed; NOBODY for the open."""
        chosen = np.full(len(self.children), NOBODY, dtype=np.intp)
        for i, child in enumerate(self.children):
            locked = self.adult_index.get(child.locked_adult, NOBODY)
            kept = self.adult_index.get(held.get(child.id), NOBODY)
            if locked != NOBODY:
                chosen[i] = locked
            elif kept != NOBODY and self.may(i, kept):
                chosen[i] = kept
        return chosen


def propose(
    children: Iterable[ChildToPair],
    adults: Iterable[AdultToPair],
    preferences: Preferences | None = None,
    *,
    held: Mapping[Any, Any] | None = None,
    limit: int | None = None,
    caps_hold: bool = False,
) -> Proposal:
    """Pair every child with an adult by the objective of docs/pairing.md (R38-R42, domain.md §1.9).

    `held` (child id → adult id) are pairs this run leaves alone, as far as they are allowed: give all
    but the open children to run only what is open. `limit` is the number of candidates per child;
    without it all adults are, up to a million pairs, and 30 beyond. With `caps_hold` a child rather
    stays without an adult than an adult goes over the cap. Never raises for rules that contradict
    each other: what can't hold stands in `unmet`. Ids must differ as text; the order of the input
    doesn't matter.
    """
    started = perf_counter()
    case = Case(children, adults, preferences or Preferences())
    chosen = case.held(held or {})
    movable = chosen == NOBODY
    _fill(case, chosen, limit, caps_hold)
    reunite(case, chosen, movable & (chosen != NOBODY))
    return proposal(case, chosen, caps_hold, started)


def assess(
    children: Iterable[ChildToPair],
    adults: Iterable[AdultToPair],
    pairs: Mapping[Any, Any],
    preferences: Preferences | None = None,
) -> Proposal:
    """Judge pairs made by hand (child id → adult id) as `propose` judges its own.

    The difference of two proposals' objective, loads and unmet rules is what a move costs.
    """
    started = perf_counter()
    case = Case(children, adults, preferences or Preferences())
    at = [case.adult_index.get(pairs.get(child.id), NOBODY) for child in case.children]
    return proposal(case, np.array(at, dtype=np.intp), False, started)


def _fill(case: Case, chosen: np.ndarray, limit: int | None, caps_hold: bool) -> None:
    """Write into `chosen` the best adult of every open child that has a candidate."""
    arcs = _arcs(case, np.flatnonzero(chosen == NOBODY), limit)
    if not len(arcs.child):
        return
    some, numbered = np.unique(arcs.child, return_inverse=True)
    held = np.bincount(chosen[chosen != NOBODY], minlength=len(case.adults))
    room = Room(held, case.quota, case.cap, caps_hold)
    even = "hard" if case.preferences.hard("even_load") else case.preferences.points("even_load")
    local = Arcs(numbered, arcs.adult, arcs.points, arcs.breaks)
    chosen[some] = assign(len(some), local, room, even)


def _arcs(case: Case, children: np.ndarray, limit: int | None) -> Arcs:
    """Return the pairs in question for these children, with what they are worth."""
    adults = np.flatnonzero(case.eligible)
    if limit is None and len(children) * len(adults) > ALL_PAIRS:
        limit = CANDIDATES
    if limit is None or limit >= len(adults):
        child, adult = candidates.every(children, adults, case.forbidden)
    else:
        child, adult = candidates.best(
            children, adults, case.forbidden, case.objective, max(limit, 1)
        )
    points = case.objective.points(child, adult)
    return Arcs(child, adult, points, case.objective.breaks(child, adult))
