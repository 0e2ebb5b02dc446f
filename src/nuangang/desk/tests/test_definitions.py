"""Every definition's count, and who differs."""

import re

from django.urls import reverse

from nuangang.desk.tests.register_cast import names
from nuangang.people.actions.family import add_fact, set_group

PAGE = reverse("definitions")


def counted(answer):
    return [int(n) for n in re.findall(r"<b>(\d+)</b>", answer.content.decode())]


def test_each_definition_counts_the_same_children_its_own_way(register):
    register.left_behind_child()
    orphan = register.child("张三")
    for parent in ("father", "mother"):
        add_fact(register.lead, orphan, parent, "residence", "home")
    set_group(register.lead, orphan, "orphan")
    answer = register.get("lead", PAGE)
    assert len(counted(answer)) == 7
    assert set(counted(answer)) == {1, 2}


def test_who_differs_is_listed_with_the_reason(register):
    register.left_behind_child()
    orphan = register.child("张三")
    for parent in ("father", "mother"):
        add_fact(register.lead, orphan, parent, "residence", "home")
    set_group(register.lead, orphan, "orphan")
    assert names(register.get("lead", PAGE, **{"with": "D-P2"})) == ["张三"]
    assert names(register.get("lead", PAGE, **{"with": "D-LOC"})) == []


def test_the_reference_date_decides(register):
    register.left_behind_child()
    assert set(counted(register.get("lead", PAGE, on="2024-03-20"))) != {1}
    assert set(counted(register.get("lead", PAGE, on="2023-01-01"))) == {0}
    assert register.get("lead", PAGE, on="2024-13-77").status_code == 200


def test_only_who_sees_the_whole_school_counts_it(register):
    assert register.get("teacher", PAGE).status_code == 404
    assert register.get("mentor", PAGE).status_code == 404
