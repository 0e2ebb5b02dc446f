"""Requests: written down, due by the calendar, decided with reasons, answered by a letter."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
import pyzipper
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.lib.tests.photographs import jpeg
from nuangang.people.actions.family import set_contact, set_relative
from nuangang.people.actions.files import close_file
from nuangang.people.actions.portraits import set_portrait
from nuangang.people.models import Child
from nuangang.privacy.models import DataRequest, Forgetting
from nuangang.privacy.queries.everything import everything_about
from nuangang.privacy.tests.cast import PrivacyCast

pytestmark = pytest.mark.once
TODAY = timezone.localdate()


def ask(law: PrivacyCast, child: Child, kind: str = "view", days_ago: int = 0) -> DataRequest:
    sent = {
        "kind": kind, "asker": "mother", "proof": "看过身份证", "words": "想看看",
        "asked_on": (TODAY - timedelta(days=days_ago)).isoformat(),
    }  # fmt: skip
    answer = law.client(Post.LEAD).post(f"/children/{child.pk}/data/request/", sent)
    assert answer.status_code == 302
    return DataRequest.objects.filter(school=law.school).latest("entered_at")


def test_one_is_due_after_the_promised_days_and_shows_when_it_is_late(law):
    law.asks("portrait")
    child = law.child("甲一")
    fresh, old = ask(law, child), ask(law, child, "copy", days_ago=60)
    assert timedelta(days=15) <= fresh.due_on - TODAY <= timedelta(days=40)
    page = law.client(Post.PRIVACY_PERSON).get("/privacy/requests/").content.decode()
    assert "2 件申请" in page
    assert f"▲</span> {old.due_on}" in page or "urgent" in page
    assert "1 件申请" in law.client(Post.HEAD).get("/privacy/requests/?kind=copy").content.decode()
    assert "1 件逾期" in law.client(Post.HEAD).get("/privacy/").content.decode()
    assert law.client(Post.CLASS_TEACHER).get("/privacy/requests/").status_code == 404
    ahead = {"kind": "view", "asker": "mother", "proof": "x", "asked_on": "2999-01-01"}
    answer = law.client(Post.LEAD).post(f"/children/{child.pk}/data/request/", ahead)
    assert "这一天还没到" in answer.content.decode()


def test_who_is_refused_is_told_why_in_the_letter(law):
    law.asks()
    row = ask(law, law.child("甲一"))
    lead = law.client(Post.LEAD)
    assert lead.get(f"/privacy/requests/{row.pk}/letter/").status_code == 302
    refused = lead.post(f"/privacy/requests/{row.pk}/", {"decision": "refused", "reasons": ""})
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    lead.post(f"/privacy/requests/{row.pk}/", {"decision": "refused", "reasons": "案件没有结束"})
    letter = lead.get(f"/privacy/requests/{row.pk}/letter/").content.decode()
    for text in ("案件没有结束", "不能照办", "周主任", "12377", "甲一"):
        assert text in letter, text


def test_the_family_reads_everything_but_what_has_no_consent(law):
    law.asks("wechat")
    child = law.child("甲一", village="柳树村", id_number="")
    mother = law.mother(child)
    mother.wechat = "wx_limama"
    mother.save()
    address = f"/children/{child.pk}/data/"
    page = law.client(Post.LEAD).get(address).content.decode()
    for text in ("甲一", "柳树村", "李妈妈", "13900005678", "没有列出的"):
        assert text in page, text
    assert "wx_limama" not in page
    law.say(child, wechat="granted")
    page = law.client(Post.LEAD).get(address).content.decode()
    for text in ("wx_limama", "家长的微信、QQ", "七(1)班"):
        assert text in page, text
    for code in ("granted", "wechat", "mother"):
        assert f"{code} " not in page, code
    assert Entry.objects.filter(verb="exported", object_id=child.pk).count() == 2
    for post in (Post.CLASS_TEACHER, Post.COUNSELLOR, Post.RECORDS_OFFICER):
        assert law.client(post).get(address).status_code == 404, post


def test_the_copy_asks_as_much_for_many_rows_as_for_one(law, django_assert_num_queries):
    child = law.child("甲一")
    law.mother(child)
    child.refresh_from_db()
    with CaptureQueriesContext(connection) as caught:
        everything_about(child)
    for kin in ("father", "paternal_grandmother"):
        set_contact(law.lead, child, "13700001111", relative=set_relative(law.lead, child, kin, {}))
    again = Child.objects.get(school=law.school, pk=child.pk)
    with django_assert_num_queries(len(caught)):
        told = dict(everything_about(again))
    assert len(told["亲属和照护人"]) == 3


def test_the_family_takes_everything_along_as_a_file_that_opens_with_its_password(
    law, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    law.asks("wechat", "portrait")
    child = law.child("甲一", village="柳树村", remark="=1+1")
    law.say(child, portrait="granted")
    set_portrait(law.lead, child, jpeg())
    address = f"/children/{child.pk}/data/file/"
    lead = law.client(Post.LEAD)
    (password,) = re.findall(
        r'name="file_password" value="([^"]+)"', lead.get(address).content.decode()
    )
    assert lead.post(address, {"file_password": "short"}).status_code == 422
    assert not Entry.objects.filter(verb="exported").exists()
    answer = lead.post(address, {"file_password": password})
    assert answer["Content-Type"] == "application/zip"
    assert "甲一".encode() not in answer.content
    files = opened(answer.content, password)
    assert list(files) == ["everything.html", "everything.csv", "portrait.jpg"]
    page, table = files["everything.html"].decode(), files["everything.csv"].decode("utf-8-sig")
    for text in ("柳树村", "李妈妈", "13900005678"):
        assert text in page, text
        assert text in table, text
    assert "'=1+1" in table
    assert "<script" not in page
    assert files["portrait.jpg"].startswith(b"\xff\xd8")
    entry = Entry.objects.get(verb="exported", object_id=child.pk)
    assert entry.detail["part"] == "file"
    assert password not in json.dumps(entry.detail)
    law.say(child, portrait="withdrawn")
    assert "portrait.jpg" not in opened(
        lead.post(address, {"file_password": password}).content, password
    )
    for post in (Post.CLASS_TEACHER, Post.COUNSELLOR, Post.RECORDS_OFFICER):
        assert law.client(post).get(address).status_code == 404, post
        assert law.client(post).post(address, {"file_password": password}).status_code == 403, post


def opened(data: bytes, password: str) -> dict[str, bytes]:
    """Return the files of an encrypted zip, which no other password opens."""
    with pyzipper.AESZipFile(BytesIO(data)) as archive:
        with pytest.raises(RuntimeError):
            archive.read("everything.html", pwd=b"another password")
        archive.setpassword(password.encode())
        assert {each.wz_aes_strength for each in archive.infolist()} == {3}  # AES-256
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_child_is_forgotten_when_one_asks_and_the_head_confirms(law):
    law.asks()
    child = law.child("甲一")
    address = f"/children/{child.pk}/data/forget/"
    lead, head = law.client(Post.LEAD), law.client(Post.HEAD)
    assert "孩子还在学校" in lead.get(address).content.decode()
    assert lead.post(address, {"basis": "家长要求"}).status_code == 422
    close_file(law.lead, child, on=TODAY, reason="transferred")
    lead.post(address, {"basis": "家长要求"})
    row = Forgetting.objects.get(school=law.school)
    for post in (Post.LEAD, Post.DEPUTY, Post.PRIVACY_PERSON):
        client = law.client(post)
        page = client.get(address).content.decode()
        assert "要由校长确认" in page, post
        assert "/confirm/" not in page, post
        assert client.post(f"/privacy/forget/{row.pk}/confirm/").status_code == 403, post
    assert Child.objects.get(school=law.school, pk=child.pk).name == "甲一"
    head.post(f"/privacy/forget/{row.pk}/confirm/")
    assert Child.objects.get(school=law.school, pk=child.pk).name == "—"
    assert "甲一" not in head.get("/privacy/requests/").content.decode()
