"""Answers by SMS: each is kept once, offered to those who may be waiting for it, else left to a person."""

import json
import logging
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib.phones import read
from nuangang.notify.channels.inbox import Incoming, processed, received
from nuangang.notify.models import Answer, Carrier, Channel, ChannelSetting, Message

ASKED_WITHIN, MOST_ASKED = timedelta(days=2), 500
LOOK_EVERY, KEPT = timedelta(seconds=5), timedelta(days=180)
Taker = Callable[[Answer, list[Message], datetime], bool]
_TAKERS: list[Taker] = []
_log = logging.getLogger(__name__)


def takes_answers(taker: Taker) -> Taker:
    """Register who may be waiting for an answer: called with it and what was sent to its number lately.

    The messages come newest first. Says whether the answer was theirs; called inside the transaction
    in which the answer is kept, so that of both none or all happens.
    """
    _TAKERS.append(taker)
    return taker


def plain_words(text: str) -> str:
    """Return the words of an answer alone: full-width signs, blanks, stops and case don't matter."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] in "LN")


def number_of(sender: str) -> str:
    """Return a sender's number as it stands in files: without +86."""
    phones = read(sender).phones
    return phones[0].number if len(phones) == 1 else sender


def sent_to(school_id: Any, number: str, now: datetime) -> list[Message]:
    """Return the SMS that went to a number in the last two days, the newest first."""
    rows = Message.objects.filter(
        school_id=school_id, channel=Channel.SMS, queued_at__gt=now - ASKED_WITHIN
    )
    lately = rows.order_by("-queued_at", "-pk")[:MOST_ASKED]
    return [message for message in lately if message.address == number]


def keep_answer(school: School, carrier: str, given: Incoming, now: datetime) -> bool:
    """Keep one SMS that came in, and let it be taken; False where it was kept before."""
    own = {"school_id": school.pk, "carrier": carrier, "key": given.key}
    if Answer.objects.filter(**own).exists():
        return False
    try:
        with transaction.atomic():
            answer = Answer(**own, sender=number_of(given.sender)[:40], text=given.text[:2000],
                            at=given.at, read_at=now)  # fmt: skip
            answer.save(force_insert=True)
            messages = sent_to(school.pk, answer.sender, now)
            if any(taker(answer, messages, now) for taker in _TAKERS):
                rows = Answer.objects.filter(school_id=school.pk, pk=answer.pk)
                rows.update(state=Answer.State.TAKEN)
    except IntegrityError:
        if not Answer.objects.filter(**own).exists():
            raise
        return False  # another clock was quicker
    return True


class _Looked:
    """When this process last looked into the modems."""

    at: datetime | None = None


def read_answers(now: datetime) -> int:
    """Look into every modem that is in use, every few seconds; return how many SMS came in."""
    if _Looked.at is not None and timedelta() <= now - _Looked.at < LOOK_EVERY:
        return 0
    _Looked.at = now
    rows = ChannelSetting.objects.filter(
        school__in=School.objects.all(), carrier=Carrier.SMS_MODEM, on=True
    )
    modems: dict[str, list[ChannelSetting]] = defaultdict(list)
    for setting in rows.select_related("school").order_by("pk"):
        modems[json.loads(setting.settings or "{}").get("database", "")].append(setting)
    return sum(_read(database, settings, now) for database, settings in modems.items() if database)


def _read(database: str, settings: list[ChannelSetting], now: datetime) -> int:
    """Read one modem, which several schools may share."""
    told, count = {"database": database}, 0
    for incoming in received(told, now):
        try:
            school = _whose(incoming, [setting.school for setting in settings], now)
            count += keep_answer(school, Carrier.SMS_MODEM, incoming, now)
        except Exception:
            _log.exception("an SMS that came in could not be kept; it is tried again")
            continue
        processed(told, [incoming])
    return count


def _whose(incoming: Incoming, schools: list[School], now: datetime) -> School:
    """Return the school that last wrote to this number, of those who share a modem."""
    if len(schools) == 1:
        return schools[0]
    number = number_of(incoming.sender)
    sent = [(s, school) for school in schools for s in sent_to(school.pk, number, now)[:1]]
    newest = max(sent, key=lambda each: each[0].queued_at, default=None)
    return newest[1] if newest else schools[0]


@transaction.atomic
def look_at(actor: Any, answer: Answer) -> bool:
    """Note that somebody looked at an answer that matched nothing."""
    rows = Answer.objects.filter(school_id=answer.school_id, pk=answer.pk, state=Answer.State.LEFT)
    if not rows.update(state=Answer.State.SEEN, seen_by_name=actor.name):
        return False
    record(actor, "looked_at_answer", kind="message", object_id=answer.pk)
    return True


def let_go(school_id: Any, now: datetime) -> int:
    """Drop answers half a year old; those that nobody looked at stay."""
    rows = Answer.objects.filter(school_id=school_id, at__lt=now - KEPT)
    return rows.exclude(state=Answer.State.LEFT).delete()[0]


def take_pushed(school: School, given: Iterable[Incoming], now: datetime) -> int:
    """Keep what a provider pushed; return how many are new."""
    return sum(keep_answer(school, Carrier.SMS_GATEWAY, each, now) for each in given)
