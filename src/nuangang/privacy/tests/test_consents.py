"""Consents on their pages: a class entered in taps, one child's answers, the slip on a parent's phone."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.guessing import note_wrong
from nuangang.accounts.posts import Post
from nuangang.lib.tests.photographs import jpeg
from nuangang.people.actions.files import close_file
from nuangang.people.models import Consent
from nuangang.privacy.actions.links import WrongDigitsError, answer_by_link, find_link
from nuangang.privacy.models import ConsentLink
from nuangang.privacy.tests.cast import PrivacyCast

TEACHER = Post.CLASS_TEACHER


@pytest.fixture
def asking(law: PrivacyCast, settings, tmp_path) -> PrivacyCast:
    settings.MEDIA_ROOT = tmp_path
    law.asks("portrait", "wechat")
    return law


def rows(law):
    return list(
        Consent.objects.filter(school=law.school)
        .order_by("recorded_at", "purpose")
        .values_list("child_id", "purpose", "answer", "channel")
    )


def how(**more):
    return {"channel": "paper", "on": "2026-11-02", "witness": "", **more}


def test_a_class_is_entered_with_one_tap_for_each_child(asking):
    one, two, three = (asking.child(name) for name in ("甲一", "乙二", "丙三"))
    for child in (one, two, three):
        asking.mother(child)
    address = f"/classes/{asking.klass.pk}/consents/"
    client = asking.client(TEACHER)
    page = client.get(f"{address}?fill=all").content.decode()
    assert page.count('value="all" checked') == 3
    sent = how(**{f"a_{one.pk.hex}": "all", f"a_{two.pk.hex}": "none", f"a_{three.pk.hex}": ""})
    assert client.post(address, sent).status_code == 302
    assert [r[2] for r in rows(asking) if r[0] == one.pk] == ["granted", "granted"]
    assert [r[2] for r in rows(asking) if r[0] == two.pk] == ["refused", "refused"]
    assert asking.consents(one) == ["portrait", "wechat"]
    left = client.get(address).content.decode()
    assert "丙三" in left
    assert "甲一" not in left


def test_a_form_nobody_on_file_can_have_signed_is_named_and_nothing_is_lost(asking):
    one, two = asking.child("甲一"), asking.child("乙二")
    asking.mother(one)
    sent = how(**{f"a_{one.pk.hex}": "all", f"a_{two.pk.hex}": "all"})
    answer = asking.client(TEACHER).post(f"/classes/{asking.klass.pk}/consents/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "乙二</a>：档案里还没有家长" in page or "乙二</a>: 档案里还没有家长" in page
    assert page.count('value="all" checked') == 2
    assert rows(asking) == []


def test_who_may_write_and_who_finds_nothing(asking):
    child = asking.child("甲一")
    asking.mother(child)
    other = f"/classes/{asking.other_class.pk}/consents/"
    assert asking.client(TEACHER).get(other).status_code == 404
    assert asking.client(Post.LEAD).get(other).status_code == 200
    assert asking.client(Post.COUNSELLOR).get("/privacy/consents/").status_code == 404
    for post, status in ((TEACHER, 200), (Post.PRIVACY_PERSON, 200), (Post.COUNSELLOR, 404)):
        answer = asking.client(post).get(f"/children/{child.pk}/consents/")
        assert answer.status_code == status, post


def test_the_list_narrows_by_class_purpose_and_answer_in_four_statements(asking):
    children = [asking.child(f"孩子{n}") for n in range(6)]
    asking.say(children[0], portrait="granted", wechat="refused")
    client = asking.client(TEACHER)
    for asked, found in (
        ("", 6), ("state=open", 5), ("state=yes&purpose=portrait", 1), ("state=no&purpose=wechat", 1),
        ("state=yes&purpose=wechat", 0), (f"klass={asking.other_class.pk}", 0), ("klass=x&state=y", 6),
    ):  # fmt: skip
        page = client.get(f"/privacy/consents/?{asked}").content.decode()
        assert f">{found} 个孩子<" in page, asked
    few = statements(client)
    for n in range(6):
        asking.child(f"后来{n}")
    assert statements(client) == few


def statements(client):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get("/privacy/consents/")
    return len(caught)


def test_one_answer_with_the_picture_of_the_paper_and_taken_back(asking):
    child = asking.child("甲一", birth=date(2008, 1, 1))
    mother = asking.mother(child)
    client, address = asking.client(TEACHER), f"/children/{child.pk}/consents/"
    scan = SimpleUploadedFile("a.jpg", jpeg(place=True), content_type="image/jpeg")
    client.post(address, how(who=mother.pk, p_portrait="granted", scan=scan))
    assert asking.consents(child) == ["portrait"]
    paper = Consent.objects.get(school=asking.school)
    shown = client.get(f"/privacy/consents/scan/{paper.pk}.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert (
        asking.client(Post.COUNSELLOR).get(f"/privacy/consents/scan/{paper.pk}.jpg").status_code
        == 404
    )
    client.post(address, how(who="self", p_portrait="refused", channel="in_person"))
    assert asking.consents(child) == []
    page = client.get(address).content.decode()
    assert "已停用" in page
    bad = SimpleUploadedFile("a.jpg", b"MZ", content_type="image/jpeg")
    answer = client.post(address, how(who=mother.pk, p_wechat="granted", scan=bad))
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode()
    ahead = client.post(address, how(who=mother.pk, p_wechat="granted", on="2999-01-01"))
    assert "这一天还没到" in ahead.content.decode()
    assert Consent.objects.filter(school=asking.school).count() == 2


def slip(asking, child):
    page = (
        asking.client(TEACHER).post(f"/classes/{asking.klass.pk}/consents/print/").content.decode()
    )
    assert child.name in page
    assert "我们" not in re.findall(r'slip-code">([^<]+)<', page)[0]
    return re.findall(r'slip-code">([^<]+)<', page)[0]


def test_a_parent_far_away_agrees_and_takes_it_back_with_the_slip(asking):
    child = asking.child("甲小一")
    mother = asking.mother(child)
    code = slip(asking, child)
    phone = Client()
    found = phone.post("/privacy/say/an/", {"code": code.lower()})
    page = phone.get(found["Location"]).content.decode()
    assert "姓甲" in page
    assert "甲小一" not in page
    assert "李妈妈" not in page
    sent = {"who": mother.pk, "last_four": "5678", "p_portrait": "yes", "p_wechat": "no"}
    done = phone.post(found["Location"], sent).content.decode()
    assert "马上生效" in done
    assert asking.consents(child) == ["portrait"]
    phone.post(found["Location"], {**sent, "p_portrait": "no"})
    assert asking.consents(child) == []
    assert [(r[1], r[2], r[3]) for r in rows(asking)] == [
        ("portrait", "granted", "code"), ("wechat", "refused", "code"),
        ("portrait", "withdrawn", "code"), ("wechat", "refused", "code"),
    ]  # fmt: skip


def test_a_slip_shuts_when_the_child_leaves_and_the_school_takes_the_no(asking):
    child = asking.child("甲小一")
    asking.say(child, portrait="granted")
    code = slip(asking, child)
    close_file(asking.lead, child, on=timezone.localdate(), reason="transferred")
    phone = Client()
    assert "孩子已离校" in phone.post("/privacy/say/an/", {"code": code}).content.decode()
    shut = phone.get(f"/privacy/say/an/{code.replace('-', '')}/")
    assert shut.status_code == 404
    assert "周主任" in shut.content.decode()
    said = how(who=asking.mother(child).pk, p_portrait="withdrawn", reason="转学了")
    asking.client(Post.LEAD).post(f"/children/{child.pk}/consents/", said)
    assert asking.consents(child) == []


def test_a_found_slip_is_worth_nothing_without_the_number_on_file(asking):
    child = asking.child("甲小一")
    mother = asking.mother(child)
    code = slip(asking, child).replace("-", "")
    phone = Client()
    for _n in range(6):
        sent = {"who": mother.pk, "last_four": "0000", "p_portrait": "yes", "p_wechat": "yes"}
        answer = phone.post(f"/privacy/say/an/{code}/", sent)
        assert answer.status_code == 422
    assert phone.get(f"/privacy/say/an/{code}/").status_code == 404
    assert phone.get(f"/privacy/say/bei/{code}/").status_code == 404
    assert rows(asking) == []
    assert ConsentLink.objects.get(school=asking.school).code_hash != code


def test_many_tries_at_one_moment_are_no_more_than_six(asking):
    child = asking.child("甲小一")
    mother = asking.mother(child)
    code = slip(asking, child)
    seen = find_link(asking.school, code)
    ConsentLink.objects.filter(school=asking.school).update(tries=6)
    with pytest.raises(WrongDigitsError):
        answer_by_link(asking.school, seen, mother, "5678", {"portrait": True})
    assert rows(asking) == []


def test_who_guesses_codes_has_to_wait_and_closes_nobody_elses_slip(asking):
    child = asking.child("甲小一")
    asking.mother(child)
    code = slip(asking, child).replace("-", "")
    stranger, phone = Client(REMOTE_ADDR="10.9.9.9"), Client(REMOTE_ADDR="10.9.9.8")
    assert stranger.post("/privacy/say/an/", {"code": "ABCD"}).status_code == 422
    for n in range(59):
        note_wrong(f"x{n}", "10.9.9.9")
    wait = stranger.get(f"/privacy/say/an/{code}/")
    assert wait.status_code == 404
    assert "一刻钟" in wait.content.decode()
    assert "姓甲" in phone.get(f"/privacy/say/an/{code}/").content.decode()


def test_reminders_are_printed_for_those_who_did_not_answer(asking):
    one, two = asking.child("甲一"), asking.child("乙二")
    asking.say(one, portrait="granted", wechat="granted")
    page = (
        asking.client(TEACHER)
        .post(f"/classes/{asking.klass.pk}/consents/print/", {"open": "1"})
        .content.decode()
    )
    assert two.name in page
    assert one.name not in page
    for item in ("12377", "周主任", "不同意", "在国内", "更正", "15 个工作日"):
        assert item in page, item
