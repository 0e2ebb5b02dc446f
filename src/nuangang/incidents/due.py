"""When each party has to be told, and when each report is due: arithmetic without models."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nuangang.incidents.kinds import OF_CHILD, Party, What
from nuangang.incidents.table import HAPPENED, Rule

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOST_REPORTS = 31


@dataclass(frozen=True)
class Due:
    """One thing that has to be done by a moment: a party told, or a report handed in."""

    what: str
    party: str
    child: Any
    number: int
    due_at: datetime


def begins_at(rule: Rule, happened_at: datetime, known_at: datetime) -> datetime:
    """Return from when a rule counts; what is only to come counts from when it was known."""
    return min(happened_at, known_at) if rule.counts_from == HAPPENED else known_at


def due_of(
    rule: Rule,
    begins: datetime,
    *,
    families: Mapping[Any, Collection[str]],
    without: Sequence[str] = (),
    grave: bool = False,
) -> list[Due]:
    """Return everything that is due, what comes first before; moments need a time zone.

    `families` maps each child to the parties it has at home and far away; `without` are parties that
    must not be told, as the head of what is about the head.
    """
    if begins.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    found = [*_tellings(rule, begins, families, without, grave), *_reports(rule, begins)]
    return sorted(found, key=lambda due: (due.due_at, due.what, due.party, str(due.child)))


def _tellings(
    rule: Rule,
    begins: datetime,
    families: Mapping[Any, Collection[str]],
    without: Sequence[str],
    grave: bool,
) -> Iterator[Due]:
    for party in rule.tell:
        minutes = rule.minutes(party, grave=grave)
        if minutes is None or party in without:
            continue
        whose = [c for c, has in families.items() if party in has] if party in OF_CHILD else [None]
        for child in whose:
            yield Due(What.TELL, party, child, 1, begins + minutes * MINUTE)


def _reports(rule: Rule, begins: datetime) -> Iterator[Due]:
    """Yield the follow-up reports before the final one, and the final one, all to the bureau."""
    last = begins + rule.final * DAY
    if rule.progress and rule.final:
        for number in range(1, MOST_REPORTS + 1):
            at = begins + number * rule.progress * HOUR
            if at >= last:
                break
            yield Due(What.PROGRESS, Party.BUREAU, None, number, at)
    if rule.final:
        yield Due(What.FINAL, Party.BUREAU, None, 1, last)


def minutes_left(due_at: datetime, now: datetime) -> int:
    """Return the full minutes until a deadline, negative once it is past."""
    return int((due_at - now).total_seconds() // 60)
