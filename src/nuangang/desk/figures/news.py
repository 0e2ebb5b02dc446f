"""What is new since yesterday morning, and whose birthday it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from nuangang.people.models import Change, Child, Tie
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND, children_here
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import SCHOOL_ZONE

MOST = 40


@dataclass(frozen=True)
class Kind:
    """One kind of news: how the list of children calls it, and the condition for a child."""

    words: Any
    of: Callable[[Actor, date], Q]


def yesterday(on: date) -> datetime:
    """Return the moment from which something is new on `on`: the morning of the day before."""
    return datetime.combine(on - timedelta(days=1), time(), SCHOOL_ZONE)


def _new(_actor: Actor, on: date) -> Q:
    return Q(made_at__gte=yesterday(on))


def _changed(actor: Actor, on: date) -> Q:
    lately = visible(actor, Change).filter(at__gte=yesterday(on), child__isnull=False)
    return Q(made_at__lt=yesterday(on), pk__in=lately.values("child_id"))


def _paired(actor: Actor, on: date) -> Q:
    since = yesterday(on).date()
    return Q(pk__in=_ties(actor).filter(since__gte=since, until__isnull=True).values("child_id"))


def _released(actor: Actor, on: date) -> Q:
    return Q(pk__in=_ties(actor).filter(until__gte=yesterday(on).date()).values("child_id"))


def _ties(actor: Actor) -> Any:
    return visible(actor, Tie).filter(capacity=Tie.Capacity.AGENT_PARENT)


NEWS = {
    "new": Kind(_("New files since yesterday"), _new),
    "changed": Kind(_("Files changed since yesterday"), _changed),
    "paired": Kind(_("Paired since yesterday"), _paired),
    "released": Kind(_("Agent parent ended since yesterday"), _released),
}


def count_news(actor: Actor, on: date) -> dict[str, int]:
    """Return how many children there is news of, by the names of NEWS; one statement."""
    counts = {name: Count("pk", filter=kind.of(actor, on)) for name, kind in NEWS.items()}
    rows = children_here(actor, on).order_by()
    found = rows.aggregate(**{f"news_{name}": count for name, count in counts.items()})
    return {name: found[f"news_{name}"] for name in NEWS}


def leavers_and_birthdays(actor: Actor, on: date) -> dict[str, list[dict[str, Any]]]:
    """Return rows of the children who left since yesterday, and of today's birthdays among the
    left-behind; one statement.
    """
    left = Q(left_on__gte=yesterday(on).date(), left_on__lte=on)
    birthday = Q(
        left_on__isnull=True,
        left_behind__in=LEFT_BEHIND,
        birth_is_month=False,
        birth__month=on.month,
        birth__day=on.day,
    )
    rows = visible(actor, Child).filter(left | birthday).order_by("left_on", "search", "pk")
    found = list(rows.values("id", "name", "left_on", *CLASS_COLUMNS)[:MOST])
    return {
        "left": [row for row in found if row["left_on"]],
        "birthdays": [row for row in found if not row["left_on"]],
    }
