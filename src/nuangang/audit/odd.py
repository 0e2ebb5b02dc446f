"""What counts as odd reading: sums over moments, without a database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

HOUR = timedelta(hours=1)


class Seen(NamedTuple):
    """One file that somebody opened, at the clock's time at school."""

    at: datetime
    file: UUID


class Span(NamedTuple):
    """How many different files, and between when."""

    files: int
    first: datetime
    last: datetime


def most_in_an_hour(seen: Sequence[Seen]) -> Span | None:
    """Return the hour with the most different files; `seen` in order of time."""
    best: Span | None = None
    within: Counter[UUID] = Counter()
    start = 0
    for one in seen:
        within[one.file] += 1
        while one.at - seen[start].at >= HOUR:
            within[seen[start].file] -= 1
            if not within[seen[start].file]:
                del within[seen[start].file]
            start += 1
        if best is None or len(within) > best.files:
            best = Span(len(within), seen[start].at, one.at)
    return best


def by_night(seen: Iterable[Seen], begins: int, ends: int) -> dict[date, Span]:
    """Return the different files of each night, named for the day on which it began."""
    nights: dict[date, list[Seen]] = {}
    for one in seen:
        if (night := _night(one.at, begins, ends)) is not None:
            nights.setdefault(night, []).append(one)
    return {night: span(files) for night, files in nights.items()}


def _night(at: datetime, begins: int, ends: int) -> date | None:
    if begins <= ends:
        return at.date() if begins <= at.hour < ends else None
    if at.hour >= begins:
        return at.date()
    return at.date() - timedelta(days=1) if at.hour < ends else None


def by_day(seen: Iterable[Seen]) -> dict[date, list[Seen]]:
    """Return what was seen on each day."""
    days: dict[date, list[Seen]] = {}
    for one in seen:
        days.setdefault(one.at.date(), []).append(one)
    return days


def span(seen: Sequence[Seen]) -> Span:
    """Return how many different files these are, and between when."""
    moments = [one.at for one in seen]
    return Span(len({one.file for one in seen}), min(moments), max(moments))
