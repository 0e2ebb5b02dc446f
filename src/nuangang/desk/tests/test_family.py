"""Parents, carers, numbers and groups on their forms."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nuangang.care.actions import adopt_template
from nuangang.care.models import CareRule, Duty
from nuangang.care.ready_rules import READY
from nuangang.people.models import ChildGroup, Contact, ParentFact, Relative

TODAY = timezone.localdate()


def address(name, child, **more):
    return reverse(name, kwargs={"pk": child.pk, **more})


def parent(child, which="father"):
    return address("child_parent", child, parent=which)


def test_one_form_says_who_where_since_when_and_how_to_reach(register):
    child = register.child()
    answer = register.post(
        "teacher", parent(child), name="张大山", phone="138 0000 1234", residence="away",
        since="2025-03-01", place="广东东莞", distance="province", may_see_portal="on",
    )  # fmt: skip
    assert answer.status_code == 302
    father = Relative.objects.get(child=child, kin="father")
    assert (father.name, Contact.objects.get(relative=father).number) == ("张大山", "13800001234")
    fact = ParentFact.objects.get(child=child, parent="father")
    assert (fact.value, fact.since.isoformat(), fact.place) == ("away", "2025-03-01", "广东东莞")
    child.refresh_from_db()
    assert child.left_behind == "one"


def test_coming_home_closes_what_held_before(register):
    child = register.left_behind_child()
    register.post("teacher", parent(child), name="李大山", residence="home", since="2024-03-01")
    held = ParentFact.objects.filter(child=child, parent="father").order_by("since")
    assert [(f.value, f.until is None) for f in held] == [("away", False), ("home", True)]
    assert held[1].since == TODAY


def test_saying_the_same_again_changes_nothing(register):
    child = register.left_behind_child()
    register.post(
        "teacher", parent(child), name="李大山", residence="away", since="2024-03-01", place="东莞",
        may_see_portal="on",
    )  # fmt: skip
    assert ParentFact.objects.filter(child=child, parent="father").count() == 1
    page = register.get("teacher", parent(child)).content.decode()
    assert 'value="2024-03-01"' in page


def test_an_emptied_place_and_number_are_taken_off(register):
    child = register.left_behind_child()
    carer = Relative.objects.get(child=child, is_carer=True)
    form = address("child_relative", child, relative=carer.pk)
    register.post("teacher", form, kin=carer.kin, name="王秀英", is_carer="on", no_phone="没有手机")
    assert not Contact.objects.filter(relative=carer).exists()
    register.post("teacher", parent(child), name="李大山", residence="away", since="2024-03-01")
    assert ParentFact.objects.get(child=child, parent="father").place == ""


def test_a_wrong_number_and_a_day_to_come_are_not_taken(register):
    child = register.child()
    typed = {"phone": "1380000", "residence": "away", "since": "2999-01-01"}
    answer = register.post("teacher", parent(child), **typed)
    assert answer.status_code == 422
    assert not Relative.objects.exists()


def test_numbers_are_put_in_order_and_set_aside(register):
    child = register.left_behind_child()
    register.post(
        "teacher", address("child_contacts", child), number="0838-1234567", label="村口小卖部"
    )
    second = Contact.objects.get(label="村口小卖部")
    move = address("child_contact", child, contact=second.pk)
    register.post("teacher", move, do="up")
    order = Contact.objects.filter(child=child).order_by("call_order")
    assert [c.number for c in order] == ["08381234567", "13800005678"]
    register.post("teacher", move, do="may_not")
    page = register.get("teacher", address("child", child)).content.decode()
    assert 'href="tel:08381234567"' not in page
    register.post("teacher", move, do="drop")
    assert not Contact.objects.filter(pk=second.pk).exists()


def test_a_group_is_entered_ended_and_taken_off(register):
    child = register.child()
    register.post("teacher", address("child_groups", child), kind="orphan", since="2025-01-01")
    row = ChildGroup.objects.get()
    register.post("teacher", address("child_group", child, group=row.pk), do="end")
    row.refresh_from_db()
    assert row.until == TODAY
    register.post("teacher", address("child_group", child, group=row.pk), do="drop")
    assert not ChildGroup.objects.exists()


def test_a_fact_written_down_wrongly_is_mended_or_taken_off(register):
    child = register.left_behind_child()
    fact = ParentFact.objects.get(child=child, parent="mother")
    form = address("child_fact", child, fact=fact.pk)
    register.post("teacher", form, value="home", since="2024-03-01")
    fact.refresh_from_db()
    assert fact.value == "home"
    assert (
        register.post(
            "teacher", form, value="home", since="2025-01-01", until="2024-01-01"
        ).status_code
        == 422
    )
    register.post("teacher", form, do="drop")
    child.refresh_from_db()
    assert child.left_behind == "one"


def test_a_relative_of_another_child_is_not_reached_through_this_one(register):
    one, other = register.left_behind_child("李一"), register.left_behind_child("李二")
    carer = Relative.objects.get(child=other, is_carer=True)
    assert (
        register.get("teacher", address("child_relative", one, relative=carer.pk)).status_code
        == 404
    )
    drop = address("child_relative_drop", one, relative=carer.pk)
    assert register.post("teacher", drop).status_code == 404
    assert (
        register.post(
            "teacher", address("child_relative_drop", other, relative=carer.pk)
        ).status_code
        == 302
    )
    assert not Relative.objects.filter(pk=carer.pk).exists()


@pytest.mark.parametrize("page", ["child_contacts", "child_groups", "child_relative_new"])
@pytest.mark.parametrize("who", ["mentor", "elsewhere"])
def test_others_do_not_get_there(register, page, who):
    child = register.left_behind_child()
    assert register.get(who, address(page, child)).status_code == 404
    assert register.post(who, address(page, child)).status_code in (403, 404)


def test_duties_follow_when_a_child_comes_to_count(register):
    name = next(iter(READY))
    adopt_template(register.lead, register.school, name, TODAY)
    child = register.child()
    assert CareRule.objects.exists()
    assert not Duty.objects.filter(child=child, closed_on__isnull=True).exists()
    register.post("teacher", parent(child), residence="away", since="2024-03-01")
    assert Duty.objects.filter(child=child, closed_on__isnull=True).exists()
    register.post("teacher", parent(child), residence="home", since=TODAY.isoformat())
    register.post("teacher", parent(child, "mother"), residence="home")
    assert not Duty.objects.filter(child=child, closed_on__isnull=True).exists()


def test_the_parents_wechat_is_asked_and_shown_with_consent_only(register):
    child = register.left_behind_child()
    address = f"/children/{child.pk}/parent/mother/"
    assert 'name="wechat"' not in register.get("lead", address).content.decode()
    sent = {"name": "周美", "wechat": "wx_zhoumei"}
    answer = register.post("lead", address, **sent)
    assert answer.status_code == 422
    assert "家长的微信、QQ" in answer.content.decode()
    register.agreed(child, "wechat")
    assert 'name="wechat"' in register.get("lead", address).content.decode()
    register.post("lead", address, **sent)
    for page in ("", "history/"):
        assert "wx_zhoumei" in register.get("lead", f"/children/{child.pk}/{page}").content.decode()
    register.agreed(child)
    for page in ("", "history/"):
        page = register.get("lead", f"/children/{child.pk}/{page}").content.decode()
        assert "wx_zhoumei" not in page
