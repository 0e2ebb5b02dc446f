"""Care records and duties by the API: made once, corrected honestly, listed without gaps."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuangang.accounts.models import School
from nuangang.care.models import CareRecord, Duty
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests import caring as at_school
from nuangang.desk.tests.caring import NOW
from nuangang.people.models import Child, Staff
from nuangang.people.tests.api import program

caring = at_school.caring


def said(*children: Child, **more: Any) -> dict[str, Any]:
    """Return a talk as a program sends it."""
    ids = [str(child.pk) for child in children]
    given = {"kind": "talk", "happened_on": MONDAY.isoformat(), "words": "说了说学习"}
    return {"id": str(uuid4()), "children": ids, **given, **more}


def test_sending_twice_makes_one_record_and_meets_the_duty(caring: Cast) -> None:
    asking, talk = program(caring.lead), said(caring.an)
    first, second = asking.post("care-records", talk), asking.post("care-records", talk)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert str(CareRecord.objects.get().pk) == talk["id"]
    assert caring.duty(caring.an).done == 1


def test_several_children_at_once_one_record_each(caring: Cast) -> None:
    asking, talk = program(caring.lead), said(caring.an, caring.bo)
    made = asking.post("care-records", talk).json()["items"]
    assert [row["child"]["name"] for row in made] == ["安安", "波波"]
    assert asking.post("care-records", talk).status_code == 200
    assert CareRecord.objects.count() == 2


def test_could_not_is_kept_and_meets_nothing(caring: Cast) -> None:
    call = said(caring.an, kind="parent_call", could_not="no_answer", with_whom="mother")
    assert program(caring.lead).post("care-records", call).status_code == 201
    assert CareRecord.objects.get().could_not == "no_answer"
    assert caring.duty(caring.an).done == 0


def test_an_id_that_is_something_else_is_a_conflict(caring: Cast) -> None:
    asking, talk = program(caring.lead), said(caring.an)
    asking.post("care-records", talk)
    assert asking.post("care-records", {**talk, "words": "别的"}).status_code == 409
    assert asking.post("care-records", {**said(caring.bo), "id": talk["id"]}).status_code == 409
    assert CareRecord.objects.count() == 1


def test_an_id_of_another_school_is_a_conflict_and_nothing_is_kept(caring: Cast) -> None:
    there = School.objects.create(short_name="bei", name="北山中学")
    child = Child.objects.create(school=there, name="外校")
    staff = Staff.objects.create(school=there, name="外校老师")
    taken = CareRecord.objects.create(
        school=there, child=child, kind="talk", staff=staff, recorded_by=staff,
        happened_on=MONDAY, recorded_at=NOW,
    )  # fmt: skip
    answer = program(caring.lead).post("care-records", said(caring.an, id=str(taken.pk)))
    assert answer.status_code == 409
    assert CareRecord.objects.filter(school=caring.school).count() == 0


def test_who_may_not_record_is_told_so(caring: Cast) -> None:
    reader = program(caring.lead, "care_records:read", "children:read")
    assert reader.post("care-records", said(caring.an)).status_code == 403
    mentor = program(caring.wang)
    assert mentor.post("care-records", said(caring.an)).status_code == 201
    assert mentor.post("care-records", said(caring.chen)).status_code == 404
    other = said(caring.bo, staff=str(caring.li.pk))
    assert mentor.post("care-records", other).status_code == 403
    assert program(caring.lead).post("care-records", other).status_code == 201


def test_a_day_to_come_is_refused_with_the_field_and_in_chinese(caring: Cast) -> None:
    asking = program(caring.lead)
    asking.headers["Accept-Language"] = "zh-CN,zh;q=0.9"
    late = (MONDAY + timedelta(days=1)).isoformat()
    answer = asking.post("care-records", said(caring.an, happened_on=late))
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], "还没到" in error["message"]) == ("happened_on", True)


def test_a_day_to_come_back_that_is_over_hinders_neither_sending_again_nor_correcting(
    caring: Cast,
) -> None:
    asking = program(caring.lead)
    sent = said(caring.an, follow_up_on=str(MONDAY - timedelta(days=3)))
    assert asking.post("care-records", sent).status_code == 201
    assert asking.post("care-records", sent).status_code == 200
    fault = {"reason": "记错了", "mood": "low"}
    assert asking.post(f"care-records/{sent['id']}/corrections", fault).status_code == 201
    kept = CareRecord.objects.values_list("follow_up_on", flat=True)
    assert set(kept) == {MONDAY - timedelta(days=3)}


@pytest.mark.parametrize(
    ("name", "status"), [("生日 祝福", 201), ("夜\x91谈", 422), ("\u3000谈", 422)]
)
def test_a_kind_of_the_schools_own_has_a_name_that_can_be_read(
    caring: Cast, name: str, status: int
) -> None:
    asking = program(caring.lead)
    sent = said(caring.an, kind=f"own:{name}")
    assert asking.post("care-records", sent).status_code == status


def test_correcting_puts_a_row_in_place_and_can_be_sent_twice(caring: Cast) -> None:
    asking, talk = program(caring.lead), said(caring.an)
    asking.post("care-records", talk)
    path, change = f"care-records/{talk['id']}/corrections", {"reason": "写错了", "words": "对的"}
    first, second = asking.post(path, change), asking.post(path, change)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["supersedes"] == talk["id"]
    assert asking.post(path, {"reason": "再改", "words": "又一样"}).status_code == 409
    assert [row["words"] for row in asking.pages("care-records")] == ["对的"]
    assert CareRecord.objects.count() == 2


def test_taking_back_leaves_the_row_and_opens_the_duty_again(caring: Cast) -> None:
    asking, talk = program(caring.lead), said(caring.an)
    asking.post("care-records", talk)
    path = f"care-records/{talk['id']}/withdrawal"
    first, second = asking.post(path, {"reason": "记错人"}), asking.post(path, {"reason": "记错人"})
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["superseded_by"] == second.json()["superseded_by"]
    assert asking.pages("care-records") == []
    assert len(asking.pages("care-records", superseded="true")) == 2
    assert caring.duty(caring.an).done == 0


def test_a_colleagues_record_may_be_seen_and_not_changed(caring: Cast) -> None:
    (theirs,) = caring.talk(caring.lin, caring.an, now=NOW)
    answer = program(caring.wang).post(f"care-records/{theirs.pk}/withdrawal", {"reason": "不对"})
    assert (answer.status_code, CareRecord.objects.count()) == (403, 1)


def test_pages_neither_skip_nor_repeat_while_rows_are_added(caring: Cast, monkeypatch) -> None:
    asking = program(caring.lead)
    for _time in range(5):
        asking.post("care-records", said(caring.an, caring.bo))
    first = asking.get("care-records", limit=4).json()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=1))
    asking.post("care-records", said(caring.chen))
    rest = asking.pages("care-records", limit=4, after=first["next"])
    seen = [row["id"] for row in (*first["items"], *rest)]
    assert len(seen) == len(set(seen)) == 11


def test_changed_since_gives_what_was_written_and_taken_back(caring: Cast, monkeypatch) -> None:
    asking = program(caring.lead)
    (old,) = caring.talk(caring.wang, caring.an, now=NOW)
    later = NOW + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    asking.post(f"care-records/{old.pk}/withdrawal", {"reason": "记错人"})
    asked = {"changed_since": later.isoformat(), "superseded": "true"}
    (row,) = asking.pages("care-records", **asked)
    assert (row["withdrawn"], row["supersedes"]) == (True, str(old.pk))


def test_duties_have_the_states_of_their_page(caring: Cast) -> None:
    asking = program(caring.lead)
    caring.talk(caring.wang, caring.an, now=NOW)
    states = {row["child"]["name"]: row["state"] for row in asking.pages("duties")}
    assert states == {"安安": "met", "波波": "urgent", "晨晨": "urgent"}
    late = asking.pages("duties", state="urgent", staff=str(caring.wang.pk))
    assert [row["child"]["name"] for row in late] == ["波波"]


BAD: list[tuple[str, str, Any]] = [
    ("GET", "children/1", None), ("GET", "children?limit=0", None),
    ("GET", "children?after=x%00y", None), ("GET", "children?clas=1", None),
    ("GET", "care-records?happened_from=2026-02-30", None),
    ("GET", "children?changed_since=yesterday", None), ("POST", "care-records", "[1]"),
    ("POST", "care-records", '{"id": "\\ud800", "children": ["\\u0000"]}'),
    ("POST", "care-records", "{"), ("POST", "care-records", "[" * 100_000),
    ("POST", "care-records", "9" * 5000), ("POST", "care-records", b"\xff\xfe"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), BAD)
def test_what_cannot_be_is_a_problem_and_never_an_error(
    caring: Cast, method: str, path: str, body: Any
) -> None:
    asking = program(caring.lead)
    answer = asking.get(path) if method == "GET" else asking.post(path, body)
    assert answer.status_code in (400, 422), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_other_types_and_too_much_are_refused_before_they_are_read(caring: Cast) -> None:
    asking = program(caring.lead)
    assert asking.post("care-records", "a=1", "text/plain").status_code == 415
    assert asking.post("care-records", "x" * 300_000).status_code == 413
    assert asking.post("children", {}).status_code == 405


@pytest.mark.parametrize("path", ["children", "care-records", "duties"])
def test_a_list_costs_the_same_for_twice_the_rows(caring: Cast, path: str) -> None:
    asking = program(caring.lead)
    asking.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert asking.get(path).status_code == 200
        return len(seen)

    caring.talk(caring.wang, caring.an, now=NOW)
    before = cost()
    more = [caring.child(f"多{number}") for number in range(6)]
    caring.talk(caring.lead, *more, now=NOW)
    for child in more:
        Duty.objects.create(
            school=caring.school, rule=caring.duty(caring.an).rule, child=child, begins=MONDAY,
            ends=MONDAY, due_at=NOW, opened_on=MONDAY,
        )  # fmt: skip
    assert cost() == before
