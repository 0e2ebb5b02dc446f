"""What the keeper sees to: what was not sent, and what SMS cost."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.machine.spending import watch_spending
from nuangang.notify.actions import send_out
from nuangang.notify.channels.outcome import Outcome, Result
from nuangang.notify.models import Carrier, Channel, ChannelSetting, Kind, Message, Notice
from nuangang.notify.months import first_moment, month_before
from nuangang.notify.outbox import send_due

State = Message.State
NEVER = Outcome(Result.NEVER, words="号码不对")


@pytest.fixture
def sending(register, modem):
    """A school whose modem's parts cost five fen."""
    price = {"price": Decimal("0.05"), "monthly_limit": Decimal("0.20")}
    ChannelSetting.objects.create(
        school=register.school, carrier=Carrier.SMS_MODEM, on=True, **price
    )
    return register


def queue(register, once: str, **more) -> Message:
    told = (register.school.pk, Channel.SMS, "13800005678", "王秀英", "请打开链接")
    made = send_out(*told, once=once, purpose=more.pop("purpose", "incident"), **more)
    assert made is not None
    return made


def test_dead_letters_are_counted_and_sent_again_or_given_up_with_a_reason(sending, modem) -> None:
    for number in range(3):
        modem.answers = [NEVER]
        queue(sending, str(number))
        send_due(timezone.now())
    assert "有 3 条消息没发出去" in sending.get("head", "/machine/").content.decode()
    first = Message.objects.first()
    address = f"/messages/{first.pk}/give-up/"
    assert sending.post("head", address, why=" ").status_code == 422
    assert sending.post("mentor", address, why="换号").status_code in (403, 404)
    assert sending.post("head", address, why="换号了").status_code == 302
    first.refresh_from_db()
    assert (first.state, first.problem) == (State.GIVEN_UP, "换号了")
    assert sending.post("head", "/messages/again/").status_code == 302
    send_due(timezone.now())
    states = sorted(Message.objects.values_list("state", flat=True))
    assert states == [State.GIVEN_UP, State.HANDED, State.HANDED]
    assert "没发出去" not in sending.get("head", "/machine/").content.decode()
    assert set(Entry.objects.filter(kind="message").values_list("verb", flat=True)) == {
        "gave_up_message", "sent_again",
    }  # fmt: skip


def test_parts_and_sums_by_carrier_and_kind_and_month(sending, modem) -> None:
    modem.answers = [Outcome(Result.HANDED, parts=2), Outcome(Result.HANDED, parts=1)]
    queue(sending, "a")
    queue(sending, "b", purpose="consent")
    send_due(timezone.now())
    page = sending.get("head", "/messages/costs/").content.decode()
    assert "0.15" in page
    assert "0.10" in page
    assert "家长的同意" in page
    Message.objects.update(handed_at=timezone.now() - timedelta(days=70))
    assert "0.15" not in sending.get("head", "/messages/costs/").content.decode()
    assert sending.get("mentor", "/messages/costs/").status_code == 404
    assert sending.get("head", "/messages/costs/", month="nonsense").status_code == 200


def test_the_limit_is_told_once_a_month_and_stops_nothing(sending, modem) -> None:
    now = timezone.now()
    assert not watch_spending(sending.school, now)
    modem.answers = [Outcome(Result.HANDED, parts=4)]
    queue(sending, "a")
    send_due(timezone.now())
    assert watch_spending(sending.school, now)
    assert not watch_spending(sending.school, now)
    assert [n.kind for n in Notice.objects.all()] == [Kind.WORK]
    late = queue(sending, "b", urgent=True)
    send_due(timezone.now())
    late.refresh_from_db()
    assert late.state == State.HANDED


def test_months_by_the_calendar_at_school() -> None:
    day = datetime(2026, 1, 31).date()
    assert [f"{month_before(day, n):%Y-%m}" for n in (0, 1, 13, -1)] == [
        "2026-01", "2025-12", "2024-12", "2026-02",
    ]  # fmt: skip
    assert first_moment(day).isoformat() == "2026-01-31T00:00:00+08:00"
