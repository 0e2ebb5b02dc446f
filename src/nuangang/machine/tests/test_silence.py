"""A clock that stands still is seen on the boards, and the web server calls for help once."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import School, User
from nuangang.machine.silence import look
from nuangang.notify import loop
from nuangang.notify.channels import CARRIERS
from nuangang.notify.models import Carrier, ChannelSetting, Message, Pulse
from nuangang.notify.pulse import beat, silent
from nuangang.notify.tests.conftest import Told
from nuangang.people.models import Staff, StaffPost

pytestmark = pytest.mark.django_db
CLOCK, MESSAGES = Pulse.Loop.CLOCK, Pulse.Loop.MESSAGES


@pytest.fixture
def school(monkeypatch) -> School:
    """A school with a modem, a head and a keeper with phones, a teacher, and a head who left."""
    monkeypatch.setitem(CARRIERS, Carrier.SMS_MODEM.value, Told())
    school = School.objects.create(code="a", name="甲校", short_name="甲")
    ChannelSetting.objects.create(school=school, carrier=Carrier.SMS_MODEM, on=True)
    people = [("校长", "head"), ("管机器的", ""), ("老师", ""), ("前校长", "head")]
    for number, (name, post) in enumerate(people):
        user = User.objects.create_user(f"u{number}", name=name, is_keeper=name == "管机器的")
        own = {"school": school, "user": user, "name": name, "phone": f"1380000000{number}"}
        staff = Staff.objects.create(**own, until="2021-01-01" if name == "前校长" else None)
        if post:
            StaffPost.objects.create(school=school, staff=staff, post=post, since="2020-01-01")
    return school


def names() -> list[str]:
    return sorted(Message.objects.values_list("to_name", flat=True))


def test_while_it_goes_nobody_is_called(school: School) -> None:
    now = timezone.now()
    assert look(now) == 0  # nothing ran yet, as in a database without a clock
    beat(CLOCK, now)
    beat(MESSAGES, now - timedelta(minutes=2))
    assert look(now) == 0


def test_head_and_keeper_are_called_once_and_the_message_is_handed_over(school: School) -> None:
    now = timezone.now()
    beat(CLOCK, now - timedelta(minutes=20))
    beat(MESSAGES, now - timedelta(minutes=20))
    assert look(now) == 2
    assert look(now + timedelta(minutes=1)) == 0
    assert names() == ["校长", "管机器的"]
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.HANDED}
    beat(CLOCK, now)
    beat(MESSAGES, now)
    assert look(now + timedelta(minutes=20)) == 2  # it stood still a second time


def test_only_messages_that_stand_still_are_named(school: School) -> None:
    now = timezone.now()
    beat(CLOCK, now)
    beat(MESSAGES, now - timedelta(minutes=4))
    assert [row.loop for row in silent(now)] == [MESSAGES]


def test_the_boards_say_it_to_everybody_signed_in(school: School) -> None:
    client = Client()
    client.force_login(User.objects.get(login="u2"))
    assert "没有动静" not in client.get("/machine/pulse/").content.decode()
    beat(CLOCK, timezone.now() - timedelta(minutes=16))
    assert "没有动静" in client.get("/machine/pulse/").content.decode()
    assert Client().get("/machine/pulse/").status_code == 302


def test_both_loops_beat_as_they_go(school: School, monkeypatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(loop, "close_old_connections", stop.set)  # ends it after one round
    loop.keep_going(stop, pause=0)
    call_command("clock", "--once", stdout=StringIO())
    assert set(Pulse.objects.values_list("loop", flat=True)) == {CLOCK, MESSAGES}
    assert silent(timezone.now()) == []
