"""The rules pages: ready sets with a preview, rules of one's own, changing and ending."""

import re
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


def test_what_must_be_chosen_is_not_said_to_be_left_out(cast: Cast) -> None:
    text = client_of(cast.lead).get("/rules/new/").content.decode()
    labels = re.findall(r"<(?:label for|legend).*?</(?:label|legend)>", text, re.DOTALL)
    for field, may_stay_empty in (("事项", False), ("其中哪些人", True)):
        (label,) = (label for label in labels if field in label)
        assert ("可不填" in label) is may_stay_empty, field


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
    cast.tie(late, cast.wang)
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


WRONG = {
    "less at most": ("at_most", {"at_most": "1"}),
    "no such day": (
        "from_day",
        {"unit": "school_year", "from_day": "12-40", "to_day": "02-28"},
    ),
    "one end of the days": ("from_day", {"unit": "school_year", "from_day": "12-15"}),
    "every where none is": ("every", {"every": "3"}),
    "huge": ("count", {"count": "100000000000000000000"}),
    "none": ("count", {"count": "0"}),
    "no number": ("count", {"count": "两"}),
    "no unit": ("unit", {"unit": ""}),
    "unknown unit": ("unit", {"unit": "now and then"}),
    "unknown kind": ("kind", {"kind": "party"}),
    "nothing": ("kind", {"kind": ""}),
    "signs for a kind": ("own_kind", {"own_kind": "<b>"}),
    "a long kind": ("own_kind", {"own_kind": "十三个字的名字太长了放不下"}),
    "no days of the week": ("weekdays", {"unit": "weekday", "count": "1"}),
    "no day of the month": ("month_day", {"unit": "month_day", "count": "1"}),
    "both ways of a day": (
        "month_day",
        {"unit": "month_day", "month_day": "3", "nth": "1", "nth_day": "0", "count": "1"},
    ),
    "no festival": ("festivals", {"unit": "occasion", "count": "1"}),
    "30 February": ("dates", {"unit": "occasion", "dates": "02-30", "count": "1"}),
    "too long before": (
        "before",
        {"unit": "birthday", "before": "61", "count": "1"},
    ),
    "week 0": ("weeks", {"unit": "teaching_week", "weeks": "0"}),
    "weeks in words": ("weeks", {"unit": "teaching_week", "weeks": "第一周"}),
    "first and last": ("last_weeks", {"unit": "term", "first_weeks": "2", "last_weeks": "2"}),
    "two days in one": ("count", {"unit": "school_day", "count": "2"}),
    "eight days in a week": ("count", {"unit": "teaching_week", "count": "8"}),
    "different children of one": ("counting", {"counting": "children"}),
    "no posts": ("posts", {"owed_by": "posts"}),
    "nobody by name": ("staff", {"owed_by": "people"}),
    "a birthday of a class": ("owed", {"unit": "birthday", "owed": "per_class", "count": "1"}),
    "each of the school": ("owed", {"owed_by": "school", "owed": "per_adult"}),
    "before the term": ("since", {"since": "2026-03-01"}),
    "the year mistyped": ("since", {"since": "2206-11-16"}),
    "no date": ("since", {"since": "明天"}),
    "unknown child": ("named", {"named": "没有这个人"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(
    cast: Cast, case: str
) -> None:
    field, changed = WRONG[case]
    sent = {**OURS, "name": "打好的名字", **changed}
    answer = client_of(cast.lead).post("/rules/new/", sent)
    text = answer.content.decode()
    assert (answer.status_code, CareRule.objects.count()) == (422, 0)
    assert "form-errors" in text
    assert "打好的名字" in text
    assert f'href="#id_{field}"' in text or f'id="id_{field}_error"' in text


@pytest.mark.parametrize("case", WRONG)
def test_while_it_is_being_written_what_is_wanting_is_said_beside_it(cast: Cast, case: str) -> None:
    sent = {**OURS, **WRONG[case][1], "again": "1"}
    assert client_of(cast.lead).post("/rules/new/", sent).status_code == 200


def test_a_rule_that_concerns_nobody_is_warned_of_before_and_after(cast: Cast) -> None:
    client = client_of(cast.lead)
    for changed in ({"grades": ["2"]}, {"only": "outside"}):
        sent = {**OURS, **changed}
        assert (
            "没有涉及到的人" in client.post("/rules/new/", {**sent, "look": "1"}).content.decode()
        )
        assert (
            "目前没有涉及到的人" in client.post("/rules/new/", sent, follow=True).content.decode()
        )
    cast.child("独独")
    assert "还没有人负责" in client.post("/rules/new/", OURS, follow=True).content.decode()


def test_more_than_one_person_can_do_is_asked_about(cast: Cast) -> None:
    for number in range(20):
        cast.tie(cast.child(f"孩子{number}"), cast.wang)
    sent = {**OURS, "unit": "teaching_week", "count": "1", "look": "1"}
    assert "一个人做得过来吗" in client_of(cast.lead).post("/rules/new/", sent).content.decode()


def test_what_narrows_by_who_owes_it_is_there_at_once(cast: Cast) -> None:
    assert 'name="only"' in client_of(cast.lead).get("/rules/new/").content.decode()


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
