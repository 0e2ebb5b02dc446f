"""What a pair is worth: points earned and hard wishes broken, looked up in small tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences


@dataclass(frozen=True)
class Wish:
    """One preference: `holds[key of a child, adult]`, and for which keys it says anything."""

    name: str
    key: np.ndarray
    holds: np.ndarray
    applies: np.ndarray


def _coded(values: Iterable) -> tuple[np.ndarray, dict]:
    """Number the values from 1 in order of first sight; 0 stands for unknown (None or empty)."""
    codes: dict = {}
    numbers = [codes.setdefault(v, len(codes) + 1) if v not in (None, "") else 0 for v in values]
    return np.array(numbers, dtype=np.intp), codes


def _wish(name: str, key: np.ndarray, keys: int, hits: Iterable[tuple[int, int]], adults: int):
    """Return a wish that holds for `hits`, the pairs of a key from 1 and an adult's index."""
    holds = np.zeros((keys + 1, adults), dtype=bool)
    places = np.array(list(hits), dtype=np.intp).reshape(-1, 2)
    holds[places[:, 0], places[:, 1]] = True
    applies = np.ones(keys + 1, dtype=bool)
    applies[0] = False
    return Wish(name, key, holds, applies)


def _of_classes(name: str, children, adults, classes_of) -> Wish:
    key, codes = _coded(c.class_id for c in children)
    hits = ((codes[k], j) for j, a in enumerate(adults) for k in classes_of(a) if k in codes)
    return _wish(name, key, len(codes), hits, len(adults))


def _of_likeness(name: str, values: Iterable, adults: Sequence, of: str) -> Wish:
    key, codes = _coded(values)
    hits = ((codes[v], j) for j, a in enumerate(adults) if (v := getattr(a, of)) in codes)
    return _wish(name, key, len(codes), hits, len(adults))


def _of_training(children, adults) -> Wish:
    key = np.array([int(c.special_needs) for c in children], dtype=np.intp)
    return _wish(
        "trained", key, 1, ((1, j) for j, a in enumerate(adults) if a.trained), len(adults)
    )


def wishes(
    children: Sequence[ChildToPair], adults: Sequence[AdultToPair], preferences: Preferences
) -> list[Wish]:
    """Return the wishes that count, in the order in which a pair's reasons are told."""
    makers = {
        "keep": lambda: _of_likeness("keep", (c.current_adult for c in children), adults, "id"),
        "class_teacher": lambda: _of_classes(
            "class_teacher", children, adults, lambda a: a.class_teacher_of
        ),
        "teaches_class": lambda: _of_classes(
            "teaches_class", children, adults, lambda a: a.classes | a.class_teacher_of
        ),
        "same_village": lambda: _of_likeness(
            "same_village", (c.village for c in children), adults, "village"
        ),
        "same_sex_boarder": lambda: _of_likeness(
            "same_sex_boarder", (c.gender if c.boarding else "" for c in children), adults, "gender"
        ),
        "same_gender": lambda: _of_likeness(
            "same_gender", (c.gender for c in children), adults, "gender"
        ),
        "trained": lambda: _of_training(children, adults),
    }
    return [make() for name, make in makers.items() if preferences.active(name)]


class Objective:
    """Points and breaks of pairs (child index, adult index); the formula is in docs/pairing.md."""

    def __init__(self, children, adults, preferences: Preferences):
        self.preferences = preferences
        self.wishes = wishes(children, adults, preferences)
        self.most = sum(preferences.points(wish.name) for wish in self.wishes)

    def points(self, child: np.ndarray, adult: np.ndarray) -> np.ndarray:
        """Return the points that each pair earns by the weighted wishes; more is better."""
        total = np.zeros(np.broadcast(child, adult).shape, dtype=np.int64)
        for wish in self.wishes:
            if weight := self.preferences.points(wish.name):
                total += weight * wish.holds[wish.key[child], adult]
        return total

    def broken(self, wish: Wish, child: np.ndarray, adult: np.ndarray) -> np.ndarray:
        """Say for each pair whether it goes against `wish`; a child it can't speak of is content."""
        key = wish.key[child]
        return wish.applies[key] & ~wish.holds[key, adult]

    def breaks(self, child: np.ndarray, adult: np.ndarray) -> np.ndarray:
        """Return how many hard wishes each pair breaks."""
        total = np.zeros(np.broadcast(child, adult).shape, dtype=np.int64)
        for wish in self.wishes:
            if self.preferences.hard(wish.name):
                total += self.broken(wish, child, adult)
        return total

    def tables(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return tables with the key of each child's row: the sum of its rows ranks the adults."""
        merged: dict[tuple, tuple[np.ndarray, np.ndarray]] = {}
        for wish in self.wishes:
            same = wish.holds.shape, wish.key.tobytes()
            key, table = merged.get(same, (wish.key, 0))
            merged[same] = key, table + self._ranking(wish)
        return list(merged.values())

    def _ranking(self, wish: Wish) -> np.ndarray:
        if self.preferences.hard(wish.name):
            return (-1 - self.most) * (wish.applies[:, None] & ~wish.holds).astype(np.int64)
        return self.preferences.points(wish.name) * wish.holds.astype(np.int64)
