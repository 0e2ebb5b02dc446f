"""Which adults come into question for which child: all, or at large sizes a fixed number each."""

import numpy as np

from nuangang.mentoring.objective import Objective

ROWS = 128


def every(children: np.ndarray, adults: np.ndarray, forbidden: np.ndarray):
    """Return all pairs of these indices but the `forbidden` (an array of rows child, adult)."""
    open_ = np.zeros((children.max(initial=-1) + 1, adults.max(initial=-1) + 1), dtype=bool)
    open_[np.ix_(children, adults)] = True
    known = (forbidden < open_.shape).all(axis=1)
    open_[tuple(forbidden[known].T)] = False
    return np.nonzero(open_)


def best(children, adults, forbidden, objective: Objective, limit: int):
    """Return for each child its `limit` best adults, a third of them taken in turn.

    Those in turn see to it that every adult is a candidate of about equally many children, so that
    loads can be even and quotas met. The adults' order is turned from block to block, so that ties
    don't always go to the same.
    """
    width, share = len(adults), max(1, limit // 3)
    tables, size = _tables(objective, adults)
    banned = _positions(children, adults, forbidden)
    chosen = np.full((len(children), limit), -1, dtype=np.intp)
    for start in range(0, len(children), ROWS):
        rows = children[start : start + ROWS]
        row = np.arange(len(rows))[:, None]
        shift = start * share % width
        rank = np.zeros((len(rows), width), dtype=size)
        for key, table in tables:
            rank += table[key[rows], shift : shift + width]
        rank[row, (row * share + np.arange(share)) % width] = np.iinfo(size).max
        first, last = np.searchsorted(banned[:, 0], (start, start + len(rows)))
        i, j = banned[first:last].T
        rank[i - start, (j - shift) % width] = np.iinfo(size).min
        top = np.argpartition(rank, -limit, axis=1)[:, -limit:]
        allowed = rank[row, top] > np.iinfo(size).min
        chosen[start : start + len(rows)] = np.where(allowed, (top + shift) % width, -1)
    chosen.sort(axis=1)
    found = chosen.ravel() >= 0
    return np.repeat(children, limit)[found], adults[chosen.ravel()[found]]


def _tables(objective: Objective, adults: np.ndarray):
    """Return the ranking tables of these adults, twice side by side, as narrow as they may be."""
    tables = [(key, table[:, adults]) for key, table in objective.tables()]
    highest = sum(int(np.abs(table).max(initial=0)) for _, table in tables)
    size = np.int16 if highest < 2**15 - 1 else np.int32
    return [(key, np.tile(table.astype(size), 2)) for key, table in tables], size


def _positions(children, adults, forbidden) -> np.ndarray:
    """Return the forbidden pairs as positions in `children` and `adults`, in the children's order."""
    rows = np.searchsorted(children, forbidden[:, 0])
    columns = np.searchsorted(adults, forbidden[:, 1])
    inside = (rows < len(children)) & (columns < len(adults))
    rows, columns, pairs = rows[inside], columns[inside], forbidden[inside]
    same = (children[rows] == pairs[:, 0]) & (adults[columns] == pairs[:, 1])
    return np.stack([rows[same], columns[same]], axis=1)
