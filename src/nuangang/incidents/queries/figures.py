"""How many incidents there were by kind, and how many deadlines were kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nuangang.incidents.kinds import KINDS
from nuangang.incidents.models import Deadline, Incident
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Figure:
    """One kind in the last twelve months: incidents, deadlines that ran out, and those kept in time."""

    words: str
    clock: str
    count: int
    over: int
    kept: int


def figures(actor: Actor, now: datetime, *, drill: bool) -> list[Figure]:
    """Return the kinds there were in the last twelve months; two statements."""
    since = {"raised_at__gt": now - YEAR, "drill": drill}
    rows = visible(actor, Incident).filter(**since).exclude(outcome=Incident.Outcome.MISTAKE)
    counts = Counter(rows.values_list("kind", flat=True))
    over: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    due = visible(actor, Deadline).filter(incident__in=rows.values("pk"))
    for row in due.select_related("incident"):
        _count(row, now, over, kept)
    return [
        Figure(str(kind.words), kind.clock, counts[code], over[code], kept[code])
        for code, kind in KINDS.items()
        if counts[code]
    ]


def _count(row: Deadline, now: datetime, over: Any, kept: Any) -> None:
    """Count a deadline once it is decided: done, or past its time."""
    kind, late = row.incident.kind, row.is_late(now)
    if row.told_at is not None or late:
        over[kind] += 1
        kept[kind] += not late
