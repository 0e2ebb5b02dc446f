"""The outbox's round: claims what is due, hands it over, asks what became of it.

Crash anywhere and the next round finds out: a claim is a lease, and when it runs out the carrier is
asked whether it has the message. Where it can't tell, the message goes again and is marked as
perhaps sent twice.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from nuangang.notify.channels import CARRIERS
from nuangang.notify.channels.outcome import Outcome, Result, Sending, sms_parts
from nuangang.notify.models import Channel, ChannelSetting, Message, Try
from nuangang.notify.quiet import quiet_of

_CHANCE = secrets.SystemRandom()
AT_ONCE = 50
FIRST_WAIT, LONGEST_WAIT = 30, 3600
URGENT_WAIT, LONGEST_URGENT_WAIT = 5, 60
LOOK_FOR_REPORT = timedelta(seconds=15)
NO_REPORT_AFTER = timedelta(days=2)
_STATES = {
    Result.HANDED: Message.State.HANDED,
    Result.SENT: Message.State.SENT,
    Result.DELIVERED: Message.State.DELIVERED,
}
State = Message.State


_SMS = Q(channel=Channel.SMS)


def send_due(now: datetime) -> int:
    """Look at every message that is due at `now`, in every school; return how many were moved on."""
    return send_sms(now) + send_others(now)


def send_sms(now: datetime) -> int:
    """Look at the SMS that are due."""
    return sum(_look_at(message, now) for message in list(_due(_SMS, now)))


def send_others(now: datetime) -> int:
    """Look at whatever else is due: a service that can't be reached takes its time, and holds no SMS up."""
    return sum(_look_at(message, now) for message in list(_due(~_SMS, now)))


def _due(which: Q, now: datetime) -> Iterator[Message]:
    """Yield what is due, the urgent first, each school's in turn (so a burst holds up no other)."""
    due = Message.objects.filter(which, due_at__lte=now)
    # Asked like this, SQLite looks at what is due and not at every message there ever was.
    for school_id in dict.fromkeys(due.values_list("school_id", flat=True)):
        rows = due.filter(school_id=school_id, pk__in=due.values("pk"))
        yield from rows.order_by("-urgent", "due_at")[:AT_ONCE]


def _look_at(message: Message, now: datetime) -> bool:
    setting = ChannelSetting.objects.filter(
        school_id=message.school_id, carrier=message.carrier, on=True
    ).first()
    if message.state in (State.HANDED, State.SENT):
        return _ask(message, setting, now)
    if setting is None:
        return _put_off(message, now, now + LOOK_FOR_REPORT * 4, "off")
    if message.state == State.QUEUED and (wait := _throttled(message, setting, now)):
        return _put_off(message, now, _not_at_night(message, now + wait), "")
    return _send(message, setting, now)


def _send(message: Message, setting: ChannelSetting, now: datetime) -> bool:
    recovering = message.state == State.SENDING
    if not message.claim(now):
        return False
    carrier, told = CARRIERS[message.carrier], _told(setting)
    if recovering:
        found = carrier.find(told, _sending(message))
        if found:
            return _keep(
                message,
                setting,
                Outcome(
                    Result.HANDED,
                    parts=sms_parts(message.text) if message.channel == Channel.SMS else 0,
                ),
                now,
            )
        message.perhaps_twice = found is None
    return _keep(message, setting, carrier.send(told, _sending(message)), now)


def _keep(message: Message, setting: ChannelSetting, outcome: Outcome, now: datetime) -> bool:
    """Write down what the carrier answered, and when to look again."""
    insert = Try(
        school_id=message.school_id,
        message=message,
        at=now,
        went_well=outcome.went_well,
        code=outcome.code[:40],
        words=outcome.words[:200],
    )
    changes: dict[str, Any] = {
        "perhaps_twice": message.perhaps_twice,
        "problem": outcome.words[:200],
    }
    if outcome.went_well:
        changes |= _handed(outcome, now) | {"cost": F("cost") + outcome.parts * setting.price}
    elif outcome.result is Result.NEVER or now >= message.give_up_at:
        changes |= {"state": State.FAILED, "due_at": None, "ended_at": now}
    else:
        wait = timedelta(seconds=outcome.wait or _wait(message))
        changes |= {"state": State.QUEUED, "due_at": _not_at_night(message, now + wait)}
    mine = Message.objects.filter(
        school_id=message.school_id, pk=message.pk, state=State.SENDING, due_at=message.due_at
    )
    insert.save(force_insert=True)
    return bool(mine.update(**changes))


def _handed(outcome: Outcome, now: datetime) -> dict[str, Any]:
    return {
        "state": _STATES[outcome.result],
        "handed_at": now,
        "reference": outcome.reference,
        "parts": outcome.parts,
        "due_at": now + LOOK_FOR_REPORT,
        "problem": "",
    }


def _ask(message: Message, setting: ChannelSetting | None, now: datetime) -> bool:
    """Ask the carrier what became of a message; stop asking when it is known or too long ago."""
    handed = message.handed_at or now
    outcome = setting and CARRIERS[message.carrier].report(_told(setting), _sending(message))
    changes: dict[str, Any] = {"due_at": now + max(LOOK_FOR_REPORT, (now - handed) / 2)}
    if outcome and outcome.result is Result.NEVER:
        changes = {"state": State.FAILED, "due_at": None, "ended_at": now, "problem": outcome.words}
    elif outcome and outcome.went_well:
        changes["state"] = _STATES[outcome.result]
    if changes.get("state") == State.DELIVERED or now - handed > NO_REPORT_AFTER:
        changes |= {"due_at": None, "ended_at": now}
    rows = Message.objects.filter(
        school_id=message.school_id, pk=message.pk, state=message.state, due_at=message.due_at
    )
    return bool(rows.update(**changes))


def _put_off(message: Message, now: datetime, until: datetime, why: str) -> bool:
    changes: dict[str, Any] = {"due_at": until}
    if now >= message.give_up_at and why:
        changes = {"state": State.FAILED, "due_at": None, "ended_at": now, "problem": why}
    rows = Message.objects.filter(
        school_id=message.school_id, pk=message.pk, state=message.state, due_at=message.due_at
    )
    return bool(rows.update(**changes))


def _throttled(message: Message, setting: ChannelSetting, now: datetime) -> timedelta | None:
    """Return how long to wait when this minute's share is used up; the urgent don't wait."""
    if message.urgent:
        return None
    since = now - timedelta(minutes=1)
    handed = Message.objects.filter(
        school_id=message.school_id, carrier=message.carrier, handed_at__gt=since
    )
    used = handed.count() >= setting.per_minute
    return timedelta(seconds=_CHANCE.uniform(5, 20)) if used else None


def _not_at_night(message: Message, at: datetime) -> datetime:
    """Return `at`, or when the quiet hours end in which it lies."""
    quiet = quiet_of(message.quiet)
    return (quiet.until(at, timezone.get_default_timezone()) if quiet else None) or at


def _wait(message: Message) -> float:
    """Return the seconds until the next try: twice as long each time, never all at the same moment."""
    first, longest = (
        (URGENT_WAIT, LONGEST_URGENT_WAIT) if message.urgent else (FIRST_WAIT, LONGEST_WAIT)
    )
    return min(first * 2 ** max(0, message.tries - 1), longest) * _CHANCE.uniform(0.8, 1.2)


def _sending(message: Message) -> Sending:
    return Sending(
        message.pk.hex, message.address, message.text, message.reference, message.link,
        message.urgent, message.notice_id.hex if message.notice_id else "",
    )  # fmt: skip


def _told(setting: ChannelSetting) -> dict[str, str]:
    return json.loads(setting.settings or "{}")
