"""Questions about messages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuangang.notify.models import Message, Try
from nuangang.policy.guards import visible

PAGE = 50


def sent_out(actor: Any, state: str = "", channel: str = "") -> QuerySet[Message]:
    """Return what left the school, or was to, the newest first, narrowed where asked."""
    rows = visible(actor, Message)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(channel=channel) if channel else rows
    return rows.order_by("-queued_at", "-pk")


def tries_of(actor: Any, messages: Iterable[Message]) -> dict[UUID, list[Try]]:
    """Return every attempt to hand these messages over, by message, the first one first."""
    found: dict[UUID, list[Try]] = defaultdict(list)
    ids = [message.pk for message in messages]
    for each in visible(actor, Try).filter(message_id__in=ids).order_by("at"):
        found[each.message_id].append(each)
    return found


def counts(actor: Any, now: datetime) -> dict[str, Any]:
    """Return how many messages of the last 30 days stand in each state, and the SMS parts."""
    rows = visible(actor, Message)
    rows = rows.filter(queued_at__gt=now - timedelta(days=30))
    by_state = {
        row["state"]: (row["n"], row["parts"])
        for row in rows.values("state").annotate(n=Count("pk"), parts=Sum("parts")).order_by()
    }
    return {
        "by_state": {state: n for state, (n, _parts) in by_state.items()},
        "parts": sum(parts or 0 for _n, parts in by_state.values()),
    }
