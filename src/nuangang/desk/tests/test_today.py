"""Today's page: whom to see first, what is owed, what was just recorded."""

from datetime import timedelta

import pytest

from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRule, Duty
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.people.models import ParentFact, Relative

__all__ = ["caring"]


def page(staff, address: str = "/today/") -> str:
    return client_of(staff).get(address).content.decode()


def test_shows_my_children_and_nobody_elses(caring: Cast) -> None:
    text = page(caring.wang)
    assert "安安" in text
    assert "波波" in text
    assert "晨晨" not in text


def test_a_child_never_reached_comes_first(caring: Cast) -> None:
    caring.talk(caring.wang, caring.an, now=NOW)
    text = page(caring.wang)
    assert "先看这 1 个孩子" in text
    assert "还没谈过心" in text
    assert 'class="of">1/2<' in text


def test_who_teaches_is_addressed_as_a_teacher_and_a_villager_by_name(caring: Cast) -> None:
    caring.wang.user.name = "王芳"
    caring.wang.user.save()
    assert "<h1>王芳老师，" in page(caring.wang)
    caring.wang.outside = True
    caring.wang.save()
    assert "<h1>王芳，" in page(caring.wang)


def test_a_week_missed_says_for_how_long(caring: Cast) -> None:
    for child in (caring.an, caring.bo):
        caring.talk(caring.wang, child, now=NOW, happened_on=MONDAY - timedelta(days=11))
    reconcile_duties(caring.school, now=NOW)
    Duty.objects.filter(child=caring.an).update(
        missed_from=MONDAY - timedelta(days=7), missed_in_a_row=1
    )
    text = page(caring.wang)
    assert "先看这 1 个孩子" in text
    assert "11 天没谈过心" in text


def test_two_calls_nobody_answered_and_a_promise_to_come_back(caring: Cast) -> None:
    for child in (caring.an, caring.bo):
        caring.talk(caring.wang, child, now=NOW)
    call = {"kind": "parent_call", "with_whom": "father", "could_not": "no_answer"}
    for _time in range(2):
        caring.talk(caring.wang, caring.an, now=NOW, **call)
    earlier = MONDAY - timedelta(days=3)
    caring.talk(caring.wang, caring.bo, now=at(earlier), follow_up_on=MONDAY)
    text = page(caring.wang)
    assert "爸爸的电话 2 次没打通" in text
    assert "说好今天再跟进" not in text


def test_a_promise_is_kept_in_mind(caring: Cast) -> None:
    caring.talk(caring.wang, caring.bo, now=at(MONDAY - timedelta(days=3)), follow_up_on=MONDAY)
    assert "说好今天再跟进" in page(caring.wang)


def test_a_talk_by_somebody_else_says_so(caring: Cast) -> None:
    caring.talk(caring.lin, caring.an, now=NOW)
    assert "林老师做过谈心" in page(caring.wang)


def test_says_who_cares_at_home_and_where_the_parents_are(caring: Cast) -> None:
    Relative.objects.create(
        school=caring.school, child=caring.an, kin="paternal_grandmother", is_carer=True
    )
    ParentFact.objects.create(
        school=caring.school,
        child=caring.an,
        parent="father",
        kind="residence",
        value="away",
        place="东莞",
    )
    assert "奶奶带 · 爸爸在东莞" in page(caring.wang)


def test_the_class_teacher_sees_the_class(caring: Cast) -> None:
    text = page(caring.lin, "/today/?of=class")
    assert "安安" in text
    assert "波波" in text
    assert "晨晨" not in text
    assert "我的班，这一周" not in page(caring.wang, "/today/?of=class")


def test_the_lead_is_told_of_what_was_missed_twice(caring: Cast) -> None:
    Duty.objects.filter(child=caring.an).update(
        missed_in_a_row=2, missed_from=MONDAY - timedelta(days=7)
    )
    told = page(caring.lead, "/today/matters/")
    assert told.count("连着两次没做 · 王老师：安安") == 1
    assert "连续两期没做到" not in page(caring.lead)
    listed = page(caring.lead, "/duties/?state=missed_twice")
    assert "安安" in listed
    assert "波波" not in listed


def test_the_lead_is_told_when_there_are_no_rules(caring: Cast) -> None:
    assert "还没有关爱规则" not in page(caring.lead)
    CareRule.objects.update(until=MONDAY - timedelta(days=1))
    assert "还没有关爱规则" in page(caring.lead)
    assert "还没有关爱规则" not in page(caring.wang)


def test_says_what_to_do_when_there_is_nobody(caring: Cast) -> None:
    assert "还没有结对的孩子" in page(caring.lead)


def test_somebody_elses_record_cannot_be_undone_from_an_address(caring: Cast) -> None:
    from nuangang.lib.ids import new_id

    together = new_id()
    caring.talk(caring.li, caring.chen, now=NOW, together=together)
    assert "已记下" not in page(caring.wang, f"/today/?saved={together}")
    assert "已记下" in page(caring.li, f"/today/?saved={together}")
    assert client_of(caring.wang).get("/today/?saved=nonsense").status_code == 200


@pytest.mark.parametrize("children", [2, 20])
def test_statements_do_not_grow_with_the_children(
    caring: Cast, children: int, django_assert_max_num_queries
) -> None:
    for number in range(children):
        caring.tie(caring.child(f"童{number}"), caring.wang)
    reconcile_duties(caring.school, now=NOW)
    client = client_of(caring.wang)
    client.get("/today/")
    with django_assert_max_num_queries(8):
        assert f"童{children - 1}" in client.get("/today/").content.decode()


def test_of_hundreds_of_children_those_who_need_it_most_are_shown(caring: Cast) -> None:
    """A counsellor owes every child of a school a talk: the page stays one that can be read."""
    caring.post(caring.li, "counsellor")
    for number in range(70):
        caring.child(f"孩子{number}")
    urgent = caring.child("急急")
    caring.rule("home_visit", owed_by="posts", owing={"posts": ["counsellor"]}, unit="term")
    reconcile_duties(caring.school, now=NOW)
    caring.talk(caring.lead, urgent, now=NOW, follow_up_on=MONDAY)
    caring.talk(caring.lead, urgent, now=at(MONDAY - timedelta(days=3)), follow_up_on=MONDAY)
    text = page(caring.li)
    assert text.count('class="care-row"') == 20
    assert "74 个孩子里最需要的 20 个" in text
    assert f"/duties/?staff={caring.li.pk}" in text
    listed = page(caring.li, f"/duties/?staff={caring.li.pk}")
    assert "孩子1" in listed
