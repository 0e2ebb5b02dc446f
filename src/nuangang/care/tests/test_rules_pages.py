"""The rules pages: ready sets with a preview, rules of one's own, changing and ending."""

from datetime import timedelta

import pytest
from django.test import Client

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRule, Duty, Kind, PeriodResult
from nuangang.care.ready_rules import READY
from nuangang.care.rule_forms import RuleForm, typed
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.people.models import Staff, StaffPost

NOW = at(MONDAY, 10)
OURS = {
    "name": "每月两次电话",
    "kind": "parent_call",
    "unit": "calendar_month",
    "every": "1",
    "count": "2",
    "owed_by": "agent_parent",
    "owed": "per_child",
    "counting": "days",
    "who": "left_behind",
    "since": MONDAY.isoformat(),
}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def test_everybody_may_read_the_rules_only_the_lead_writes(cast: Cast) -> None:
    rule = cast.rule()
    assert "每周谈心" in client_of(cast.wang).get("/rules/").content.decode()
    assert "现成的方案" not in client_of(cast.wang).get("/rules/").content.decode()
    for address in ("/rules/new/", "/rules/adopt/five_ones_a/", f"/rules/{rule.pk}/"):
        assert client_of(cast.wang).get(address).status_code == 404
        assert client_of(cast.lead).get(address).status_code == 200
    assert client_of(cast.wang).post(f"/rules/{rule.pk}/end/").status_code == 403
    assert not CareRule.objects.exclude(until=None).exists()


@pytest.mark.parametrize("name", READY)
def test_every_ready_set_has_a_preview(cast: Cast, name: str) -> None:
    text = client_of(cast.lead).get(f"/rules/adopt/{name}/").content.decode()
    assert "谁要做什么" in text
    assert str(READY[name].rules[0].name) in text


def test_the_preview_says_who_owes_what_when(cast: Cast) -> None:
    cast.child("独独")
    text = client_of(cast.lead).get("/rules/adopt/five_ones_b/").content.decode()
    assert "会有 4 项要做" in text
    assert "王老师 2" in text
    assert "还有 1 个孩子没有人负责" in text
    assert "第12周" in text
    assert not CareRule.objects.exists()


def test_adopting_part_of_a_set(cast: Cast) -> None:
    sent = {"rules": ["1", "2"], "since": MONDAY.isoformat()}
    client_of(cast.lead).post("/rules/adopt/five_ones_a/", sent)
    assert sorted(CareRule.objects.values_list("kind", flat=True)) == ["talk", "tutoring"]
    assert Duty.objects.filter(child=cast.an).count() == 2


def test_adopting_from_the_terms_first_day_counts_what_was_done_since(cast: Cast) -> None:
    cast.talk(cast.wang, cast.an, now=at(MONDAY - timedelta(days=7)))
    late = cast.child("后来的", joined_on=MONDAY - timedelta(days=3))
    sent = {"rules": ["1"], "since": "2026-09-01"}
    client_of(cast.lead).post("/rules/adopt/five_ones_a/", sent)
    weeks = PeriodResult.objects.filter(child=cast.an).order_by("-begins")
    assert [week.outcome for week in weeks[:2]] == ["met", "missed"]
    assert cast.duty(late).opened_on == late.joined_on


def test_nothing_chosen_or_before_the_term_is_refused(cast: Cast) -> None:
    client = client_of(cast.lead)
    refused = [{"rules": [], "since": MONDAY.isoformat()}, {"rules": ["1"], "since": "2026-03-01"}]
    for sent in refused:
        assert client.post("/rules/adopt/five_ones_a/", sent).status_code == 422
    assert client.get("/rules/adopt/none_such/").status_code == 404
    assert not CareRule.objects.exists()


def test_what_the_school_asks_for_already_is_not_ticked(cast: Cast) -> None:
    cast.rule()
    text = client_of(cast.lead).get("/rules/adopt/five_ones_a/").content.decode()
    assert "学校已经有类似的要求" in text
    assert 'value="1">' in text
    assert 'value="2" checked>' in text


def test_the_form_stands_in_the_whole_page_unless_a_script_asks_for_its_part(cast: Cast) -> None:
    client = client_of(cast.lead)
    rule = cast.rule()
    for address in ("/rules/", "/rules/new/", "/rules/adopt/five_ones_a/", f"/rules/{rule.pk}/"):
        assert "stylesheet" in client.get(address).content.decode(), address
    asked = client.post("/rules/new/", {**OURS, "again": "1"}, headers={"HX-Request": "true"})
    assert "stylesheet" not in asked.content.decode()


def test_a_rule_of_our_own_first_looked_at_then_saved(cast: Cast) -> None:
    client = client_of(cast.lead)
    text = client.post("/rules/new/", {**OURS, "look": "1"}).content.decode()
    assert "会有 3 项要做" in text
    assert not CareRule.objects.exists()
    client.post("/rules/new/", OURS)
    rule = CareRule.objects.get()
    assert (rule.count, rule.counting, rule.proofs) == (2, "days", ["parent_call"])
    assert rule.duties.count() == 3


def test_what_cannot_be_is_refused_in_words(cast: Cast) -> None:
    client = client_of(cast.lead)
    wrong = [
        {"at_most": "1"},
        {"from_day": "12-40", "to_day": "02-28", "unit": "school_year"},
        {"every": "3"},
    ]
    for changed in wrong:
        answer = client.post("/rules/new/", {**OURS, **changed})
        assert answer.status_code == 422
        assert "form-errors" in answer.content.decode()


def test_changing_holds_from_the_next_period_and_looks_first(cast: Cast) -> None:
    rule = cast.rule()
    reconcile_duties(cast.school, now=NOW)
    client = client_of(cast.lead)
    sent = {**OURS, "kind": "talk", "unit": "every_n_teaching_weeks", "every": "2", "count": "1"}
    assert (
        "会有 3 项要做" in client.post(f"/rules/{rule.pk}/", {**sent, "look": "1"}).content.decode()
    )
    client.post(f"/rules/{rule.pk}/", sent)
    follower = CareRule.objects.get(replaces=rule)
    assert (follower.since.isoformat(), follower.every) == ("2026-11-23", 2)
    assert client.get(f"/rules/{rule.pk}/").status_code == 404


def test_ending(cast: Cast) -> None:
    first, second = cast.rule(), cast.rule("gift", unit="term")
    reconcile_duties(cast.school, now=NOW)
    client = client_of(cast.lead)
    client.post(f"/rules/{first.pk}/end/", {"at_once": "1"})
    client.post(f"/rules/{second.pk}/end/")
    standing = Duty.objects.filter(closed_on__isnull=True)
    assert set(standing.values_list("rule", flat=True)) == {second.pk}


@pytest.mark.parametrize("name", READY)
def test_the_form_gives_back_every_ready_rule(cast: Cast, name: str) -> None:
    for ready in READY[name].rules:
        rule = CareRule(school=cast.school, since=MONDAY, **ready.columns())
        data = {k: v for k, v in typed(rule).items() if v not in (None, False)}
        kinds = [*Kind.choices, (rule.kind, rule.get_kind_display())]
        form = RuleForm(data, classes=[], year=2026, kinds=kinds)
        assert form.is_valid(), form.errors
        assert form.columns() == {**ready.columns(), "since": MONDAY}


def test_every_page_of_a_school_without_anything_says_what_to_do_next(db: None) -> None:
    school = School.objects.create(short_name="new", name="新开的学校")
    user = User.objects.create_user("head", "secret word 1", name="校长")
    head = Staff.objects.create(school=school, user=user, name="校长")
    StaffPost.objects.create(school=school, staff=head, post=Post.HEAD, since=MONDAY)
    client = client_of(head)
    expected = {
        "/today/": "学校还没有关爱规则",
        "/duties/": "去看关爱规则",
        "/rules/": "可以采用下面现成的一套",
        "/rules/adopt/five_ones_b/": "目前没有涉及到的人",
        "/excuses/": "目前没有请假说明",
    }
    for address, words in expected.items():
        assert words in client.get(address).content.decode(), address
