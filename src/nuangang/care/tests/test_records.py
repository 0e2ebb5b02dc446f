"""Recording care, correcting it and taking it back."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from nuangang.care.actions import (
    correct_record,
    reconcile_duties,
    record_care,
    withdraw_record,
)
from nuangang.care.actions.records import NotYetError
from nuangang.care.evidence import standing_records
from nuangang.care.models import CareRecord
from nuangang.care.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, Cast, at
from nuangang.lib.ids import new_id
from nuangang.people.models import Contact, Relative


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """A weekly talk is owed for every child."""
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    return cast


def test_a_talk_meets_the_duty(talks: Cast) -> None:
    [made] = talks.talk(talks.wang, talks.an, now=at(MONDAY), words="想妈妈", mood="so_so")
    duty = talks.duty(talks.an)
    assert (duty.done, duty.met, duty.last_done_on, duty.last_done_by) == (
        1,
        True,
        MONDAY,
        talks.wang,
    )
    assert CareRecord.objects.get(pk=made.pk).words == "想妈妈"
    assert talks.duty(talks.bo).done == 0


def test_sent_twice_is_one_record(talks: Cast) -> None:
    pk = new_id()
    for _time in range(2):
        talks.talk(talks.wang, talks.an, now=at(MONDAY), ids=[pk])
    assert CareRecord.objects.count() == 1
    assert talks.duty(talks.an).done == 1


def test_several_children_at_once(talks: Cast) -> None:
    made = talks.talk(talks.wang, talks.an, talks.bo, now=at(MONDAY))
    assert {r.child for r in made} == {talks.an, talks.bo}
    assert [talks.duty(c).done for c in (talks.an, talks.bo, talks.chen)] == [1, 1, 0]


def test_could_not_is_kept_and_meets_nothing(talks: Cast) -> None:
    talks.talk(talks.wang, talks.an, now=at(MONDAY), could_not="child_away")
    assert CareRecord.objects.count() == 1
    duty = talks.duty(talks.an)
    assert (duty.done, duty.last_done_on) == (0, None)


def test_another_kind_meets_nothing(talks: Cast) -> None:
    talks.talk(talks.wang, talks.an, now=at(MONDAY), kind="gift")
    assert talks.duty(talks.an).done == 0


def test_somebody_else_may_do_it_and_is_named(talks: Cast) -> None:
    talks.talk(talks.lin, talks.an, now=at(MONDAY))
    duty = talks.duty(talks.an)
    assert (duty.staff, duty.done, duty.last_done_by) == (talks.wang, 1, talks.lin)


def test_tomorrow_cannot_have_happened(talks: Cast) -> None:
    with pytest.raises(NotYetError):
        talks.talk(talks.wang, talks.an, now=at(MONDAY), happened_on=MONDAY + timedelta(days=1))


def test_a_teacher_talks_with_different_children(cast: Cast) -> None:
    rule = cast.rule(owed="per_adult", owed_by="every_teacher", count=3, counting="children")
    reconcile_duties(cast.school, now=at(MONDAY))
    for child in (cast.an, cast.an, cast.bo):
        cast.talk(cast.lin, child, now=at(MONDAY))
    assert rule.duties.get(staff=cast.lin).done == 2


def test_a_meeting_counts_once_for_the_class(cast: Cast) -> None:
    rule = cast.rule("meeting", owed="per_class", owed_by="class_teacher", counting="days")
    reconcile_duties(cast.school, now=at(MONDAY))
    children = [cast.an, cast.bo]
    record_care(cast.as_(cast.lin), children, kind="meeting", happened_on=MONDAY, now=at(MONDAY))
    assert rule.duties.get(klass=cast.class_1).done == 1
    assert rule.duties.get(klass=cast.class_2).done == 0


def test_taking_back_uncounts_it(talks: Cast) -> None:
    [made] = talks.talk(talks.wang, talks.an, now=at(MONDAY))
    for _time in range(2):
        withdraw_record(talks.as_(talks.wang), made, reason="点错了", now=at(MONDAY))
    duty = talks.duty(talks.an)
    assert (duty.done, duty.last_done_on, duty.last_done_by) == (0, None, None)
    assert CareRecord.objects.count() == 2
    assert not standing_records(talks.school.pk).exists()


def test_taking_back_leaves_the_earlier_one(talks: Cast) -> None:
    talks.talk(talks.lin, talks.an, now=at(MONDAY), happened_on=date(2026, 11, 10))
    [made] = talks.talk(talks.wang, talks.an, now=at(MONDAY))
    withdraw_record(talks.as_(talks.wang), made, reason="点错了", now=at(MONDAY))
    duty = talks.duty(talks.an)
    assert (duty.done, duty.last_done_on, duty.last_done_by) == (0, date(2026, 11, 10), talks.lin)


def test_correcting_keeps_both_and_counts_the_later(talks: Cast) -> None:
    [made] = talks.talk(talks.wang, talks.an, now=at(MONDAY), words="好")
    wang = talks.as_(talks.wang)
    later = correct_record(wang, made, reason="写错了", kind="tutoring", now=at(MONDAY, 10))
    assert (later.supersedes, later.words, later.reason) == (made, "好", "写错了")
    assert talks.duty(talks.an).done == 0
    again = correct_record(wang, made, reason="又一次", words="坏", now=at(MONDAY, 11))
    assert again.pk == later.pk


def test_records_cannot_be_changed_in_the_database(talks: Cast) -> None:
    [made] = talks.talk(talks.wang, talks.an, now=at(MONDAY))
    with pytest.raises(DatabaseError), transaction.atomic():
        CareRecord.objects.filter(pk=made.pk).update(mood="low")


def test_late_evidence_is_marked(talks: Cast) -> None:
    reconcile_duties(talks.school, now=at(NEXT_MONDAY))
    [late] = talks.talk(talks.wang, talks.an, now=at(NEXT_MONDAY), happened_on=FRIDAY)
    [in_time] = talks.talk(talks.wang, talks.bo, now=at(NEXT_MONDAY))
    assert (late.late_for, in_time.late_for) == (date(2026, 11, 22), None)
    duty = talks.duty(talks.an)
    assert (duty.done, duty.last_done_on, duty.missed_from) == (0, FRIDAY, MONDAY)


def test_unanswered_calls_are_noted_with_the_number(cast: Cast) -> None:
    father = Relative.objects.create(school=cast.school, child=cast.an, kin="father")
    number = Contact.objects.create(
        school=cast.school, child=cast.an, relative=father, number="13800000000"
    )
    call = {"kind": "parent_call", "with_whom": "father"}
    for _time in range(2):
        cast.talk(cast.wang, cast.an, now=at(MONDAY), could_not="no_answer", **call)
    number.refresh_from_db()
    assert number.failed_calls == 2
    cast.talk(cast.wang, cast.an, now=at(MONDAY), **call)
    number.refresh_from_db()
    assert (number.failed_calls, number.last_reached_on) == (0, MONDAY)


def test_statements_do_not_grow_with_the_children(talks: Cast, django_assert_num_queries) -> None:
    wang = talks.as_(talks.wang)
    children = [talks.an, talks.bo]
    with django_assert_num_queries(8):
        record_care(wang, children, kind="talk", happened_on=MONDAY, now=at(MONDAY))
