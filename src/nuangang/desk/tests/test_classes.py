"""Classes and how far their files are."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuangang.audit.models import Entry
from nuangang.desk.tests.register_cast import names
from nuangang.people.models import SchoolClass

CLASSES, NEW = reverse("classes"), reverse("class_new")


def page(klass, name="class_page"):
    return reverse(name, kwargs={"pk": klass.pk})


def test_the_list_counts_children_and_complete_files(register):
    register.left_behind_child()
    told = register.get("lead", CLASSES).content.decode()
    assert "七(1)班" in told
    assert "林老师" in told
    assert "0/1" in told


def test_a_class_teacher_sees_the_own_class_only(register):
    register.child("张三")
    register.child("李四", klass=register.other_class)
    assert names(register.get("teacher", CLASSES)) == ["七(1)班"]
    told = register.get("teacher", CLASSES).content.decode()
    assert "七(1)班" in told
    assert "七(2)班" not in told
    assert register.get("outsider", CLASSES).status_code == 404


def test_the_class_says_what_is_missing_and_whose_turn_it_is(register):
    child = register.left_behind_child()
    told = register.get("teacher", page(register.klass)).content.decode()
    assert reverse("child", kwargs={"pk": child.pk}) in told
    assert reverse("class_fill", kwargs={"pk": register.klass.pk, "code": "character"}) in told
    assert register.get("mentor", page(register.klass)).content.decode().count("李欣怡") == 0


def test_a_class_is_added_once_and_changed(register):
    typed = {"entry_year": 2026, "entry_grade": 7, "number": 3}
    assert register.post("records", NEW, **typed).status_code == 302
    assert register.post("records", NEW, **typed).status_code == 422
    klass = SchoolClass.objects.get(number=3)
    register.post("records", page(klass, "class_edit"), **typed, alias="147班")
    klass.refresh_from_db()
    assert klass.name_on(2026) == "147班"
    assert Entry.objects.get(verb="changed_class").detail["before"] == {"alias": ""}


def test_a_class_teacher_changes_no_class(register):
    assert register.get("teacher", NEW).status_code == 404
    assert register.post("teacher", page(register.klass, "class_edit"), number=9).status_code == 403
    assert register.get("elsewhere", page(register.klass)).status_code == 404


def test_twice_the_children_cost_the_same_statements(register):
    counts = []
    for _round in range(2):
        for place in range(3):
            register.left_behind_child(f"李{_round}{place}")
        for address in (CLASSES, page(register.klass)):
            with CaptureQueriesContext(connection) as asked:
                register.get("lead", address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
