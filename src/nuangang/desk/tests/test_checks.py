"""What looks wrong in the files."""

from datetime import date

from django.urls import reverse

from nuangang.people.actions.family import set_contact, set_relative
from nuangang.people.models import Contact

PAGE = reverse("checks")
ID = "999999201503010016"


def panels(answer):
    told = answer.content.decode()
    return [
        code for code in ("alone", "id", "twice", "dead", "shared", "old") if f'id="{code}"' in told
    ]


def test_a_tidy_school_has_nothing_to_look_at(register):
    register.left_behind_child()
    register.child("张三", birth=date(2015, 3, 1), id_number=ID)
    assert panels(register.get("lead", PAGE)) == []


def test_each_oddity_is_found(register):
    alone = register.child("李独")
    set_relative(register.lead, alone, "self", {"is_carer": True})
    assert panels(register.get("lead", PAGE)) == ["alone"]
    register.child("张三", birth=date(2014, 3, 1), gender="female", id_number=ID)
    assert panels(register.get("lead", PAGE)) == ["alone", "id"]
    assert "2015-03-01" in register.get("lead", PAGE).content.decode()
    register.child("张三", birth=date(2014, 3, 1))
    assert panels(register.get("lead", PAGE)) == ["alone", "id", "twice"]
    for name in ("王一", "王二", "王三"):
        child = register.child(name)
        carer = set_relative(register.lead, child, "non_relative", {"name": "吴老师", "is_carer": True, "birth_year": 1940})  # fmt: skip
        set_contact(register.lead, child, "13800005678", relative=carer)
    Contact.objects.filter(child=child).update(failed_calls=3)
    assert panels(register.get("lead", PAGE)) == ["alone", "id", "twice", "dead", "shared", "old"]


def test_a_month_alone_agrees_with_any_day_of_it(register):
    register.child("张三", birth=date(2015, 3, 9), birth_is_month=True, id_number=ID)
    assert panels(register.get("lead", PAGE)) == []


def test_only_ones_own_children_and_no_number_is_told(register):
    other = register.child("李独", klass=register.other_class, id_number=ID, gender="female")
    set_relative(register.lead, other, "self", {"is_carer": True})
    assert panels(register.get("teacher", PAGE)) == []
    assert ID not in register.get("lead", PAGE).content.decode()
    assert register.get("mentor", PAGE).status_code == 404


def test_more_children_cost_no_more_statements(register, django_assert_max_num_queries):
    for number in range(8):
        register.left_behind_child(f"李{number}")
    with django_assert_max_num_queries(6):
        register.get("lead", PAGE)
