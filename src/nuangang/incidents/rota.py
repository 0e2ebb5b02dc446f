"""Whose turn it is: when a day's and a night's duty lie, and a round that goes on by itself; pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from nuangang.terms.calendar import DAY, SCHOOL_ZONE, monday_of

DAY_BEGINS, NIGHT_BEGINS = time(7), time(18)
Turn = tuple[Any, Any]
"""Who is on duty and who stands in; None for nobody."""


def night_of(now: datetime) -> date | None:
    """Return the day to whose night `now` belongs, until seven the next morning; None by day."""
    here = now.astimezone(SCHOOL_ZONE)
    if here.time() >= NIGHT_BEGINS:
        return here.date()
    return here.date() - DAY if here.time() < DAY_BEGINS else None


def in_turn(
    days: Iterable[date],
    people: Sequence[Any],
    *,
    weekly: bool = False,
    stand_in: bool = True,
    away: Callable[[Any, date], bool] = lambda _who, _day: False,
) -> dict[date, Turn]:
    """Return whose turn each day is: one after the other, or each a week from Monday on.

    Who is away is passed over, the next takes that day; the next again who is there stands in.
    """
    found: dict[date, Turn] = {}
    first = None
    for number, day in enumerate(days):
        first = first or monday_of(day)
        place = (monday_of(day) - first).days // 7 if weekly else number
        order = [people[(place + more) % len(people)] for more in range(len(people))]
        there = [who for who in order if not away(who, day)]
        second = there[1] if stand_in and len(there) > 1 else None
        found[day] = (there[0] if there else None, second)
    return found
