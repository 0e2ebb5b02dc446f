"""The log's pages: entries as sentences, who opened a file, odd reading, chain and anchors."""

import json
from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, User
from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.audit.chain import chain
from nuangang.audit.models import Block, Check, Entry, LogRules, OddReading, Reason
from nuangang.audit.odd import Seen, by_night, most_in_an_hour
from nuangang.audit.tests.test_chain import tamper
from nuangang.desk.log_keeping import _check
from nuangang.desk.odd_reading import look, look_if_due
from nuangang.lib.ids import new_id
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def register(register):
    head = Staff.objects.create(school=register.school, name="周校长")
    register._give("head", head, Post.HEAD)
    for who in ("head", "lead", "teacher"):
        setattr(register, who, actor_for(User.objects.get(login=who).pk))
    return register


def read(actor, child, at, verb="read_file", **detail):
    with mock.patch("nuangang.audit.actions.timezone.now", return_value=at):
        record(actor, verb, kind="child", object_id=child, label="某某", **detail)


def text(answer):
    return answer.content.decode()


def test_the_log_says_who_did_what(register):
    child = register.left_behind_child()
    register.get("lead", reverse("child", kwargs={"pk": child.pk}))
    told = text(register.get("head", "/log/"))
    assert f"打开了{child.name}的档案" in told
    assert "看了日志" in text(register.get("head", "/log/"))
    Entry.objects.get(verb="read_file", object_id=child.pk)
    for who in ("lead", "teacher", "records", "elsewhere"):
        assert register.get(who, "/log/").status_code == 404


def test_the_log_is_narrowed_and_keeps_no_search_word(register):
    child = register.child("李欣怡")
    register.get("lead", reverse("child", kwargs={"pk": child.pk}))
    told = text(
        register.get("head", f"/log/?group=reading&q=李欣怡&person={register.lead.user_id}")
    )
    assert "打开了李欣怡的档案" in told
    assert "看了日志" not in told
    assert "打开了李欣怡的档案" not in text(register.get("head", "/log/?group=signing"))
    assert "打开了李欣怡的档案" not in text(register.get("head", "/log/?to=2020-01-01"))
    entry = Entry.objects.filter(verb="log_read").earliest("at")
    assert entry.detail["by"] == ["person", "group", "name"]
    assert "李欣怡" not in json.dumps(entry.detail, ensure_ascii=False)
    for odd in ("?from=x&to=2026-99-99&person=1&child=x&group=nix&page=99999999999", "?page=-3"):
        assert register.get("head", f"/log/{odd}").status_code == 200


def test_what_a_school_set_is_not_called_as_a_childs_field_is(register):
    record(register.head, "changed", kind="school", fields=["conduct", "vetting"])
    record(register.head, "changed_file", kind="child", label="李欣怡", fields=["conduct"])
    told = text(register.get("head", "/log/"))
    assert "行为守则，准入查询和培训" in told.replace("、", "，")
    assert "品行" in told


def test_a_long_log_costs_no_more_statements(register, django_assert_num_queries):
    for _ in range(3):
        register.get("head", "/log/")
    with django_assert_num_queries(5):
        register.get("head", "/log/")
    for _ in range(60):
        read(register.lead, new_id(), timezone.now())
    with django_assert_num_queries(5):
        assert "1 / 2" in text(register.get("head", "/log/"))


def test_who_opened_this_file(register, django_assert_max_num_queries):
    child = register.left_behind_child()
    address = reverse("child", kwargs={"pk": child.pk})
    for who in ("lead", "lead", "teacher"):
        register.get(who, address)
    cards = reverse("class_contact_cards", kwargs={"pk": child.klass_id})
    register.post("lead", cards, reason="check", words="")
    register.get("lead", cards)
    with django_assert_max_num_queries(8):
        told = text(register.get("head", f"{address}readers/"))
    assert "林老师" in told
    assert "打印和带出 1 次" in told
    assert register.get("teacher", f"{address}readers/").status_code == 404
    assert "谁打开过这份档案" in text(register.get("head", address))
    assert "谁打开过这份档案" not in text(register.get("lead", address))
    assert "没人打开过" in text(register.get("head", f"{address}readers/?to=2020-01-01"))


def test_everybody_sees_what_they_did_themselves(register):
    child = register.child("李欣怡")
    register.get("lead", reverse("child", kwargs={"pk": child.pk}))
    assert "打开了李欣怡的档案" in text(register.get("lead", "/me/log/"))
    assert "打开了李欣怡的档案" not in text(register.get("teacher", "/me/log/"))


def test_the_busiest_hour_and_the_nights():
    start = datetime(2026, 11, 3, 21, 0, tzinfo=CHINA)
    seen = [Seen(start + timedelta(minutes=3 * n), new_id()) for n in range(80)]
    assert most_in_an_hour(seen).files == 20
    assert most_in_an_hour([Seen(start, seen[0].file)] * 90).files == 1
    nights = by_night(seen, 22, 6)
    assert [(str(day), part.files) for day, part in nights.items()] == [("2026-11-03", 60)]
    assert by_night(seen, 1, 2) == {}


def test_odd_reading_raises_a_question_once(register):
    at = datetime(2026, 11, 3, 10, 0, tzinfo=CHINA)
    for n in range(60):
        read(register.lead, new_id(), at + timedelta(seconds=50 * n))
    now = at + timedelta(hours=2)
    assert look(register.school, now) == 1
    assert look(register.school, now) == 0
    odd = OddReading.objects.get()
    assert (odd.rule, odd.count, odd.user_id) == ("in_an_hour", 60, register.lead.user_id)
    for n in range(70):
        read(register.lead, new_id(), at + timedelta(hours=3, seconds=20 * n), integration="x")
    read(register.lead, new_id(), at + timedelta(seconds=3000))
    assert look(register.school, now + timedelta(hours=3)) == 0
    assert OddReading.objects.get().count == 61


def test_files_of_others_at_night_and_refusals_are_asked_about(register):
    LogRules.objects.create(school_id=register.school.pk, of_others=3, at_night=2, refused=2)
    night = datetime(2026, 11, 3, 23, 30, tzinfo=CHINA)
    mine = [register.child(f"本班{n}", klass=register.klass).pk for n in range(3)]
    others = [register.child(f"别班{n}", klass=register.other_class).pk for n in range(3)]
    for child in mine:
        read(register.teacher, child, night - timedelta(hours=10))
    assert look(register.school, night) == 0
    for child in others:
        read(register.teacher, child, night - timedelta(hours=9))
        read(register.teacher, child, night - timedelta(hours=9), verb="refused", to="read")
        read(register.lead, child, night + timedelta(minutes=20))
    look(register.school, night + timedelta(hours=1))
    found = OddReading.objects.values_list("rule", "name", "day")
    assert sorted((rule, str(day)) for rule, _name, day in found) == [
        ("at_night", "2026-11-03"), ("of_others", "2026-11-03"), ("refused", "2026-11-03"),
    ]  # fmt: skip


def test_only_one_clock_looks_each_quarter_of_an_hour(register):
    now = timezone.now()
    assert look_if_due(register.school, now)
    assert not look_if_due(register.school, now + timedelta(minutes=14))
    assert look_if_due(register.school, now + timedelta(minutes=16))


def test_a_question_is_settled_with_a_note_and_not_by_oneself(register):
    day = timezone.localdate()
    about = {"school_id": register.school.pk, "rule": "in_an_hour", "count": 61, "day": day,
             "first_at": timezone.now(), "last_at": timezone.now()}  # fmt: skip
    odd = OddReading.objects.create(user_id=register.lead.user_id, name="林老师", **about)
    own = OddReading.objects.create(user_id=register.head.user_id, name="校长", **about)
    told = text(register.get("head", "/log/odd/"))
    assert "一小时里打开了 61 份档案" in told
    assert "要由别人来处理" in told
    settle = reverse("log_odd_settle", kwargs={"pk": odd.pk})
    register.post("head", settle, state="explained", note="")
    odd.refresh_from_db()
    assert odd.state == "open"
    register.post("head", settle, state="explained", note="迎检那天")
    odd.refresh_from_db()
    assert (odd.state, odd.note) == ("explained", "迎检那天")
    assert Entry.objects.filter(verb="odd_settled").exists()
    mine = reverse("log_odd_settle", kwargs={"pk": own.pk})
    assert register.post("head", mine, state="explained", note="x").status_code == 403
    assert register.post("lead", settle, state="look", note="x").status_code == 403


def test_an_expected_day_asks_nobody(register):
    at = datetime(2026, 11, 3, 10, 0, tzinfo=CHINA)
    days = {"begins": "2026-11-03", "ends": "2026-11-02", "why": "迎检"}
    assert register.post("head", "/log/odd/expected/", **days).status_code == 422
    register.post("head", "/log/odd/expected/", **{**days, "ends": "2026-11-04"})
    assert Reason.objects.get().name == ""
    for n in range(60):
        read(register.lead, new_id(), at + timedelta(seconds=50 * n))
    look(register.school, at + timedelta(hours=2))
    assert OddReading.objects.get().state == "explained"


def test_the_rules_stay_within_the_law_and_say_what_changed(register):
    whole = {"files_months": 36, "network_months": 5, "in_an_hour": 40, "at_night": 5,
             "night_from": 22, "night_to": 6, "of_others": 20, "refused": 10}  # fmt: skip
    answer = register.post("head", "/log/rules/", **whole)
    assert answer.status_code == 422
    assert not LogRules.objects.exists()
    register.post("head", "/log/rules/", **{**whole, "network_months": 6})
    assert LogRules.objects.get().in_an_hour == 40
    detail = Entry.objects.get(verb="log_rules_set").detail
    assert detail["changes"] == {"network_months": [12, 6], "in_an_hour": [60, 40]}


def test_the_chain_page_and_the_anchor_to_print(register):
    read(register.lead, new_id(), timezone.now())
    chain(register.school.pk, timezone.now())
    block = Block.objects.get()
    told = text(register.get("head", "/log/chain/"))
    assert block.hash[:16] in told
    register.post("head", "/log/chain/check/")
    assert "没有改动" in text(register.get("head", "/log/chain/"))
    day = timezone.localdate().isoformat()
    paper = text(register.get("head", f"/log/anchors/{day}/"))
    assert block.hash[:8] in paper
    assert "data:image/svg+xml" in paper
    kept = register.get("head", f"/log/anchors/{day}/file.json").json()
    assert (kept["hash"], kept["entries"]) == (block.hash, 1)
    for nothing in ("2020-01-01", "x", "2026-99-01", "9999-12-31", "0001-01-01"):
        assert register.get("head", f"/log/anchors/{nothing}/").status_code == 404
    tamper("UPDATE audit_entry SET label = 'x' WHERE block = 1")
    register.post("head", "/log/chain/check/")
    assert "和当初写下的不一样" in text(register.get("head", "/log/chain/"))


def test_the_clock_goes_through_the_chain_once_a_night(register):
    night = datetime(2026, 11, 4, 2, 0, tzinfo=CHINA)
    assert not _check(register.school, night - timedelta(hours=6))
    assert _check(register.school, night)
    assert not _check(register.school, night + timedelta(hours=1))
    assert Check.objects.get().broken is None


def verified(*words):
    import io

    out = io.StringIO()
    try:
        call_command("audit", "verify", *words, stdout=out)
    except CommandError as error:
        return getattr(error, "returncode", 1), out.getvalue()
    return 0, out.getvalue()


def test_the_command_names_the_first_broken_entry_and_knows_old_anchors(register, tmp_path):
    read(register.lead, new_id(), timezone.now())
    chain(register.school.pk, timezone.now())
    anchor = Block.objects.get().hash
    kept = tmp_path / "anchor.json"
    kept.write_text(json.dumps({"anchors": [{"hash": anchor, "day": "2026-11-03"}]}))
    read(register.lead, new_id(), timezone.now())
    chain(register.school.pk, timezone.now())
    assert verified()[0] == 0
    assert verified("--anchor", str(kept), "--anchor", anchor.upper())[0] == 0
    code, told = verified("--anchor", "0" * 64, "--json", "--school", str(register.school.pk))
    assert code == 1
    assert json.loads(told)["anchors_not_found"] == [{"hash": "0" * 64}]
    for wrong in (["--anchor", "x"], ["--school", "nowhere"]):
        with pytest.raises(CommandError):
            call_command("audit", "verify", *wrong)
    entry = Entry.objects.filter(block=1).first()
    tamper("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    code, told = verified()
    assert code == 1
    assert str(entry.pk) in told
    assert entry.at.isoformat()[:16].replace("T", " ") in told


def test_the_county_sees_each_schools_last_anchor_and_no_name(register, client):
    read(register.lead, new_id(), timezone.now())
    chain(register.school.pk, timezone.now())
    user = User.objects.create_user("county", name="县里")
    register.school.region = Region.objects.create(level="county", name="云岭县")
    register.school.save()
    RegionPost.objects.create(
        user=user, region=register.school.region, kind="county_officer", since="2020-01-01"
    )
    client.force_login(user)
    told = text(client.get("/county/anchors/"))
    assert Block.objects.get().hash[:32] in told
    assert "某某" not in told
    kept = client.get("/county/anchors/?as=file").json()
    assert [a["hash"] for a in kept["anchors"]] == [Block.objects.get().hash]
    assert register.get("head", "/county/anchors/").status_code == 404
