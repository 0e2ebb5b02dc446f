"""Who changed what in a file."""

from datetime import date

from django.urls import reverse

from nuangang.audit.models import Entry
from nuangang.people.actions.family import drop_row, set_contact, set_group
from nuangang.people.actions.files import change_file
from nuangang.people.actions.ties import tie

ID = "999999201503010016"


def page(register, who, child):
    return register.get(who, reverse("child_history", kwargs={"pk": child.pk}))


def test_everything_that_was_done_is_told_in_words(register):
    child = register.left_behind_child()
    change_file(register.teacher, child, {"boarding": True, "klass": register.other_class})
    group = set_group(register.lead, child, "orphan")
    drop_row(register.lead, child, group)
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    told = page(register, "lead", child).content.decode()
    for words in ("林老师", "王老师", "2026级(2)班", "东莞", "13800005678", "李大山"):
        assert words in told
    assert "parentfact" not in told
    assert Entry.objects.filter(verb="read_history", object_id=child.pk).exists()


def test_sensitive_values_are_masked_as_on_the_page(register):
    child = register.child("张三", id_number="")
    change_file(register.lead, child, {"id_number": ID})
    set_contact(register.lead, child, "13800005678")
    assert ID not in page(register, "lead", child).content.decode()
    assert "99**************16" in page(register, "lead", child).content.decode()
    assert ID in page(register, "records", child).content.decode()


def test_an_agent_parent_sees_no_history(register):
    child = register.child()
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    assert page(register, "mentor", child).status_code == 404
    assert page(register, "elsewhere", child).status_code == 404


def test_a_long_history_costs_no_more_statements(register, django_assert_max_num_queries):
    child = register.child()
    for number in range(30):
        change_file(register.lead, child, {"village": f"村{number}"})
    with django_assert_max_num_queries(10):
        page(register, "lead", child)
