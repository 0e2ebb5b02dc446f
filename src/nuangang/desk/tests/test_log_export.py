"""Taking the log along: the entries the page shows, in a zip that opens with its password alone."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
import pyzipper
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import User
from nuangang.accounts.posts import Post
from nuangang.audit.actions import Person, record
from nuangang.audit.chain import chain
from nuangang.audit.models import Block, Entry
from nuangang.desk import log_file
from nuangang.desk.views import log_export
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff

PASSWORD = "一个足够长的密码-2026"


@pytest.fixture
def register(register):
    head = Staff.objects.create(school=register.school, name="周校长")
    register._give("head", head, Post.HEAD)
    for who in ("head", "lead"):
        setattr(register, who, actor_for(User.objects.get(login=who).pk))
    return register


def take(register, query=""):
    return register.post("head", f"/log/export/{query}", file_password=PASSWORD)


def opened(answer, name="log.csv", password=PASSWORD):
    with pyzipper.AESZipFile(io.BytesIO(answer.content)) as archive:
        archive.setpassword(password.encode())
        return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_the_file_says_what_the_page_says_and_that_it_was_taken(register):
    child = register.child("李欣怡")
    register.get("lead", reverse("child", kwargs={"pk": child.pk}))
    record(register.lead, "added_class", kind="class", label="=1+1", reason="@SUM")
    record(Person("别校的人", None, register.other_school.pk), "signed_in", kind="user")
    chain(register.school.pk, timezone.now() + timedelta(minutes=10))
    page = register.get("head", "/log/").content.decode()
    answer = take(register)
    assert answer["Content-Type"] == "application/zip"
    assert "李欣怡".encode() not in answer.content
    head, *rows = opened(answer)
    assert head[:4] == ["时间", "谁", "做了什么", "更多"]
    [opening] = [row for row in rows if row[2] == "打开了李欣怡的档案"]
    assert (opening[1], opening[4]) == ("德育主任", "查看")
    entry = Entry.objects.get(pk=opening[5])
    assert (entry.verb, opening[6]) == ("read_file", "1")
    assert opening[0] == f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"
    assert all(row[2] in page for row in rows if "日志" not in row[2])
    assert "别校的人" not in [row[1] for row in rows]
    about = dict(opened(answer, "about.csv"))
    assert about["制作人"] == "周校长"
    assert Block.objects.get(school_id=register.school.pk).hash in about["链上最新的块"]
    told = Entry.objects.get(verb="log_exported")
    assert told.detail["count"] == len(rows) == int(about["条目"])
    assert told.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()
    with pytest.raises(RuntimeError, match="password"):
        opened(answer, password="别的密码别的密码")
    assert f"把日志里的 {len(rows)} 条带出成文件" in register.get("head", "/log/").content.decode()


def test_filters_hold_in_the_file_and_no_word_stays_in_the_log(register):
    child = register.child("李欣怡")
    register.get("lead", reverse("child", kwargs={"pk": child.pk}))
    register.get("lead", "/children/")
    query = f"?group=reading&q=李欣怡&person={register.lead.user_id}"
    answer = take(register, query)
    assert [row[2] for row in opened(answer)[1:]] == ["打开了李欣怡的档案"]
    about = dict(opened(answer, "about.csv"))
    assert (about["谁"], about["类型"], about["查找的词"]) == ("德育主任", "查看", "李欣怡")
    assert "李欣怡" not in str(Entry.objects.get(verb="log_exported").detail)
    shown = register.get("head", f"/log/export/{query}").content.decode()
    assert "李欣怡" in shown
    assert 'name="file_password"' in shown


def test_who_it_is_is_asked_again_and_others_find_nothing(register):
    for who in ("lead", "teacher", "records", "elsewhere"):
        assert register.get(who, "/log/export/").status_code == 404
        assert register.post(who, "/log/export/", file_password=PASSWORD).status_code == 403
    client = register.browsers["head"]
    session = client.session
    session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    answer = client.post("/log/export/?group=taking", {"file_password": PASSWORD})
    assert answer["Content-Type"] != "application/zip"
    assert PASSWORD in answer.content.decode()
    assert not Entry.objects.filter(verb="log_exported").exists()


def test_nothing_too_much_and_a_short_password_make_no_file(register, monkeypatch):
    register.get("head", "/log/")
    assert "没有" in take(register, "?to=2020-01-01").content.decode()
    short = register.post("head", "/log/export/", file_password="kurz")
    assert short.status_code == 422
    for module in (log_file, log_export):
        monkeypatch.setattr(module, "MOST", 0)
    answer = take(register)
    assert answer.status_code == 422
    assert "一个文件最多 0 条" in answer.content.decode()
    assert not Entry.objects.filter(verb="log_exported").exists()
