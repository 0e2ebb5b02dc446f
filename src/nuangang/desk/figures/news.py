"""What is new since yesterday morning, and whose birthday it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuangang.people.models import Change, Tie
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import SCHOOL_ZONE


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


def news_for(actor: Actor, counted: dict[str, int]) -> dict[str, int]:
    """Return the news that the actor may see: not everybody may read what was changed in files."""
    if not actor.everywhere("change", "read"):
        counted = {**counted, "changed": 0}
    return counted
