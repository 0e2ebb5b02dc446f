"""A school that can send, and a carrier that does as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.desk.tests.register_cast import Register
from nuangang.notify.actions import send_out
from nuangang.notify.channels import CARRIERS, sms_modem
from nuangang.notify.channels.outcome import Outcome, Result, Sending
from nuangang.notify.models import Carrier, Channel, ChannelSetting, Message
from nuangang.notify.outbox import send_due
from nuangang.people.models import Staff
from nuangang.people.tests.cast import Cast

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def school(db) -> School:
    """Give a school with an SMS modem in use."""
    school = Cast().school
    ChannelSetting.objects.create(school=school, carrier=Carrier.SMS_MODEM, on=True)
    return school


@pytest.fixture
def register(db) -> Register:
    """A school with a head, who sets up what carries messages."""
    register = Register()
    head = Staff.objects.create(school=register.school, name="何校长")
    register._give("head", head, Post.HEAD)
    return register


@dataclass
class Told:
    """A carrier that answers what the test says, and keeps what it was given."""

    FIELDS = sms_modem.FIELDS

    answers: list = field(default_factory=list)
    has: list[str] = field(default_factory=list)
    can_find: bool = True
    reports: dict[str, Outcome] = field(default_factory=dict)

    def send(self, _settings: object, message: Sending) -> Outcome:
        answer = self.answers.pop(0) if self.answers else Outcome(Result.HANDED, "1", parts=1)
        if callable(answer):
            answer = answer(message)
        if answer.went_well:
            self.has.append(message.id)
        return answer

    def find(self, _settings: object, message: Sending) -> bool | None:
        return message.id in self.has if self.can_find else None

    def report(self, _settings: object, message: Sending) -> Outcome | None:
        return self.reports.get(message.id)


@pytest.fixture
def modem(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Give the modem's place to a carrier that does as it is told."""
    told = Told()
    monkeypatch.setitem(CARRIERS, Carrier.SMS_MODEM.value, told)
    return told


@pytest.fixture
def queue(school: School) -> Callable[..., Message]:
    """Give a function that queues one SMS."""

    def queued(once: str = "a", now: datetime = NOW, **options) -> Message:
        text = options.pop("text", "安平中学：请打开链接")
        message = send_out(
            school.pk, Channel.SMS, "13800005678", "王秀英", text,
            once=once, purpose="trial", now=now, **options,
        )  # fmt: skip
        assert message is not None
        return message

    return queued


@pytest.fixture
def later() -> Callable[[float], datetime]:
    """Give a clock: `later(seconds)` moves it, sends what is due, and returns the moment."""
    moment = [NOW]

    def moved(seconds: float) -> datetime:
        moment[0] += timedelta(seconds=seconds)
        send_due(moment[0])
        return moment[0]

    return moved
