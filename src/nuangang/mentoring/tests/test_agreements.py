"""Both sides and the family saying yes to a pair (R43), and the promise on paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.care.models import CareRule
from nuangang.mentoring.tests.cast import LONG_AGO, Cast, other_school
from nuangang.people.models import Change

LIST = "pairing_list"
TODAY = timezone.localdate()
ALL_SIDES = ["adult", "child", "family"]


def note(cast: Cast, ties: list, **more):
    given = {"tie": [tie.pk for tie in ties], "sides": ALL_SIDES, "on": TODAY.isoformat(), **more}
    return cast.browser(cast.lead).post(reverse("pairing_agreed"), given, follow=True)


def test_a_yes_is_noted_with_its_day_and_who_noted_it(cast: Cast) -> None:
    tie = cast.an.ties.get()
    assert "记下了 2 个" in note(cast, [tie], sides=["adult", "child"]).content.decode()
    tie.refresh_from_db()
    assert (tie.adult_agreed_on, tie.child_agreed_on, tie.family_agreed_on) == (TODAY, TODAY, None)
    assert {c.field for c in Change.objects.all()} == {"adult_agreed_on", "child_agreed_on"}
    entry = Entry.objects.get(verb="agreements_noted")
    assert (entry.actor_name, entry.detail) == ("周主任", {"count": 2, "sides": ["adult", "child"]})


def test_noting_twice_keeps_the_first_day(cast: Cast) -> None:
    tie, before = cast.an.ties.get(), TODAY - timedelta(days=30)
    note(cast, [tie], on=before.isoformat())
    note(cast, [tie])
    tie.refresh_from_db()
    assert tie.child_agreed_on == before
    assert Change.objects.count() == 3


def test_all_that_the_list_shows_are_noted_at_once_and_no_others(cast: Cast) -> None:
    note(cast, [], all="1", klass=str(cast.class_1.pk))
    assert cast.an.ties.get().family_agreed_on == cast.bo.ties.get().family_agreed_on == TODAY
    assert cast.chen.ties.get().family_agreed_on is None


def test_a_yes_can_be_taken_back(cast: Cast) -> None:
    tie = cast.an.ties.get()
    note(cast, [tie])
    assert "撤回了 1 个" in note(cast, [tie], sides=["family"], back="1").content.decode()
    tie.refresh_from_db()
    assert (tie.adult_agreed_on, tie.family_agreed_on) == (TODAY, None)


def test_the_list_shows_who_is_still_to_say_yes(cast: Cast) -> None:
    note(cast, [cast.an.ties.get()])
    browser = cast.browser(cast.lead)
    missing = browser.get(reverse(LIST), {"agreed": "missing"}).content.decode()
    assert "波波" in missing
    assert "安安" not in missing
    done = browser.get(reverse(LIST), {"agreed": "all"}).content.decode()
    assert "安安" in done
    assert "波波" not in done


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sides": []}, "请勾选谁同意了"),
        ({"tie": []}, "请先勾选结对"),
        ({"on": "2199-01-01"}, "还没到"),
        ({"on": "昨天"}, "日期"),
        ({"tie": ["nonsense"]}, "请先勾选结对"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_noted(cast: Cast, wrong: dict, words: str) -> None:
    answer = note(cast, [cast.an.ties.get()], **wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert cast.an.ties.get().adult_agreed_on is None


def test_nobody_notes_for_others_or_another_school(cast: Cast) -> None:
    tie = cast.an.ties.get()
    given = {"tie": [tie.pk], "sides": ALL_SIDES, "on": TODAY.isoformat()}
    stranger, _child = other_school()
    for person, status in ((cast.wang, 403), (cast.lin, 403), (stranger, 422)):
        answer = cast.browser(person).post(reverse("pairing_agreed"), given)
        assert answer.status_code == status
    tie.refresh_from_db()
    assert tie.adult_agreed_on is None


def test_the_child_s_page_tells_it(cast: Cast) -> None:
    note(cast, [cast.an.ties.get()], sides=["adult"])
    page = cast.browser(cast.lead).get(reverse("child", args=[cast.an.pk])).content.decode()
    assert "同意：" in page
    assert "没记" in page


def test_the_promise_names_the_children_and_what_the_rules_ask(cast: Cast) -> None:
    rule = {"school": cast.school, "kind": "talk", "unit": "teaching_week", "since": LONG_AGO}
    CareRule.objects.create(name="每周谈心一次", owed_by="agent_parent", **rule)
    CareRule.objects.create(name="班主任的事", owed_by="class_teacher", **rule)
    address = reverse("pairing_promises")
    page = cast.browser(cast.lead).get(address, {"adult": str(cast.wang.pk)}).content.decode()
    for words in ("王老师", "安安", "波波", "每周谈心一次", "不替代"):
        assert words in page
    for words in ("晨晨", "班主任的事"):
        assert words not in page
    assert cast.browser(cast.wang).get(address).status_code == 404


def test_as_many_statements_for_twice_the_pairs(cast: Cast) -> None:
    browser = cast.browser(cast.lead)

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse(address))
        return len(found)

    few = [statements(name) for name in (LIST, "pairing_promises")]
    for place in range(8):
        cast.tie(cast.child(f"孩子{place}"), cast.person(f"老师{place}", f"t{place}"))
    assert [statements(name) for name in (LIST, "pairing_promises")] == few
