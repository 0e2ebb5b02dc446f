"""What is new since yesterday morning, and whose birthday it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q

from nuangang.people.models import Change, Child, Tie
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import SCHOOL_ZONE

MOST = 40


@dataclass(frozen=True)
class News:
    """How many files were changed, how many children were paired or lost their agent parent, and
    rows of those who left and those whose birthday it is."""

    changed: int
    paired: int
    released: int
    left: list[dict[str, Any]]
    birthdays: list[dict[str, Any]]


def yesterday(on: date) -> datetime:
    """Return the moment from which something is new on `on`: the morning of the day before."""
    return datetime.combine(on - timedelta(days=1), time(), SCHOOL_ZONE)


def news(actor: Actor, on: date) -> News:
    """Return what is new to `actor` on `on`; three statements."""
    since = yesterday(on).date()
    changed = visible(actor, Change).filter(at__gte=yesterday(on), child__isnull=False)
    ties = visible(actor, Tie).filter(capacity=Tie.Capacity.AGENT_PARENT)
    tied = ties.aggregate(
        paired=Count("child_id", filter=Q(since__gte=since, until__isnull=True), distinct=True),
        released=Count("child_id", filter=Q(until__gte=since), distinct=True),
    )
    return News(
        changed=changed.aggregate(n=Count("child_id", distinct=True))["n"],
        paired=tied["paired"],
        released=tied["released"],
        **_children(actor, on, since),
    )


def _children(actor: Actor, on: date, since: date) -> dict[str, list[dict[str, Any]]]:
    left = Q(left_on__gte=since, left_on__lte=on)
    birthday = Q(
        left_on__isnull=True,
        left_behind__in=LEFT_BEHIND,
        birth_is_month=False,
        birth__month=on.month,
        birth__day=on.day,
    )
    columns = ("id", "name", "left_on", *CLASS_COLUMNS)
    rows = visible(actor, Child).filter(left | birthday).order_by("left_on", "search", "pk")
    found = list(rows.values(*columns)[:MOST])
    return {
        "left": [row for row in found if row["left_on"]],
        "birthdays": [row for row in found if not row["left_on"]],
    }
