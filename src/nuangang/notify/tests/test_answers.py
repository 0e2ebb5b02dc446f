"""Answers by SMS: out of the real daemon's inbox or pushed by a provider; each once, none lost."""

import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuangang.incidents.tests.cast import Cast
from nuangang.notify import answers
from nuangang.notify.answers import let_go, plain_words, read_answers
from nuangang.notify.channels import inbox
from nuangang.notify.models import Answer, ChannelSetting, Message
from nuangang.notify.tests import smsd

SECRET = "a1b2c3d4e5f6a7b8c9d0e1"
LATER = timedelta(minutes=1)


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with a head."""
    answers._Looked.at = None
    return Cast()


@pytest.fixture(scope="module")
def modem(tmp_path_factory) -> Iterator[Path]:
    """Run the real daemon with its dummy phone; give its database."""
    with smsd.running(tmp_path_factory.mktemp("inbox")) as database:
        yield database


def came(database: Path, count: int) -> None:
    """Wait until the daemon has put so many rows into its inbox."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with closing(sqlite3.connect(database)) as rows:
            if rows.execute("SELECT count(*) FROM inbox").fetchone()[0] >= count:
                return
        time.sleep(0.2)
    raise AssertionError("the daemon received nothing")


@pytest.mark.once
def test_the_daemons_answers_are_read_once_and_long_ones_whole(
    cast: Cast, modem, monkeypatch
) -> None:
    told = json.dumps({"database": str(modem)})
    ChannelSetting.objects.create(school=cast.school, carrier="sms_modem", on=True, settings=told)
    smsd.arrive(modem, 1, "+8613800000001", "收到")
    smsd.arrive(modem, 2, "13800000002", "今天孩子在家里，", "050003070201")
    smsd.arrive(modem, 3, "13800000002", "奶奶看着", "050003070202")
    came(modem, 3)
    now = timezone.now()
    kept = answers.processed
    monkeypatch.setattr(answers, "processed", lambda *_given: None)  # killed before it is marked
    assert read_answers(now) == 2
    assert read_answers(now) == 0  # looked a moment ago
    monkeypatch.setattr(answers, "processed", kept)
    assert read_answers(now + LATER) == 0
    found = {(row.sender, row.text) for row in Answer.objects.all()}
    assert found == {("13800000001", "收到"), ("13800000002", "今天孩子在家里，奶奶看着")}
    with closing(sqlite3.connect(modem)) as rows:
        left = rows.execute("SELECT count(*) FROM inbox WHERE Processed = 'false'")
        assert left.fetchone()[0] == 0


@pytest.mark.once
def test_parts_wait_for_each_other_and_after_ten_minutes_no_longer() -> None:
    now = timezone.now()

    def row(number: int, head: str, text: str, ago: int = 0) -> inbox._Row:
        return inbox._Row(number, "138", text, head, now - timedelta(minutes=ago))

    texts = [
        each.text
        for each in inbox._joined([row(2, "050003AA0202", "尾"), row(1, "050003AA0201", "头")], now)
    ]
    assert texts == ["头尾"]
    assert inbox._joined([row(1, "06080400AA0201", "头")], now) == []
    assert [e.text for e in inbox._joined([row(1, "06080400AA0201", "头", 11)], now)] == ["头"]
    two = [row(n, f"050003AA020{place}", f"{n}") for n, place in ((1, 1), (2, 2), (3, 1), (4, 2))]
    assert [each.text for each in inbox._joined(two, now)] == ["12", "34"]
    assert [e.text for e in inbox._joined([row(1, "zz", "一"), row(2, "", "二")], now)] == [
        "一",
        "二",
    ]


@pytest.mark.once
def test_no_daemon_and_an_old_one_without_an_inbox_are_nothing(cast: Cast, tmp_path) -> None:
    sqlite3.connect(tmp_path / "old.db").close()
    for name in ("nothing.db", "old.db"):
        assert inbox.received({"database": str(tmp_path / name)}, timezone.now()) == []
    assert [plain_words(text) for text in ("１", " 收到。", "OK!", "知道了，谢谢")] == [
        "1", "收到", "ok", "知道了谢谢",
    ]  # fmt: skip


def gateway(cast: Cast, **more: str) -> ChannelSetting:
    told = {"in_secret": SECRET, "in_number_at": "mobile", "in_text_at": "content", **more}
    return ChannelSetting.objects.create(
        school=cast.school, carrier="sms_gateway", on=True, settings=json.dumps(told)
    )


def push(cast: Cast, body: object, secret: str = SECRET, **headers: str):
    address = reverse("sms_in", args=[cast.school.short_name, secret])
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    client = Client(enforce_csrf_checks=True)
    return client.post(address, sent, content_type="application/json", headers=headers)


def test_a_provider_pushes_answers_and_reports_and_says_it_twice(cast: Cast) -> None:
    gateway(cast)
    now = timezone.now()
    sent = Message.objects.create(
        school=cast.school, once="x", channel="sms", carrier="sms_gateway", to_name="奶奶",
        purpose="trial", state="handed", reference="77", queued_at=now, give_up_at=now, text="t",
    )  # fmt: skip
    for _again in range(2):
        assert (
            push(cast, {"id": "1", "mobile": "+8613800000001", "content": "收到"}).status_code
            == 200
        )
    push(cast, [{"msgid": "77", "status": "DELIVRD"}, {"id": 2, "mobile": "x", "content": "y"}])
    sent.refresh_from_db()
    assert sent.state == "delivered"
    assert {row.sender for row in Answer.objects.all()} == {"13800000001", "x"}
    address = reverse("sms_in", args=[cast.school.short_name, SECRET])
    form = "id=3&mobile=13800000003&content=%E5%A5%BD"
    kind = "application/x-www-form-urlencoded"
    assert Client().post(address, form, content_type=kind).status_code == 200
    assert Answer.objects.count() == 3
    halved = [
        {"id": "4", "mobile": "1", "content": "好\ud83d"},
        {"id": "5", "mobile": "2", "content": "1"},
    ]
    assert push(cast, halved).status_code == 200
    assert Answer.objects.count() == 5  # what stands behind half an emoji comes in too


def test_without_the_secret_there_is_no_such_page_and_hostile_input_does_nothing(
    cast: Cast,
) -> None:
    row = gateway(cast)
    answer = {"id": "1", "mobile": "13800000001", "content": "1"}
    assert push(cast, answer, "wrong" * 5).status_code == 404
    assert Client().get(reverse("sms_in", args=[cast.school.short_name, SECRET])).status_code == 405
    for body in (b"\xff\xfe", b"{", b'{"a":' + b"[" * 5000, b"x" * 70_000):
        assert push(cast, body).status_code in (200, 400, 413), body[:20]
    for odd in ([], "text", 5, None, [[1]], {"mobile": {"a": 1}, "content": ["x"]}):
        assert push(cast, odd).status_code == 200
    assert not Answer.objects.exists()
    row.settings = json.dumps({**json.loads(row.settings), "in_key": "钥匙"})
    row.save()
    body = json.dumps(answer).encode()
    assert push(cast, body).status_code == 403
    sign = hmac.new("钥匙".encode(), body, hashlib.sha256).hexdigest()
    assert push(cast, body, **{"X-Signature": sign}).status_code == 200
    row.on = False
    row.save()
    assert push(cast, body).status_code == 404
    assert Answer.objects.count() == 1


def test_what_matched_nothing_is_listed_looked_at_and_old_ones_go(cast: Cast) -> None:
    gateway(cast)
    push(cast, {"id": "1", "mobile": "13800000009", "content": "<b>孩子病了</b>"})
    page = cast.get(cast.head, reverse("answers"))
    assert "&lt;b&gt;孩子病了" in page
    assert reverse("answers") in cast.get(cast.head, reverse("carriers"))
    assert cast.browser(cast.wang).get(reverse("answers")).status_code == 404
    row = Answer.objects.get()
    seen = reverse("answer_seen", args=[row.pk])
    assert cast.browser(cast.wang).post(seen).status_code in (403, 404)
    later = timezone.now() + timedelta(days=200)
    assert let_go(cast.school.pk, later) == 0  # nobody looked at it
    assert cast.browser(cast.head).post(seen).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.seen_by_name) == ("seen", "高校长")
    assert "孩子病了" not in cast.get(cast.head, reverse("answers"))
    assert let_go(cast.school.pk, later) == 1
