"""One's own messages: kept whatever carries them, counted by the bell, read by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import Session, User
from nuangang.notify.channels import CARRIERS
from nuangang.notify.models import Carrier, ChannelSetting, Kind, Notice, Wishes
from nuangang.notify.outbox import send_due
from nuangang.notify.telling import tell
from nuangang.notify.tests.conftest import Told
from nuangang.people.models import Staff
from nuangang.people.tests.cast import Cast

NIGHT = datetime(2026, 11, 24, 14, tzinfo=UTC)  # 22:00 at school


class Two:
    """Two colleagues of one school, each with a browser."""

    def __init__(self) -> None:
        self.school = Cast().school
        self.lin, self.wang = (self._person(name) for name in ("林老师", "王老师"))

    def _person(self, name: str) -> Staff:
        user = User.objects.create_user(f"u-{name}", name=name)
        own = {"school": self.school, "user": user, "name": name, "phone": "13800001234"}
        return Staff.objects.create(**own)

    def browser(self, who: Staff) -> Client:
        client = Client()
        client.force_login(who.user)
        return client

    def tell(self, who: Staff, kind: Kind = Kind.WORK, once: str = "a", **more):
        return tell(self.school.pk, who, kind, "请打开暖港", once=once, url="/me/", **more)


@pytest.fixture
def two(db) -> Two:
    return Two()


def get(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_it_stands_there_without_any_carrier_and_leads_to_its_page(two) -> None:
    assert two.tell(two.lin) == []
    assert two.tell(two.lin) is None  # told before
    lin, found = two.browser(two.lin), Notice.objects.get()
    page = get(lin, "/messages/")
    assert "请打开暖港" in page
    assert 'data-unread="1"' in page
    assert lin.get(f"/messages/{found.pk}/")["Location"] == "/me/"
    assert 'data-unread="0"' in get(lin, "/messages/")
    assert "请打开暖港" not in get(lin, "/messages/?unread=1")
    assert "请打开暖港" not in get(lin, "/messages/?kind=incident")


def test_nobody_else_sees_or_reads_it(two) -> None:
    two.tell(two.lin, Kind.INCIDENT)
    found, wang = Notice.objects.get(), two.browser(two.wang)
    assert "请打开暖港" not in get(wang, "/messages/")
    assert wang.get("/messages/news/").json() == {"unread": 0, "urgent": []}
    assert wang.get(f"/messages/{found.pk}/").status_code == 404
    assert wang.post(f"/messages/{found.pk}/read/").status_code == 404
    wang.post("/messages/read/")
    assert Notice.objects.get().read_at is None
    assert Client().get("/messages/news/").status_code == 302


def test_open_pages_hear_of_the_urgent_alone_and_a_notice_leads_nowhere_else(two) -> None:
    two.tell(two.lin, Kind.WORK, "a")
    two.tell(two.lin, Kind.INCIDENT, "b", drill=True)
    Notice.objects.filter(once="a").update(url="https://elsewhere.example.com/")
    lin = two.browser(two.lin)
    told = lin.get("/messages/news/").json()
    assert (told["unread"], len(told["urgent"]), told["urgent"][0]["drill"]) == (2, 1, True)
    assert lin.get(f"/messages/{Notice.objects.get(once='a').pk}/")["Location"] == "/messages/"
    Notice.objects.filter(once="b").update(at=timezone.now() - timedelta(hours=25))
    assert lin.get("/messages/news/").json() == {"unread": 1, "urgent": []}  # it stays in the list
    answer = lin.post(told["urgent"][0]["read"], headers={"X-Requested-With": "fetch"})
    assert answer.json() == {"unread": 0}


def test_asking_costs_one_statement_beside_the_session_and_is_no_sign_of_life(
    two, django_assert_num_queries
) -> None:
    lin = two.browser(two.lin)
    lin.get("/messages/news/")
    for number in range(6):
        two.tell(two.lin, Kind.INCIDENT, str(number))
        with django_assert_num_queries(2):
            lin.get("/messages/news/")
    seen = timezone.now() - timedelta(minutes=5)
    Session.objects.update(seen_at=seen)
    lin.get("/messages/news/")
    assert Session.objects.get().seen_at == seen
    lin.get("/messages/")
    assert Session.objects.get().seen_at > seen


def test_the_list_asks_no_more_for_twice_the_rows(two, django_assert_max_num_queries) -> None:
    ChannelSetting.objects.create(school=two.school, carrier=Carrier.SMS_MODEM, on=True)
    lin = two.browser(two.lin)
    for number in range(8):
        two.tell(two.lin, Kind.INCIDENT, str(number))
        with django_assert_max_num_queries(4):
            lin.get("/messages/")


@pytest.fixture
def mailing(two, monkeypatch) -> Told:
    """A school with a modem and a mail server, and a colleague who is told by mail."""
    carrier = Told()
    for kind in (Carrier.SMS_MODEM, Carrier.EMAIL):
        monkeypatch.setitem(CARRIERS, kind.value, carrier)
        ChannelSetting.objects.create(school=two.school, carrier=kind, on=True)
    Wishes.objects.create(school=two.school, to_id=two.lin.pk, email="lin@example.com")
    return carrier


def test_what_is_ordinary_waits_for_the_morning_and_an_incident_breaks_through(
    two, mailing
) -> None:
    (waiting,) = two.tell(two.lin, Kind.WORK, "a", now=NIGHT)
    (urgent,) = two.tell(two.lin, Kind.INCIDENT, "b", now=NIGHT)
    assert (waiting.channel, urgent.channel) == ("email", "sms")
    assert (urgent.due_at, waiting.due_at) == (NIGHT, NIGHT + timedelta(hours=8, minutes=30))
    send_due(NIGHT)
    assert mailing.has == [urgent.pk.hex]
    assert "等到" in get(two.browser(two.lin), "/messages/")
    send_due(waiting.due_at)
    assert mailing.has == [urgent.pk.hex, waiting.pk.hex]


def test_own_wishes_hold_and_no_choice_keeps_an_incident_from_the_phone(two, mailing) -> None:
    lin = two.browser(two.lin)
    told = {
        "email": "lin@example.com",
        "hours": "own",
        "quiet_from": "20:00",
        "quiet_until": "07:00",
    }
    answer = lin.post("/messages/mine/", {**told, "work": ["sms"], "incident": []})
    assert answer.status_code == 302
    (work,) = two.tell(two.lin, Kind.WORK, "a", now=NIGHT)
    assert (work.channel, work.quiet) == ("sms", "20:00-07:00")
    assert [m.channel for m in two.tell(two.lin, Kind.INCIDENT, "b", now=NIGHT)] == ["sms"]
    assert two.tell(two.lin, Kind.DIGEST, "c", now=NIGHT) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "lin"}, "这不是邮箱地址"),
        ({"hours": "own", "quiet_from": "20:00"}, "请填时间"),
        ({"hours": "own", "quiet_from": "20:00", "quiet_until": "20:00"}, "不能是同一个时间"),
        ({"work": ["email"], "email": ""}, "请填邮箱地址"),
        ({"hours": "own", "quiet_from": "半夜", "quiet_until": "7"}, "请填时间"),
    ],
)  # fmt: skip
def test_wrong_wishes_are_said_at_their_field(two, wrong, words) -> None:
    lin = two.browser(two.lin)
    answer = lin.post("/messages/mine/", {"hours": "school", **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Wishes.objects.exists()
