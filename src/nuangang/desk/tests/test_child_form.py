"""Adding a child by hand, and changing what is on file."""

import pytest
from django.urls import reverse

from nuangang.people.models import Change, Child

NEW = reverse("child_new")
ID = "999999201503010016"


def edit(child):
    return reverse("child_edit", kwargs={"pk": child.pk})


def test_the_name_is_enough(register):
    answer = register.post("lead", NEW, name="张  三")
    child = Child.objects.get()
    assert answer.url == reverse("child", kwargs={"pk": child.pk})
    assert child.name == "张三"
    assert "identity" in child.gaps


def test_sent_twice_it_is_one_child(register):
    typed = {"name": "张三", "id": "01900000-0000-7000-8000-000000000001"}
    register.post("lead", NEW, **typed)
    register.post("lead", NEW, **typed, confirm="on")
    assert Child.objects.count() == 1


def test_the_id_number_fills_birthday_and_sex(register):
    register.post("lead", NEW, name="张三", id_number=ID)
    child = Child.objects.get()
    assert (child.birth.isoformat(), child.gender) == ("2015-03-01", "male")


@pytest.mark.parametrize("number", ["999999201503010017", "99999920150301", "999999201302290031"])
def test_a_wrong_id_number_is_not_taken(register, number):
    answer = register.post("lead", NEW, name="张三", id_number=number)
    assert answer.status_code == 422
    assert 'id="id_id_number_error"' in answer.content.decode()
    assert not Child.objects.exists()


def test_an_id_number_another_child_has_is_not_taken(register):
    register.post("lead", NEW, name="张三", id_number=ID)
    assert register.post("lead", NEW, name="李四", id_number=ID).status_code == 422


def test_what_does_not_agree_is_asked_and_then_kept_as_typed(register):
    typed = {"name": "张三", "id_number": ID, "birth": "2014-03-01", "gender": "female"}
    answer = register.post("lead", NEW, **typed)
    assert answer.status_code == 422
    assert "2015-03-01" in answer.content.decode()
    register.post("lead", NEW, **typed, confirm="on")
    assert Child.objects.get().birth.isoformat() == "2014-03-01"


def test_a_namesake_born_the_same_day_is_asked_about(register):
    register.post("lead", NEW, name="张三", birth="2014-03-01")
    typed = {"name": "张三", "birth": "2014-03-01"}
    assert register.post("lead", NEW, **typed).status_code == 422
    register.post("lead", NEW, **typed, confirm="on")
    assert Child.objects.count() == 2


def test_a_class_teacher_adds_to_the_own_class_only(register):
    other = str(register.other_class.pk)
    assert register.post("teacher", NEW, name="张三", klass=other).status_code == 422
    assert register.post("teacher", NEW, name="张三").status_code == 422
    register.post("teacher", NEW, name="张三", klass=str(register.klass.pk))
    assert Child.objects.get().klass == register.klass


def test_a_kept_id_number_stays_when_its_field_is_empty(register):
    child = register.child("张三", id_number=ID)
    page = register.get("lead", edit(child)).content.decode()
    assert ID not in page
    register.post("lead", edit(child), name="张三丰", klass=str(register.klass.pk), gender="male")
    child.refresh_from_db()
    assert (child.name, child.id_number) == ("张三丰", ID)


def test_the_roll_officer_sees_and_clears_it(register):
    child = register.child("张三", id_number=ID)
    assert ID in register.get("records", edit(child)).content.decode()
    register.post("records", edit(child), name="张三", klass=str(register.klass.pk))
    child.refresh_from_db()
    assert child.id_number == ""


def test_yes_no_and_not_known_are_three_things(register):
    child = register.child("张三", boarding=True)
    for typed, kept in (("no", False), ("", None), ("yes", True)):
        register.post("lead", edit(child), name="张三", boarding=typed)
        child.refresh_from_db()
        assert child.boarding is kept


def test_every_change_is_in_the_history_with_its_author(register):
    child = register.child("张三")
    register.post("teacher", edit(child), name="张三", village="柳村", klass=str(register.klass.pk))
    line = Change.objects.get(field="village")
    assert (line.after, line.by) == ("柳村", register.lin)
