"""The assignment as a flow of least cost, solved by OR-Tools.

Children send one unit each to an adult, adults send theirs to a sink over arcs that grow dearer with
each child. docs/pairing.md proves that the weights below put the rules strictly one above the other.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

NOBODY = -1


@dataclass(frozen=True)
class Arcs:
    """Pairs that may be made: indices of child and adult, points earned, hard wishes broken."""

    child: np.ndarray
    adult: np.ndarray
    points: np.ndarray
    breaks: np.ndarray


@dataclass(frozen=True)
class Room:
    """Per adult: children held already, the least and the most; `caps_hold`: never beyond a cap."""

    held: np.ndarray
    quota: np.ndarray
    cap: np.ndarray
    caps_hold: bool = False


@dataclass(frozen=True)
class Prices:
    """What one unit of each rule costs; each outweighs all that stands below it on any cycle."""

    step: int
    under: int
    over: int
    hard: int
    nobody: int


def prices(arcs: Arcs, children: int, adults: int, even: int | str, top: int) -> Prices:
    """Weigh the rules for levels up to `top`; `even` is "hard" or points per level."""
    switches = min(children, adults + 1)
    spread = switches * int(arcs.points.max(initial=0)) + 1
    step = spread if even == "hard" else int(even)
    under = step * (top + 1) + spread
    hard = 4 * under
    return Prices(
        step, under, 2 * under, hard, hard * (switches * int(arcs.breaks.max(initial=0)) + 1)
    )


def assign(children: int, arcs: Arcs, room: Room, even: int | str) -> np.ndarray:
    """Return each child's adult by index, NOBODY only where `room.caps_hold` leaves no place.

    Every child must have an arc. Levels beyond those modelled cost as the last, so the answer is
    exact when nobody stands above them; otherwise it is asked again with more.
    """
    adults = len(room.held)
    arcs, even = _simplified(arcs, even)
    units = 3 * (children + int(room.held.sum())) // (2 * max(adults, 1)) + 2
    while True:
        chosen = _solve(children, arcs, room, even, units)
        used = np.bincount(chosen[chosen != NOBODY], minlength=1)
        if not even or used.max(initial=0) <= units + 1:
            return chosen
        units *= 2


def _simplified(arcs: Arcs, even: int | str) -> tuple[Arcs, int | str]:
    """Divide the points by their greatest common divisor: the solver's time grows with their size."""
    step = 0 if even == "hard" else int(even)
    divisor = int(np.gcd.reduce(arcs.points, initial=step)) or 1
    points = arcs.points // divisor
    return replace(arcs, points=points), even if even == "hard" else step // divisor


def _solve(children: int, arcs: Arcs, room: Room, even: int | str, units: int) -> np.ndarray:
    adults = len(room.held)
    sink, nobody = children + adults, children + adults + 1
    top = units + 1 + int(room.held.max(initial=0))
    price = prices(arcs, children, adults, even, top)
    adult, size, cost = _levels(room, price, units, children)
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # 16 MB for those who pair

    flow = SimpleMinCostFlow()
    _add(flow, arcs.child, arcs.adult + children, 1, price.hard * arcs.breaks - arcs.points)
    _add(flow, adult + children, sink, size, cost)
    if room.caps_hold:
        _add(flow, np.arange(children), nobody, 1, 0)
        _add(flow, np.array([nobody]), sink, children, price.nobody)
    flow.set_nodes_supplies(np.arange(children), np.ones(children, dtype=np.int64))
    flow.set_node_supply(sink, -children)
    if (status := flow.solve()) != SimpleMinCostFlow.OPTIMAL:
        raise ArithmeticError(f"pairing: the solver says {status.name}")
    used = flow.flows(np.arange(len(arcs.child), dtype=np.int32)) == 1
    chosen = np.full(children, NOBODY, dtype=np.intp)
    chosen[arcs.child[used]] = arcs.adult[used]
    return chosen


def _add(flow: Any, tail, head, size, cost) -> None:
    tail, head, size, cost = np.broadcast_arrays(tail, head, size, cost)
    flow.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), size.astype(np.int64), cost.astype(np.int64)
    )


def _levels(room: Room, price: Prices, units: int, children: int):
    """Return the arcs from adults to the sink: adult, capacity, cost; dearer one after the other."""
    if price.step:
        first, size = np.broadcast_arrays(
            room.held[:, None] + np.arange(1, units + 2), np.ones(units + 1, dtype=np.int64)
        )
        size = size.copy()
        size[:, -1] = children
    else:
        bounds = np.sort(np.stack([room.held, room.quota, room.cap]), axis=0).clip(room.held)
        first = (bounds + 1).T
        size = np.diff(bounds, axis=0, append=bounds[-1:] + children).T
    adult = np.broadcast_to(np.arange(len(room.held))[:, None], first.shape)
    cap, quota = room.cap[:, None], room.quota[:, None]
    if room.caps_hold:
        size = np.minimum(size, (cap - first + 1).clip(0))
    level = np.where(first <= cap, first, first - cap)
    cost = price.step * level + price.over * (first > cap) - price.under * (first <= quota)
    used = size > 0
    return adult[used], size[used], cost[used]
