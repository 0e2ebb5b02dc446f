"""What is done with a class, a group or the school, and who may record for children they owe."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.care.actions import end_rule, reconcile_duties
from nuangang.care.actions.rules import keep_kinds
from nuangang.care.kinds import kind_choices
from nuangang.care.models import CareRecord, Duty, SharedRecord
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.people.models import Child, Relative, Staff, StaffPost
from nuangang.policy.guards import visible

NOW = at(MONDAY, 10)
MEETING = {"owed_by": "class_teacher", "owed": "per_class", "counting": "days"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def client_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def sent(kind: str = "class_meeting") -> dict[str, str]:
    return {"id": str(uuid4()), "kind": kind, "happened_on": MONDAY.isoformat(), "people": "41"}


def meeting(cast: Cast) -> Duty:
    cast.rule("class_meeting", unit="calendar_month", name="主题班会", **MEETING)
    reconcile_duties(cast.school, now=NOW)
    return Duty.objects.get(klass=cast.class_1)


def test_a_class_meeting_is_recorded_once_for_the_whole_class(cast: Cast) -> None:
    duty, client, once = meeting(cast), client_of(cast.lin), sent()
    assert f"/record/shared/{duty.pk}/" in client.get("/today/").content.decode()
    for _time in range(2):
        client.post(f"/record/shared/{duty.pk}/", once)
    duty.refresh_from_db()
    assert (duty.done, duty.last_done_by, duty.last_done_on) == (1, cast.lin, MONDAY)
    assert (SharedRecord.objects.count(), CareRecord.objects.count()) == (1, 0)
    assert Duty.objects.get(klass=cast.class_2).done == 0


def test_taken_back_it_counts_no_more(cast: Cast) -> None:
    duty, client = meeting(cast), client_of(cast.lin)
    client.post(f"/record/shared/{duty.pk}/", sent())
    item = SharedRecord.objects.get()
    assert client_of(cast.wang).post(f"/record/shared/{item.pk}/undo/").status_code == 404
    client.post(f"/record/shared/{item.pk}/undo/")
    duty.refresh_from_db()
    assert (duty.done, duty.last_done_on) == (0, None)


def test_another_teacher_cannot_record_for_the_class_and_a_day_to_come_is_refused(
    cast: Cast,
) -> None:
    duty = meeting(cast)
    assert client_of(cast.li).get(f"/record/shared/{duty.pk}/").status_code == 404
    later = {**sent(), "happened_on": "2026-11-17"}
    answer = client_of(cast.lin).post(f"/record/shared/{duty.pk}/", later)
    assert answer.status_code == 422
    assert not SharedRecord.objects.exists()


def test_a_dormitory_is_looked_through_each_night_by_its_keeper(cast: Cast) -> None:
    Child.objects.filter(pk__in=[cast.an.pk, cast.bo.pk]).update(boarding=True, dorm="301")
    cast.post(cast.li, Post.DORM_KEEPER)
    cast.rule(
        "own:查寝", owed_by="posts", owing={"posts": ["dorm_keeper"]}, owed="per_dorm",
        unit="school_day", counting="days",
    )  # fmt: skip
    reconcile_duties(cast.school, now=NOW)
    duty = Duty.objects.get(group="dorm:301")
    assert duty.staff == cast.li
    client = client_of(cast.li)
    assert "301" in client.get(f"/record/shared/{duty.pk}/").content.decode()
    client.post(f"/record/shared/{duty.pk}/", sent("own:查寝"))
    duty.refresh_from_db()
    assert duty.done == 1


def test_who_owes_a_child_something_may_record_it_and_nobody_else(cast: Cast) -> None:
    """The doctor is tied to nobody; the rule alone lets them see and record for the children."""
    cast.post(cast.li, Post.DOCTOR)
    record = {"together": str(uuid4()), "kind": "own:体检", "happened_on": MONDAY.isoformat()}
    given = {**record, "child": str(cast.an.pk)}
    assert client_of(cast.li).post("/record/", given).status_code == 404
    cast.rule("own:体检", owed_by="posts", owing={"posts": ["doctor"]}, unit="term")
    reconcile_duties(cast.school, now=NOW)
    assert client_of(cast.li).post("/record/", given).status_code == 302
    assert CareRecord.objects.get().kind == "own:体检"
    assert cast.duty(cast.an).done == 1
    outsider = cast.person("别人", "nobody")
    assert client_of(outsider).post("/record/", given).status_code == 404


def reached(cast: Cast, model: type[Any], to: str = "read") -> bool:
    """Say whether Li, tied to Chen alone, reaches what `model` keeps of An."""
    rows = visible(cast.as_(cast.li), model, to)
    return rows.filter(**{"pk" if model is Child else "child": cast.an.pk}).exists()


@pytest.mark.parametrize(
    ("kind", "family"), [("own:体检", False), ("talk", False), ("home_visit", True)]
)
def test_owing_opens_a_child_as_far_as_needed_and_no_longer_than_the_duty(
    cast: Cast, kind: str, family: bool
) -> None:
    Relative.objects.create(school=cast.school, child=cast.an, kin="father", name="安父")
    cast.post(cast.li, Post.DORM_KEEPER)
    assert not reached(cast, Child)
    rule = cast.rule(kind, owed_by="posts", owing={"posts": ["dorm_keeper"]}, unit="term")
    reconcile_duties(cast.school, now=NOW)
    assert reached(cast, Child)
    assert not reached(cast, Child, "write")
    assert reached(cast, Relative) is family
    end_rule(cast.as_(cast.lead), rule, at_once=True, now=NOW)
    assert not reached(cast, Child)
    assert not reached(cast, Relative)


def test_the_right_ends_with_the_post(cast: Cast) -> None:
    post = cast.post(cast.li, Post.DORM_KEEPER)
    cast.rule("own:查寝", owed_by="posts", owing={"posts": ["dorm_keeper"]}, unit="term")
    reconcile_duties(cast.school, now=NOW)
    assert reached(cast, Child)
    StaffPost.objects.filter(pk=post.pk).update(until=MONDAY)
    reconcile_duties(cast.school, now=NOW)
    assert not reached(cast, Child)


def test_a_kind_named_in_a_rule_is_among_the_chips_and_said_everywhere(cast: Cast) -> None:
    promise = {
        "owed_by": "agent_parent", "own_kind": "生日祝福", "unit": "birthday", "count": "1",
        "owed": "per_child", "who": "left_behind", "since": MONDAY.isoformat(),
    }  # fmt: skip
    Child.objects.filter(pk=cast.an.pk).update(birth=MONDAY)
    client_of(cast.lead).post("/rules/new/", promise)
    page = client_of(cast.wang).get(f"/record/?child={cast.an.pk}", follow=True).content.decode()
    assert 'value="own:生日祝福"' in page
    record = {"together": str(uuid4()), "kind": "own:生日祝福", "happened_on": MONDAY.isoformat()}
    client_of(cast.wang).post("/record/", {**record, "child": str(cast.an.pk)})
    assert cast.duty(cast.an).done == 1
    for address in (f"/children/{cast.an.pk}/care/", "/duties/", "/today/", "/board/"):
        whose = cast.lead if address in ("/board/", "/duties/") else cast.wang
        answer = client_of(whose).get(address)
        assert answer.status_code == 200, address
        assert "生日祝福" in answer.content.decode() or address == "/board/"


def test_all_own_children_are_owed_and_counted_each_once(cast: Cast) -> None:
    cast.rule("home_visit", owed="per_adult", counting="children", share=100, unit="term")
    reconcile_duties(cast.school, now=at(cast.an.joined_on))
    duty = Duty.objects.get(staff=cast.wang)
    assert (duty.size, duty.owed) == (2, 2)
    cast.talk(cast.wang, cast.an, now=NOW, kind="home_visit")
    cast.talk(cast.wang, cast.an, now=NOW, kind="home_visit")
    duty.refresh_from_db()
    assert duty.done == 1
    cast.tie(cast.child("来来"), cast.wang)
    reconcile_duties(cast.school, now=at(cast.an.joined_on))
    duty.refresh_from_db()
    assert (duty.size, duty.owed) == (3, 3)


def test_a_kind_no_rule_asks_for_leaves_the_chips_and_its_records_keep_their_word(
    cast: Cast,
) -> None:
    rule = cast.rule("own:夜谈")
    keep_kinds(cast.school, MONDAY)
    client, form = client_of(cast.wang), f"/record/?child={cast.an.pk}"
    assert "夜谈" in client.get(form, follow=True).content.decode()
    cast.talk(cast.wang, cast.an, now=NOW, kind="own:夜谈")
    end_rule(cast.as_(cast.lead), rule, at_once=True, now=NOW)
    assert "夜谈" not in client.get(form, follow=True).content.decode()
    assert "夜谈" in client.get(f"/children/{cast.an.pk}/care/").content.decode()
    assert "own:夜谈" not in dict(kind_choices(School.objects.get(pk=cast.school.pk)))
