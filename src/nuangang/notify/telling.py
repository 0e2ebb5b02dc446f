"""Telling one of the staff: into their inbox always, and by what carries it as they wish."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.lib.inserts import insert_each
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import give_up_at
from nuangang.notify.models import (
    Carrier,
    Channel,
    ChannelSetting,
    Kind,
    Message,
    Notice,
    PushDevice,
    Wishes,
)
from nuangang.notify.ways import quiet_for, ways_of

DEVICES = 8


class Colleague(Protocol):
    """What is asked of a people.Staff."""

    pk: Any
    name: str
    phone: str


class Way(NamedTuple):
    """One way a message goes: by which carrier, to what address; `mark` tells it from the others."""

    channel: str
    carrier: str
    address: str
    mark: str


def tell(
    school_id: Any,
    who: Colleague,
    kind: Kind,
    text: str,
    *,
    once: str,
    url: str = "",
    about_id: UUID | None = None,
    drill: bool = False,
    now: datetime | None = None,
) -> list[Message] | None:
    """Put `text` into a colleague's inbox and queue it by every way they are reached; return what was queued.

    None when `once` says that they were told before. `text` must not name a child; in a drill nothing
    leaves the school.
    """
    now = now or timezone.now()
    if Notice.objects.filter(school_id=school_id, once=once).exists():
        return None
    notice = Notice(
        school_id=school_id, once=once, to_id=who.pk, kind=kind, urgent=kind.is_urgent, drill=drill,
        text=text, url=url, about_id=about_id, at=now,
    )  # fmt: skip
    insert_each([notice])
    if drill:
        return []
    wishes = wishes_of(school_id, who.pk)
    queued = [_message(notice, who.name, way, now) for way in ways_to(school_id, who, kind, wishes)]
    if queued and not notice.urgent:
        _wait_for_morning(school_id, wishes, queued, now)
    insert_each(queued)
    return queued


def ways_to(school_id: Any, who: Colleague, kind: Kind, wishes: Wishes | None) -> list[Way]:
    """Return every way in which a colleague is reached now about this kind; two statements at most."""
    in_use = carriers_in_use(school_id)
    wanted = [way for way in ways_of(wishes, kind) if way in in_use]
    return [way for channel in wanted for way in _ways(school_id, who, channel, in_use, wishes)]


def carriers_in_use(school_id: Any) -> dict[str, str]:
    """Return which carrier serves each channel in this school; the modem before the service."""
    rows = ChannelSetting.objects.filter(school_id=school_id, on=True).order_by("carrier")
    return {str(Carrier(kind).channel): kind for kind in rows.values_list("carrier", flat=True)}


def wishes_of(school_id: Any, staff_id: Any) -> Wishes | None:
    """Return what a colleague said about how to be told."""
    return Wishes.objects.filter(school_id=school_id, to_id=staff_id).first()


def _ways(
    school_id: Any, who: Colleague, channel: str, in_use: dict[str, str], wishes: Wishes | None
) -> Iterator[Way]:
    carrier = in_use[channel]
    if channel == Channel.SMS and is_mobile(who.phone):
        yield Way(channel, carrier, who.phone, "")
    if channel == Channel.EMAIL and wishes and wishes.email:
        yield Way(channel, carrier, wishes.email, ":m")
    if channel == Channel.PUSH:
        for pk in devices_of(school_id, who.pk).values_list("pk", flat=True)[:DEVICES]:
            yield Way(channel, carrier, f"{school_id}/{pk}", f":p{pk.hex[-6:]}")


def devices_of(school_id: Any, staff_id: Any) -> Any:
    """Return the devices on which a colleague has switched notices on, the newest first."""
    rows = PushDevice.objects.filter(school_id=school_id, to_id=staff_id, ended_at__isnull=True)
    return rows.order_by("-made_at")


def _message(notice: Notice, name: str, way: Way, now: datetime) -> Message:
    return Message(
        school_id=notice.school_id, once=f"{notice.once}{way.mark}", channel=way.channel,
        carrier=way.carrier, to_id=notice.to_id, notice=notice, to_name=name, address=way.address,
        purpose=notice.kind, about_id=notice.about_id, urgent=notice.urgent, text=notice.text,
        link=notice.url, queued_at=now, due_at=now, give_up_at=give_up_at(now, urgent=notice.urgent),
    )  # fmt: skip


def _wait_for_morning(
    school_id: Any, wishes: Wishes | None, queued: list[Message], now: datetime
) -> None:
    """Let what is not urgent wait until the quiet hours of whom it is for are over."""
    preferences = School.objects.values_list("preferences", flat=True).get(pk=school_id)
    quiet = quiet_for(wishes, preferences)
    until = quiet.until(now, timezone.get_default_timezone()) if quiet else None
    for message in queued:
        message.quiet = str(quiet or "")
        message.due_at = until or now
