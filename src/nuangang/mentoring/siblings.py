"""Brothers and sisters under one adult, by exchanges that leave every load as it is.

A flow can't say "both or neither", so this comes after it: each exchange must break no more hard
wishes than before and gain more points than it loses (docs/pairing.md).
"""

from collections import Counter, defaultdict

import numpy as np

from nuangang.mentoring.flow import NOBODY


def groups(children) -> list[list[int]]:
    """Return the indices of children who have a brother or sister among them, group by group."""
    found = defaultdict(list)
    for i, child in enumerate(children):
        if child.siblings_group not in (None, ""):
            found[child.siblings_group].append(i)
    return [members for members in found.values() if len(members) > 1]


def together(children, chosen: np.ndarray) -> np.ndarray:
    """Say for each child whether a brother or sister has the same adult."""
    answer = np.zeros(len(children), dtype=bool)
    for members in groups(children):
        count = Counter(chosen[members].tolist())
        for i in members:
            answer[i] = chosen[i] != NOBODY and count[chosen[i]] > 1
    return answer


def reunite(case, chosen: np.ndarray, movable: np.ndarray) -> None:
    """Exchange children in `chosen` so that siblings come under one adult where that is worth it."""
    if not case.preferences.active("siblings"):
        return
    family = groups(case.children)
    in_family = np.zeros(len(chosen), dtype=bool)
    in_family[[i for members in family for i in members]] = True
    for members in family:
        count = Counter(a for a in chosen[members].tolist() if a != NOBODY)
        for target, _ in sorted(count.items(), key=lambda item: (-item[1], item[0])):
            for i in members:
                if movable[i] and chosen[i] != target:
                    _exchange(case, chosen, i, target, members, movable & ~in_family)


def _exchange(case, chosen, child: int, target: int, members: list[int], partners) -> None:
    """Give `child` to `target` for the best of the children there, when the gain is above nothing."""
    there = np.flatnonzero(partners & (chosen == target))
    here = chosen[child]
    there = np.array([k for k in there if case.may(int(k), here)], dtype=np.intp)
    if not len(there) or not case.may(child, target):
        return
    moved = chosen[members].copy()
    moved[members.index(child)] = target
    weight = case.preferences.points("siblings")
    company = _in_company(moved) - _in_company(chosen[members])
    gain = weight * company + _change(case.objective.points, child, here, there, target)
    worse = _change(case.objective.breaks, child, here, there, target) > 0
    need = company if case.preferences.hard("siblings") else gain
    best = np.lexsort((-gain, worse))[0]
    if not worse[best] and np.broadcast_to(need, gain.shape)[best] > 0:
        chosen[child], chosen[there[best]] = target, here


def _in_company(adults: np.ndarray) -> int:
    """Count those of one family who share an adult with another of it."""
    return sum(n for adult, n in Counter(adults.tolist()).items() if adult != NOBODY and n > 1)


def _change(value, child: int, here: int, there: np.ndarray, target: int) -> np.ndarray:
    """Return by how much `value` grows when `child` changes places with each of those `there`."""
    after = value(np.intp(child), np.intp(target)) + value(there, np.intp(here))
    return after - value(np.intp(child), np.intp(here)) - value(there, np.intp(target))
