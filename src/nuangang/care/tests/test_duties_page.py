"""The list of duties: who sees which, filters, states, printing; and a child's time line."""

import pytest
from django.test import Client

from nuangang.care.actions import correct_record, reconcile_duties, withdraw_record
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.people.models import Staff

NOW = at(MONDAY, 10)


@pytest.fixture
def school(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A talk is owed every week and a gift every term; it is Monday."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast.rule()
    cast.rule("gift", unit="term", name="每学期一礼")
    cast.talk(cast.wang, cast.an, now=NOW, words="一切都好", mood="good", aspects=["mood"])
    reconcile_duties(cast.school, now=NOW)
    return cast


def page(who: Staff, address: str = "/duties/", /, **asked: object) -> str:
    client = Client()
    client.force_login(who.user)
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_lead_sees_the_school_the_class_teacher_the_class(school: Cast) -> None:
    assert "6 项" in page(school.lead)
    seen = page(school.lin)
    assert "4 项" in seen
    assert "晨晨" not in seen
    assert "4 项" in page(school.wang)
    assert "2 项" in page(school.li)


def test_filters(school: Cast) -> None:
    assert "2 项" in page(school.lead, klass=school.class_2.pk)
    assert "3 项" in page(school.lead, kind="gift")
    assert "2 项" in page(school.lead, staff=school.li.pk)
    assert "0 项" in page(school.lead, staff="nobody")
    assert "1 项" in page(school.lead, state="met")
    assert "2 项" in page(school.lead, state="urgent")
    assert "没有符合条件的" in page(school.lead, state="excused", kind="talk")
    assert "6 项" in page(school.lead, klass="nonsense", state="nonsense")


def test_nobody_in_charge_is_said(school: Cast) -> None:
    school.child("独独")
    reconcile_duties(school.school, now=NOW)
    assert "还没有人" in page(school.lead, staff="nobody")


def test_statements_do_not_grow(school: Cast, django_assert_max_num_queries) -> None:
    for number in range(30):
        school.child(f"童{number}")
    reconcile_duties(school.school, now=NOW)
    client = Client()
    client.force_login(school.lead.user)
    client.get("/duties/")
    with django_assert_max_num_queries(8):
        assert "66 项" in client.get("/duties/").content.decode()


def test_a_childs_time_line_by_kind(school: Cast) -> None:
    text = page(school.wang, f"/children/{school.an.pk}/care/")
    assert "一切都好" in text
    assert "王老师" in text
    assert "还没有这一类记录" in page(school.wang, f"/children/{school.an.pk}/care/", kind="gift")


def test_a_correction_is_shown_as_such_and_a_withdrawn_record_not(school: Cast) -> None:
    wang = school.as_(school.wang)
    item = school.an.care_records.get()
    later = correct_record(wang, item, reason="写错了", words="改过的话", now=NOW)
    text = page(school.wang, f"/children/{school.an.pk}/care/")
    assert "改过的话" in text
    assert "更正过" in text
    assert "一切都好" not in text
    withdraw_record(wang, later, reason="没有", now=NOW)
    assert "改过的话" not in page(school.wang, f"/children/{school.an.pk}/care/")


def test_another_teachers_child_does_not_exist(school: Cast) -> None:
    client = Client()
    client.force_login(school.li.user)
    assert client.get(f"/children/{school.an.pk}/care/").status_code == 404
    assert client.get(f"/children/{school.chen.pk}/care/").status_code == 200
