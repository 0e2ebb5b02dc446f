"""Questions about messages."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuangang.notify.models import Channel, Message
from nuangang.policy.guards import visible

State = Message.State
PAGE = 50


def inbox(actor: Any) -> QuerySet[Message]:
    """Return what was told the actor in 暖港, the newest first."""
    mine = Message.objects.filter(
        school_id=actor.school_id, staff_id=actor.staff_id, channel=Channel.INBOX
    )
    return mine.order_by("-queued_at", "-pk")


def unseen(school_id: Any, staff_id: UUID) -> int:
    """Return how many messages somebody has not opened yet."""
    mine = Message.objects.filter(
        school_id=school_id, staff_id=staff_id, channel=Channel.INBOX, state=State.DELIVERED
    )
    return mine.count()


def sent_out(actor: Any, state: str = "", channel: str = "") -> QuerySet[Message]:
    """Return what left the school, or was to, the newest first, narrowed where asked."""
    rows = visible(actor, Message).exclude(channel=Channel.INBOX)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(channel=channel) if channel else rows
    return rows.order_by("-queued_at", "-pk")


def counts(actor: Any, now: datetime) -> dict[str, Any]:
    """Return how many messages of the last 30 days stand in each state, and the SMS parts."""
    rows = visible(actor, Message).exclude(channel=Channel.INBOX)
    rows = rows.filter(queued_at__gt=now - timedelta(days=30))
    by_state = {
        row["state"]: (row["n"], row["parts"])
        for row in rows.values("state").annotate(n=Count("pk"), parts=Sum("parts")).order_by()
    }
    return {
        "by_state": {state: n for state, (n, _parts) in by_state.items()},
        "parts": sum(parts or 0 for _n, parts in by_state.values()),
    }
