"""Asking parents far away by SMS: a link for one guardian, which asks for nothing but the answer."""

import re

import pytest
from django.db import transaction
from django.test import Client

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.notify.models import Carrier, ChannelSetting, Message, Try
from nuangang.people.actions.family import set_contact, set_relative
from nuangang.people.models import Consent
from nuangang.privacy.forgetting import forget_everything
from nuangang.privacy.tests.cast import PrivacyCast

TEACHER = Post.CLASS_TEACHER
PUBLIC = {"HTTP_HOST": "nuangang.example.cn"}


@pytest.fixture
def asking(law: PrivacyCast, settings) -> PrivacyCast:
    settings.ALLOWED_HOSTS = ["*"]
    law.asks("portrait", "wechat")
    ChannelSetting.objects.create(school=law.school, carrier=Carrier.SMS_MODEM, on=True)
    return law


def ask(asking: PrivacyCast, **options: str) -> str:
    address = f"/classes/{asking.klass.pk}/consents/sms/"
    return (
        asking.client(TEACHER).post(address, follow=True, **{**PUBLIC, **options}).content.decode()
    )


def sent(asking: PrivacyCast) -> list[Message]:
    return list(Message.objects.filter(school_id=asking.school.pk).order_by("queued_at"))


def test_the_guardian_answers_by_the_link_and_nothing_else_is_asked(asking) -> None:
    child = asking.child("甲小一")
    mother = asking.mother(child)
    assert "1条短信正在发" in ask(asking)
    (message,) = sent(asking)
    assert (message.address, message.to_name) == ("13900005678", "李妈妈")
    assert "甲" not in message.text
    (path,) = re.findall(r"http://nuangang.example.cn(/privacy/say/\S+/)", message.text)
    phone = Client()
    page = phone.get(path).content.decode()
    assert "last_four" not in page
    assert 'name="who"' not in page
    done = phone.post(path, {"p_portrait": "yes", "p_wechat": "no"}).content.decode()
    assert "马上生效" in done
    rows = Consent.objects.filter(school=asking.school).order_by("purpose")
    assert [(r.purpose, r.answer, r.channel, r.relative_id) for r in rows] == [
        ("portrait", "granted", "sms", mother.pk),
        ("wechat", "refused", "sms", mother.pk),
    ]
    assert asking.consents(child) == ["portrait"]


def test_only_those_who_did_not_answer_once_a_day_by_their_first_number(asking) -> None:
    one, two, three, four = (asking.child(name) for name in ("甲一", "乙二", "丙三", "丁四"))
    asking.say(one, portrait="granted", wechat="granted")
    asking.mother(two)
    father = set_relative(asking.lead, two, "father", {"name": "乙爸爸"})
    set_contact(asking.lead, two, "13700001111", relative=father)
    other = set_relative(asking.lead, three, "other_relative", {"name": "邻居"})
    set_contact(asking.lead, three, "13600002222", relative=other)
    by_wire = set_relative(asking.lead, four, "mother", {"name": "丁妈妈"})
    set_contact(asking.lead, four, "0871-68123456", relative=by_wire)
    assert "1条短信正在发" in ask(asking)
    assert [m.to_name for m in sent(asking)] == ["李妈妈"]
    assert "0条短信正在发" in ask(asking)
    assert len(sent(asking)) == 1
    entry = Entry.objects.filter(school_id=asking.school.pk, verb="sent_links").first()
    assert entry is not None
    assert entry.detail == {"count": 1}


@pytest.mark.parametrize("host", ["192.168.1.20:8000", "school.local"])
def test_an_address_that_parents_cannot_open_is_not_sent(asking, host) -> None:
    asking.mother(asking.child("甲小一"))
    assert "只在校内" in ask(asking, HTTP_HOST=host)
    assert sent(asking) == []


def test_without_anything_that_carries_sms_it_is_said(asking) -> None:
    asking.mother(asking.child("甲小一"))
    ChannelSetting.objects.all().update(on=False)
    assert "还不能发短信" in ask(asking)
    page = asking.client(TEACHER).get(f"/privacy/consents/?klass={asking.klass.pk}", **PUBLIC)
    assert "用短信" not in page.content.decode()


def test_who_may_not_write_consents_sends_nothing(asking) -> None:
    asking.mother(asking.child("甲小一"))
    address = f"/classes/{asking.klass.pk}/consents/sms/"
    client = asking.client(Post.COUNSELLOR)
    assert client.post(address, **PUBLIC).status_code in (403, 404)
    assert sent(asking) == []


def test_what_was_sent_goes_with_the_child(asking) -> None:
    child = asking.child("甲小一")
    asking.mother(child)
    ask(asking)
    (message,) = sent(asking)
    said = "no such number 13900005678"
    Message.objects.filter(pk=message.pk).update(problem=said)
    Try.objects.create(
        school=asking.school, message=message, at=message.queued_at, went_well=False, words=said
    )
    with transaction.atomic():
        forget_everything(child)
    (message,) = sent(asking)
    assert Try.objects.get().words == message.problem == ""
    assert (message.to_name, message.address, message.text, message.due_at) == ("—", "", "", None)
