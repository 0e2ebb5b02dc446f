"""The objective of docs/pairing.md said again, slowly: by trying all, and by scipy on slots."""

from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

NAMES = (
    "keep", "class_teacher", "teaches_class", "same_village", "same_sex_boarder", "same_gender",
    "trained",
)  # fmt: skip


def says(name, child, adult, known):
    """Return True or False as the pair fulfils the wish, None where the wish says nothing."""
    teaches = adult.classes | adult.class_teacher_of
    in_class = child.class_id is not None
    return {
        "keep": (child.current_adult == adult.id) if child.current_adult in known else None,
        "class_teacher": (child.class_id in adult.class_teacher_of) if in_class else None,
        "teaches_class": (child.class_id in teaches) if in_class else None,
        "same_village": (child.village == adult.village) if child.village else None,
        "same_sex_boarder": (
            child.gender == adult.gender if child.boarding and child.gender else None
        ),
        "same_gender": (child.gender == adult.gender) if child.gender else None,
        "trained": adult.trained if child.special_needs else None,
    }[name]


def worth(child, adult, preferences, known):
    """Return (hard wishes broken, points) of one pair."""
    said = {name: says(name, child, adult, known) for name in NAMES}
    broken = sum(preferences.hard(name) and said[name] is False for name in NAMES)
    return broken, sum(preferences.points(name) for name in NAMES if said[name])


def levels(n, cap):
    """Return 1 + 2 + … + n up to the cap, and counted anew above it."""
    cap = n if cap is None else cap
    below, above = min(n, cap), max(0, n - cap)
    return below * (below + 1) // 2 + above * (above + 1) // 2


def cost(loads, adults, broken, points, preferences):
    """Return the lexicographic cost of an allocation with these loads."""
    pairs = list(zip(loads, adults, strict=True))
    over = sum(max(0, n - a.cap) for n, a in pairs if a.cap is not None)
    under = sum(max(0, a.quota - n) for n, a in pairs)
    even = sum(levels(n, a.cap) for n, a in pairs)
    if preferences.hard("even_load"):
        return broken, over, under, even, -points
    return broken, over, under, preferences.points("even_load") * even - points, 0


def cost_of(children, adults, pairs, preferences):
    """Return the lexicographic cost of `pairs` (child id → adult id)."""
    by_id = {adult.id: adult for adult in adults}
    values = [worth(c, by_id[pairs[c.id]], preferences, by_id) for c in children if c.id in pairs]
    loads = [list(pairs.values()).count(a.id) for a in adults]
    broken, points = (sum(column) for column in zip((0, 0), *values, strict=True))
    return cost(loads, adults, broken, points, preferences)


def least_cost(children, adults, preferences):
    """Return the least lexicographic cost of all allocations, locks and what is ruled out kept."""
    choices = [
        [a.id for a in adults if a.id == c.locked_adult]
        or [a.id for a in adults if a.eligible and a.id not in c.forbidden]
        for c in children
    ]
    ids = [child.id for child in children]
    return min(
        cost_of(children, adults, dict(zip(ids, choice, strict=True)), preferences)
        for choice in product(*choices)
    )


def least_cost_under_caps(children, adults, preferences):
    """Return (children left out, then the cost as above) at its least when no cap may give way."""
    best = None
    choices = [[None, *(a.id for a in adults if a.id not in c.forbidden)] for c in children]
    for choice in product(*choices):
        if all(a.cap is None or choice.count(a.id) <= a.cap for a in adults):
            pairs = {c.id: a for c, a in zip(children, choice, strict=True) if a}
            cost = choice.count(None), cost_of(children, adults, pairs, preferences)
            best = min(best or cost, cost)
    return best


def points_on_slots(children, adults, preferences):
    """Return the most points with even loads by scipy: no hard wishes, quotas and caps that fit.

    Adult a becomes one slot per level; big numbers put quota over evenness over points.
    """
    known = {adult.id for adult in adults}
    n = len(children)
    points = np.array([[worth(c, a, preferences, known)[1] for a in adults] for c in children])
    slots = [
        (j, u) for j, a in enumerate(adults) for u in range(1, (n if a.cap is None else a.cap) + 1)
    ]
    step = n * int(points.max(initial=0)) + 1
    quota = step * (n * n + 1)
    prices = [step * u - quota * (u <= adults[j].quota) for j, u in slots]
    matrix = np.array(prices)[None, :] - points[:, [j for j, _ in slots]]
    rows, columns = linear_sum_assignment(matrix)
    return int(points[rows, [slots[k][0] for k in columns]].sum())
