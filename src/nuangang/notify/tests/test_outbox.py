"""The outbox: one message once, whatever happens in between."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nuangang.accounts.models import School
from nuangang.notify import loop
from nuangang.notify.actions import NoCarrierError, send_again, send_out
from nuangang.notify.channels import CARRIERS
from nuangang.notify.channels.outcome import Outcome, Result
from nuangang.notify.models import LEASE, Carrier, Channel, ChannelSetting, Message, Try
from nuangang.notify.outbox import send_due
from nuangang.notify.tests.conftest import NOW, Told

LATER = Outcome(Result.LATER, code="busy", words="忙")
NEVER = Outcome(Result.NEVER, code="20003", words="号码不对")
State = Message.State


class KilledError(BaseException):
    """The process ended here."""


def killed_before(_message):
    raise KilledError


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_handed_over_then_sent_then_on_the_phone(queue, modem, later) -> None:
    message = queue()
    later(0)
    assert (state(message), message.parts, message.tries) == (State.HANDED, 1, 1)
    modem.reports[message.pk.hex] = Outcome(Result.SENT)
    later(20)
    assert state(message) == State.SENT
    modem.reports[message.pk.hex] = Outcome(Result.DELIVERED)
    later(60)
    assert state(message) == State.DELIVERED
    assert message.due_at is None
    assert modem.has == [message.pk.hex]


def test_queued_twice_is_sent_once(queue, school, modem, later) -> None:
    queue("a")
    args = (school.pk, Channel.SMS, "13800005678", "王秀英", "又一次")
    assert send_out(*args, once="a", purpose="trial") is None
    later(0)
    later(600)
    assert len(modem.has) == 1


def test_what_can_be_mended_is_tried_again_later_each_time(queue, modem, later) -> None:
    modem.answers = [LATER, LATER]
    message = queue()
    waits = []
    now = later(0)
    for _try in range(2):
        message.refresh_from_db()
        waits.append((message.due_at - now).total_seconds())
        now = later(waits[-1])
    assert 24 <= waits[0] <= 36
    assert 48 <= waits[1] <= 72
    assert state(message) == State.HANDED
    said = Try.objects.filter(school_id=message.school_id, message=message)
    assert list(said.values_list("went_well", "code")) == [
        (False, "busy"), (False, "busy"), (True, ""),
    ]  # fmt: skip


def test_what_can_not_be_mended_is_given_up_and_said(queue, modem, later) -> None:
    modem.answers = [NEVER]
    message = queue()
    later(0)
    assert (state(message), message.problem, message.due_at) == (State.FAILED, "号码不对", None)
    now = later(3600)
    assert send_again(message, now)
    assert not send_again(message, now)
    later(0)
    assert state(message) == State.HANDED


def test_tried_for_two_days_at_most(queue, modem, later) -> None:
    modem.answers = [LATER] * 200
    message = queue()
    for _hour in range(49):
        later(3600)
    assert state(message) == State.FAILED


def test_the_urgent_come_first_and_past_the_limit(queue, school, modem, later) -> None:
    ChannelSetting.objects.filter(school_id=school.pk).update(per_minute=1)
    ordinary = [queue(f"o{n}") for n in range(3)]
    urgent = [queue(f"u{n}", urgent=True, now=NOW + timedelta(seconds=1)) for n in range(2)]
    later(1)
    assert modem.has == [m.pk.hex for m in urgent]
    for _second in range(400):
        later(1)
    assert set(modem.has) == {m.pk.hex for m in [*ordinary, *urgent]}


def test_no_more_than_the_limit_in_any_minute(queue, school, modem, later) -> None:
    ChannelSetting.objects.filter(school_id=school.pk).update(per_minute=2)
    for number in range(6):
        queue(f"m{number}")
    handed = []
    for _second in range(300):
        before = len(modem.has)
        now = later(1)
        handed += [now] * (len(modem.has) - before)
    assert len(handed) == 6
    assert all(b - a >= timedelta(minutes=1) for a, b in zip(handed, handed[2:], strict=False))


def test_a_second_process_sends_nothing_twice(queue, modem) -> None:
    message = queue()
    seen_by_the_other = Message.objects.get(school_id=message.school_id, pk=message.pk)
    assert message.claim(NOW)
    assert not seen_by_the_other.claim(NOW)


def test_killed_before_handing_over_goes_out_once(queue, modem, later) -> None:
    message = queue()
    modem.answers = [killed_before]
    with pytest.raises(KilledError):
        later(0)
    later(5)
    assert modem.has == []
    later(LEASE.total_seconds())
    assert (state(message), message.perhaps_twice) == (State.HANDED, False)
    assert len(modem.has) == 1


def test_killed_after_handing_over_is_found_at_the_carrier(queue, modem, later) -> None:
    def handed_then_killed(given):
        modem.has.append(given.id)
        raise KilledError

    message = queue()
    modem.answers = [handed_then_killed]
    with pytest.raises(KilledError):
        later(0)
    later(61)
    assert (state(message), message.perhaps_twice) == (State.HANDED, False)
    assert len(modem.has) == 1


def test_where_the_carrier_cant_tell_it_is_said_that_it_may_come_twice(queue, modem, later) -> None:
    message = queue()
    modem.answers, modem.can_find = [killed_before], False
    with pytest.raises(KilledError):
        later(0)
    later(61)
    assert (state(message), message.perhaps_twice) == (State.HANDED, True)


def test_a_round_looks_at_what_is_due_and_not_at_all_there_is(queue, modem, later) -> None:
    queue()
    with CaptureQueriesContext(connection) as caught:
        later(0)
    asked = [q["sql"] for q in caught if '"notify_message"."due_at" <=' in q["sql"]]
    assert asked
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for sql in asked:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = " ".join(row[3] for row in cursor.fetchall())
                assert "notify_due" in plan or "USING INDEX notify_message_school_row" in plan, plan
                assert "SCAN notify_message" not in plan


def test_nothing_carries_nothing_is_queued(school) -> None:
    ChannelSetting.objects.filter(school_id=school.pk).update(on=False)
    with pytest.raises(NoCarrierError):
        send_out(school.pk, Channel.SMS, "1", "王", "文", once="a", purpose="trial")
    with pytest.raises(NoCarrierError):
        send_out(school.pk, Channel.EMAIL, "a@b.c", "王", "文", once="a", purpose="trial")


def test_switched_off_meanwhile_waits_until_it_is_on_again(queue, school, modem, later) -> None:
    message = queue()
    ChannelSetting.objects.filter(school_id=school.pk).update(on=False)
    later(0)
    assert state(message) == State.QUEUED
    ChannelSetting.objects.filter(school_id=school.pk).update(on=True)
    later(60)
    assert state(message) == State.HANDED


STEP = st.sampled_from(["well", "later", "killed before", "killed after", "sleep"])


class Anything(TestCase):
    """Random answers, kills and sleeps against what must hold whatever comes."""

    @hypothesis_settings(max_examples=20)
    @given(st.lists(STEP, max_size=12), st.integers(1, 4), st.booleans())
    def test_each_message_arrives_and_never_twice_unsaid(self, steps, many, can_find) -> None:
        school = School.objects.create(name="安平中学")
        ChannelSetting.objects.create(school=school, carrier=Carrier.SMS_MODEM, on=True)
        modem, now = Told(can_find=can_find), NOW
        messages = [
            send_out(school.pk, Channel.SMS, "1", "王", "文", once=str(n), purpose="trial", now=now)
            for n in range(many)
        ]
        kept = CARRIERS[Carrier.SMS_MODEM.value]
        CARRIERS[Carrier.SMS_MODEM.value] = modem
        try:
            for step in steps:
                modem.answers = _answers(modem, step)
                now += timedelta(minutes=45 if step == "sleep" else 1)
                _round(now)
                modem.answers = []
            for _hour in range(24):
                now += timedelta(hours=1)
                _round(now)
        finally:
            CARRIERS[Carrier.SMS_MODEM.value] = kept
        for message in messages:
            message.refresh_from_db()
            times = modem.has.count(message.pk.hex)
            assert times >= 1
            assert message.state in (State.HANDED, State.SENT)
            assert times == 1 or message.perhaps_twice


def _answers(modem: Told, step: str) -> list:
    def after(given):
        modem.has.append(given.id)
        raise KilledError

    return {"later": [LATER], "killed before": [killed_before], "killed after": [after]}.get(
        step, []
    )


def _round(now) -> None:
    with contextlib.suppress(KilledError):
        send_due(now)


def test_a_service_that_hangs_holds_up_no_sms(queue, modem, monkeypatch) -> None:
    hangs, asked = threading.Event(), []
    monkeypatch.setattr(loop, "_BESIDE", [lambda _now: asked.append(hangs.wait(10)) or 0])
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    stop = threading.Event()
    beside = threading.Thread(target=loop.keep_sending_beside, args=[stop, 0])
    beside.start()
    message = queue(now=timezone.now())
    monkeypatch.setattr(loop, "close_old_connections", stop.set)  # ends both after a round
    loop.keep_going(stop, pause=0)
    assert state(message) == State.HANDED
    assert not asked  # the other is waiting still
    hangs.set()
    beside.join(10)
    assert not beside.is_alive()
