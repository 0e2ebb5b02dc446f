"""Putting messages into the outbox, in the transaction of what they tell of."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.lib.inserts import insert_each
from nuangang.notify.models import Carrier, ChannelSetting, Message, Notice
from nuangang.policy.guards import visible

GIVE_UP = timedelta(days=2)
GIVE_UP_URGENT = timedelta(hours=6)


class NoCarrierError(ValueError):
    """The school has nothing that carries this channel's messages."""


def send_out(
    school_id: Any,
    channel: str,
    address: str,
    name: str,
    text: str,
    *,
    once: str,
    purpose: str,
    about_id: UUID | None = None,
    urgent: bool = False,
    carrier: str | None = None,
    now: datetime | None = None,
) -> Message | None:
    """Queue an SMS or a mail; None when `once` says it was queued before. Raises NoCarrierError.

    `text` must not name a child: it stands on phones that others look at.
    """
    now = now or timezone.now()
    carrier = carrier or carrier_for(school_id, channel)
    if carrier is None:
        raise NoCarrierError(channel)
    if Message.objects.filter(school_id=school_id, once=once).exists():
        return None
    message = Message(
        school_id=school_id,
        once=once,
        channel=channel,
        carrier=carrier,
        to_name=name,
        address=address,
        purpose=purpose,
        about_id=about_id,
        urgent=urgent,
        text=text,
        queued_at=now,
        due_at=now,
        give_up_at=give_up_at(now, urgent=urgent),
    )
    insert_each([message])
    return message


def give_up_at(now: datetime, *, urgent: bool) -> datetime:
    """Return until when handing a message over is tried."""
    return now + (GIVE_UP_URGENT if urgent else GIVE_UP)


def carrier_for(school_id: Any, channel: str) -> str | None:
    """Return what carries the channel's messages in this school now; the modem before the service."""
    serving = [carrier.value for carrier in Carrier if carrier.channel == channel]
    in_use = ChannelSetting.objects.filter(school_id=school_id, on=True, carrier__in=serving)
    return in_use.order_by("-carrier").values_list("carrier", flat=True).first()


def send_again(message: Message, now: datetime) -> bool:
    """Queue a message again that was given up; False when it wasn't."""
    return bool(
        _send_again(Message.objects.filter(school_id=message.school_id, pk=message.pk), now)
    )


@transaction.atomic
def send_all_again(actor: Any, now: datetime) -> int:
    """Queue everything again that was given up and that the actor may send; return how many."""
    count = _send_again(visible(actor, Message, "write"), now)
    if count:
        record(actor, "sent_again", kind="message", count=count)
    return count


def _send_again(rows: QuerySet[Message], now: datetime) -> int:
    """Queue the rows again as if for the first time; the urgent for hours, others for days."""
    again: dict[str, Any] = {
        "state": Message.State.QUEUED,
        "due_at": now,
        "tries": 0,
        "problem": "",
    }
    failed = rows.filter(state=Message.State.FAILED)
    urgent = failed.filter(urgent=True).update(
        **again, ended_at=None, give_up_at=give_up_at(now, urgent=True)
    )
    return urgent + failed.update(**again, ended_at=None, give_up_at=give_up_at(now, urgent=False))


@transaction.atomic
def give_up(actor: Any, message: Message, why: str, now: datetime) -> bool:
    """Let a message be that was not sent, for a reason; False when it isn't one of those any more."""
    rows = Message.objects.filter(
        school_id=message.school_id, pk=message.pk, state=Message.State.FAILED
    )
    if not rows.update(state=Message.State.GIVEN_UP, ended_at=now, problem=why[:200]):
        return False
    record(actor, "gave_up_message", kind="message", object_id=message.pk, label=message.to_name)
    return True


def mark_read(actor: Any, now: datetime, notice: UUID | None = None) -> int:
    """Note that the actor has read one of their notices, or all; return how many were new."""
    rows = visible(actor, Notice, "write").filter(read_at__isnull=True)
    return (rows.filter(pk=notice) if notice else rows).update(read_at=now)
