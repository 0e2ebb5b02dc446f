"""One thing asked about a whole class."""

from django.urls import reverse

from nuangang.audit.models import Entry
from nuangang.people.models import Change, Child, Contact, Relative


def page(register, code, klass=None):
    return reverse("class_fill", kwargs={"pk": (klass or register.klass).pk, "code": code})


def test_only_those_who_lack_it_are_asked_about_and_empty_stays_missing(register):
    one, two = register.left_behind_child("李一"), register.left_behind_child("李二")
    register.left_behind_child("李三", character="开朗")
    told = register.get("teacher", page(register, "character")).content.decode()
    assert "李一" in told
    assert "李三" not in told
    register.post("teacher", page(register, "character"), **{one.pk.hex: "胆小", two.pk.hex: ""})
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.character == "胆小"
    assert "character" not in one.gaps
    assert "character" in two.gaps
    assert Change.objects.get(field="character").by == register.lin
    assert Entry.objects.get(verb="filled_in").detail["children"] == [str(one.pk)]


def test_what_is_asked_about_the_carer_goes_to_the_carer(register):
    child = register.left_behind_child()
    for code, typed in (
        ("carer_age", "1956"),
        ("carer_health", "腿脚不便"),
        ("carer_occupation", "务农"),
    ):
        register.post("teacher", page(register, code), **{child.pk.hex: typed})
    carer = Relative.objects.get(child=child, is_carer=True)
    assert (carer.birth_year, carer.health, carer.occupation) == (1956, "腿脚不便", "务农")


def test_numbers_and_whereabouts_too(register):
    child = register.child("张三")
    for parent in ("father", "mother"):
        register.post("teacher", page(register, f"{parent}_whereabouts"), **{child.pk.hex: "away"})
    child.refresh_from_db()
    assert child.left_behind == "both"
    register.post("teacher", page(register, "father_name"), **{child.pk.hex: "张大山"})
    register.post("teacher", page(register, "father_phone"), **{child.pk.hex: "13800001234"})
    father = Relative.objects.get(child=child, kin="father")
    assert (father.name, Contact.objects.get(relative=father).number) == ("张大山", "13800001234")


def test_every_gap_that_offers_it_can_be_filled(register):
    from nuangang.people.actions.filling import FILLERS
    from nuangang.people.completeness import GAPS

    assert set(FILLERS) <= set(GAPS)
    for code in FILLERS:
        assert register.get("teacher", page(register, code)).status_code == 200
    assert register.get("teacher", page(register, "agent_parent")).status_code == 404


def test_a_wrong_number_saves_nothing(register):
    child = register.left_behind_child()
    answer = register.post("teacher", page(register, "father_phone"), **{child.pk.hex: "138"})
    assert answer.status_code == 422
    assert Contact.objects.filter(child=child).count() == 1


def test_only_the_own_class(register):
    other = register.child("李四", klass=register.other_class)
    address = page(register, "birth", register.other_class)
    register.post("teacher", address, **{other.pk.hex: "2010-01-01"})
    assert Child.objects.get(pk=other.pk).birth.year == 2013
    assert register.get("mentor", address).status_code == 404
    assert register.get("elsewhere", address).status_code == 404
