"""One child's file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.care.actions import record_care
from nuangang.care.models import Kind
from nuangang.people.actions.family import add_fact, set_contact, set_relative
from nuangang.people.actions.ties import tie
from nuangang.people.models import Child
from nuangang.people.tests.cast import date

ID = "999999201503010016"


def address(name, child):
    return reverse(name, kwargs={"pk": child.pk})


def test_the_page_shows_whom_to_call_what_is_missing_and_whose_turn(register):
    child = register.left_behind_child()
    page = register.get("lead", address("child", child)).content.decode()
    assert 'href="tel:13800005678"' in page
    assert "王秀英" in page
    assert "东莞" in page
    assert 'id="gaps"' in page
    assert reverse("child_parent", kwargs={"pk": child.pk, "parent": "father"}) in page
    assert Entry.objects.filter(verb="read_file", object_id=child.pk).count() == 1


@pytest.mark.parametrize("who", ["mentor", "outsider", "elsewhere"])
def test_who_has_no_tie_to_the_child_finds_nothing(register, who):
    child = register.left_behind_child()
    assert register.get(who, address("child", child)).status_code == 404
    assert Entry.objects.filter(verb="refused", object_id=child.pk).exists()


def test_a_class_teacher_sees_the_own_class_only(register):
    mine, other = register.child("张三"), register.child("李四", klass=register.other_class)
    assert register.get("teacher", address("child", mine)).status_code == 200
    assert register.get("teacher", address("child", other)).status_code == 404
    assert register.post("teacher", address("child_verify", other)).status_code == 404


def test_an_agent_parent_sees_the_tied_child_but_changes_nothing(register):
    child = register.left_behind_child()
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    page = register.get("mentor", address("child", child)).content.decode()
    assert 'href="tel:13800005678"' in page
    assert address("child_edit", child) not in page
    assert register.get("mentor", address("child_edit", child)).status_code == 404


def test_somebody_from_outside_sees_no_numbers(register):
    child = register.left_behind_child()
    tie(register.lead, child, register.outside, since=date(2026, 9, 1))
    page = register.get("outsider", address("child", child)).content.decode()
    assert "李欣怡" in page
    assert "13800005678" not in page
    assert "王秀英" not in page


def test_the_id_number_is_masked_until_a_reason_is_given(register):
    child = register.child("张三", id_number=ID)
    page = register.get("lead", address("child", child)).content.decode()
    assert ID not in page
    assert "99**************16" in page
    assert register.post("lead", address("child_reveal", child), words="").status_code == 422
    shown = register.post("lead", address("child_reveal", child), reason="papers", words="转学")
    assert ID in shown.content.decode()
    entry = Entry.objects.get(verb="revealed")
    assert (entry.object_id, entry.detail["reason"]) == (child.pk, "学籍、资助等手续 · 转学")
    assert ID in register.get("records", address("child", child)).content.decode()


def test_an_agent_parent_does_not_even_learn_there_is_an_id_number(register):
    child = register.child("张三", id_number=ID)
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    page = register.get("mentor", address("child", child)).content.decode()
    assert "99**" not in page
    answer = register.post("mentor", address("child_reveal", child), reason="check")
    assert answer.status_code == 404
    assert ID not in answer.content.decode()


def test_illness_is_shown_to_whom_it_concerns(register):
    child = register.child("张三", illness="哮喘")
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    assert "哮喘" in register.get("teacher", address("child", child)).content.decode()
    assert "哮喘" not in register.get("mentor", address("child", child)).content.decode()


def test_going_through_the_file_is_stamped(register):
    child = register.child()
    register.post("teacher", address("child_verify", child))
    child.refresh_from_db()
    assert child.verified_by == register.lin


def test_a_child_leaves_and_comes_back(register):
    child = register.child()
    register.post(
        "lead",
        address("child_close", child),
        on="2026-11-02",
        reason="transferred",
        place="北山小学",
    )
    assert Child.objects.get().leave_reason == "transferred"
    page = register.get("lead", address("child", child)).content.decode()
    assert address("child_reopen", child) in page
    register.post("lead", address("child_reopen", child))
    assert Child.objects.get().left_on is None


def test_more_relatives_cost_no_more_statements(register):
    child = register.left_behind_child()
    register.get("lead", address("child", child))
    with CaptureQueriesContext(connection) as few:
        register.get("lead", address("child", child))
    from nuangang.people.actions.family import set_contact, set_relative

    for name in ("一", "二", "三", "四"):
        relative = set_relative(register.lead, child, "other_relative", {"name": f"姑{name}"})
        set_contact(register.lead, child, f"1390000000{len(name)}", relative=relative)
    with CaptureQueriesContext(connection) as many:
        register.get("lead", address("child", child))
    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["lead", "teacher"])
def test_twice_as_much_on_file_costs_the_same_statements(register, who):
    child, counts = register.left_behind_child(), []
    register.get(who, address("child", child))
    for number, kin in enumerate(("maternal_grandmother", "other_relative")):
        relative = set_relative(register.lead, child, kin, {"name": f"外婆{number}"})
        set_contact(register.lead, child, f"1380000567{number}", relative=relative)
        add_fact(
            register.lead, child, "father", "marital", "divorced", since=date(2025, 9, 1 + number)
        )
        tie(register.lead, child, (register.wang, register.lin)[number], since=date(2026, 9, 1))
        record_care(
            register.lead, [child], kind=Kind.TALK, happened_on=timezone.localdate(), words="好"
        )
        with CaptureQueriesContext(connection) as asked:
            page = register.get(who, address("child", child)).content.decode()
        assert f"外婆{number}" in page
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
    again = register.browsers[who].get(address("child", child), headers={"Accept-Encoding": "gzip"})
    assert len(again.content) < 15_000
