"""Questions about messages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Sum, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from nuangang.notify.models import Message, Notice, Try
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor

PAGE = 50
AT_ONCE = 3
STILL_URGENT = timedelta(days=1)
_NEWS = PreparedFor(
    lambda actor: (
        visible(actor, Notice)
        .filter(read_at__isnull=True)
        .annotate(unread=Window(Count("pk")))
        .order_by("-urgent", "-at")
        .values("pk", "unread", "urgent", "drill", "text", "at")[:AT_ONCE]
    )
)


def unread_of(staff: str, school: str) -> Coalesce:
    """Return how many notices a colleague has not read, to be read beside a row that names both."""
    mine = Notice.objects.filter(
        school_id=OuterRef(school), to_id=OuterRef(staff), read_at__isnull=True
    )
    counted = mine.order_by().values("to_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def news(actor: Actor) -> tuple[int, list[dict[str, Any]]]:
    """Return how many notices the actor has not read, and the urgent of the last day; one statement."""
    rows = _NEWS.rows(actor) if actor.staff_id else []
    since = timezone.now() - STILL_URGENT
    urgent = [row for row in rows if row["urgent"] and row["at"] > since]
    return rows[0]["unread"] if rows else 0, urgent


def inbox(actor: Actor, kind: str = "", *, unread: bool = False) -> QuerySet[Notice]:
    """Return what the actor was told, the newest first, with what became of each way it went."""
    rows = visible(actor, Notice)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(read_at__isnull=True) if unread else rows
    went = visible(actor, Message).order_by("channel", "pk")
    return rows.order_by("-at", "-pk").prefetch_related(Prefetch("messages", went))


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


def failed_count(school_id: Any) -> int:
    """Return how many messages were not sent and wait for somebody to decide; none above the schools."""
    if school_id is None:
        return 0
    rows = Message.objects.filter(school_id=school_id, state=Message.State.FAILED)
    return rows.count()


def costs(actor: Any, begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    """Return parts and sum of what was handed over between two moments, by carrier and purpose."""
    rows = visible(actor, Message).filter(handed_at__gte=begins, handed_at__lt=ends, parts__gt=0)
    counted = rows.order_by().values("carrier", "purpose")
    counted = counted.annotate(parts=Sum("parts"), cost=Sum("cost"))
    return [dict(row) for row in counted.order_by("carrier", "purpose")]


def cost_since(school_id: Any, carrier: str, begins: datetime) -> Any:
    """Return what a carrier's messages have cost since `begins`."""
    rows = Message.objects.filter(school_id=school_id, carrier=carrier, handed_at__gte=begins)
    return rows.aggregate(sum=Sum("cost"))["sum"] or 0
