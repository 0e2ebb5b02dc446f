"""The digest by message: once a school day, with counts and no names, to whoever something waits for."""

from datetime import date, datetime, timedelta

import pytest

from nuangang.care.models import NightWork
from nuangang.care.tests.cast import Cast
from nuangang.desk import digest_sending
from nuangang.desk.digest_sending import send_digests
from nuangang.notify.models import Carrier, ChannelSetting, Kind, Message, Notice, Wishes
from nuangang.notify.wishing import PREFERENCE
from nuangang.terms.calendar import SCHOOL_ZONE

TUESDAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SCHOOL_ZONE)


@pytest.fixture
def cast(db: None) -> Cast:
    """A school that mails, a teacher who gave an address, and a child to come back to on Tuesday."""
    cast = Cast()
    ChannelSetting.objects.create(school=cast.school, carrier=Carrier.EMAIL, on=True)
    Wishes.objects.create(school=cast.school, to_id=cast.wang.pk, email="wang@example.com")
    before = {"happened_on": TUESDAY - timedelta(days=4), "follow_up_on": TUESDAY}
    cast.talk(cast.wang, cast.an, now=at(12, day=TUESDAY - timedelta(days=4)), **before)
    return cast


def test_at_its_hour_on_a_school_day_once_with_a_count_and_no_name(cast: Cast) -> None:
    assert not send_digests(cast.school, at(6, 59))
    assert send_digests(cast.school, at(7))
    assert not send_digests(cast.school, at(7, 1))
    (message,) = Message.objects.all()
    assert (message.to_name, message.channel, message.purpose) == ("王老师", "email", "digest")
    assert "1 件" in message.text
    assert "安安" not in message.text
    assert Notice.objects.get().url == "/"


def test_never_twice_a_day_even_after_a_crash_and_never_in_the_afternoon(cast, monkeypatch) -> None:
    Wishes.objects.create(school=cast.school, to_id=cast.lead.pk, email="lead@example.com")

    def killed(who, _now):
        if who.pk == max(cast.wang.pk, cast.lead.pk):
            raise KeyboardInterrupt
        return 2

    monkeypatch.setattr(digest_sending, "waiting", killed)
    with pytest.raises(KeyboardInterrupt):
        send_digests(cast.school, at(7))
    monkeypatch.setattr(digest_sending, "waiting", lambda _who, _now: 2)
    assert send_digests(cast.school, at(7, 1))
    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "lead@example.com", "wang@example.com",
    ]  # fmt: skip
    NightWork.objects.filter(work="digests").delete()
    send_digests(cast.school, at(8))
    assert Message.objects.count() == 2
    NightWork.objects.filter(work="digests").delete()
    assert not send_digests(cast.school, at(12))


def test_not_on_a_sunday_not_when_nothing_waits_not_when_switched_off(cast: Cast) -> None:
    send_digests(cast.school, at(7, day=TUESDAY + timedelta(days=5)))
    assert not Message.objects.exists()
    Wishes.objects.update(ways={Kind.DIGEST: []})
    send_digests(cast.school, at(7))
    assert not Notice.objects.exists()
    NightWork.objects.all().delete()
    Wishes.objects.update(ways={})
    digest_off = {PREFERENCE: {"digest_at": ""}}
    cast.school.preferences = digest_off
    assert not send_digests(cast.school, at(7))
    cast.school.preferences = {}
    cast.talk(cast.wang, cast.an, now=at(6), happened_on=TUESDAY)  # come back to, so nothing waits
    send_digests(cast.school, at(7, 30))
    assert not Message.objects.exists()


def test_yesterdays_unread_one_gives_way_to_todays(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(digest_sending, "waiting", lambda _who, _now: 2)
    for days in (0, 1):
        send_digests(cast.school, at(7, day=TUESDAY + timedelta(days=days)))
    assert Notice.objects.filter(read_at=None).count() == 1
    assert Notice.objects.count() == 2
