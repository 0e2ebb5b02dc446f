"""Approving a draft writes its ties, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nuangang.care.models import CareRule, Duty
from nuangang.mentoring.actions import approve, drop, hand_over, move_pair, propose
from nuangang.mentoring.models import Plan
from nuangang.mentoring.tests.cast import LONG_AGO, Cast
from nuangang.people.models import Child, Staff, Tie

TODAY = timezone.localdate()


def test_pairs_become_ties_with_their_reasons(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = propose(actor)
    drafted = cast.drafted()
    done = approve(actor, plan, since=TODAY)
    assert done.made == 2
    assert cast.held() == drafted
    dan = Tie.objects.get(child=cast.dan)
    assert (dan.since, dan.approved_by_id) == (TODAY, cast.lead.pk)
    assert dan.why == [["quota", {"quota": 2}]]


def test_changed_ties_end_and_kept_ones_stay_untouched(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    approve(actor, propose(actor), since=TODAY)
    ended = Tie.objects.get(until__isnull=False)
    assert (ended.adult_id, ended.until, ended.end_reason) == (cast.wang.pk, TODAY, "changed")
    assert Tie.objects.get(child=cast.chen).since == LONG_AGO


def test_approving_twice_changes_nothing_more(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = propose(actor)
    approve(actor, plan, since=TODAY)
    ties = sorted(Tie.objects.values_list("pk", "until"), key=str)
    assert approve(actor, Plan.objects.get(pk=plan.pk), since=TODAY - timedelta(days=9)) is None
    assert sorted(Tie.objects.values_list("pk", "until"), key=str) == ties


def test_a_dropped_draft_cannot_be_approved(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = propose(actor)
    drop(actor, plan)
    before = cast.held()
    assert approve(actor, plan, since=TODAY) is None
    assert cast.held() == before


def test_duties_go_to_the_new_agent_parent(cast: Cast) -> None:
    CareRule.objects.create(
        school=cast.school, kind="talk", proofs=["talk"], name="谈心", owed_by="agent_parent",
        unit="teaching_week", since=date(2026, 9, 1),
    )  # fmt: skip
    actor = cast.as_(cast.lead)
    approve(actor, propose(actor), since=TODAY)
    owing = dict(Duty.objects.values_list("child__name", "staff__name"))
    assert owing == cast.held()


def test_who_left_meanwhile_is_passed_over(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = propose(actor)
    move_pair(actor, cast.pair(cast.chen), cast.wang)
    Staff.objects.filter(pk__in=[cast.xu.pk, cast.wang.pk]).update(until=TODAY)
    Child.objects.filter(pk=cast.dan.pk).update(left_on=TODAY)
    done = approve(actor, plan, since=TODAY)
    assert (done.made, done.passed_over) == (0, 3)
    assert cast.held() == {"安安": "王老师", "波波": "王老师", "晨晨": "李老师"}


def test_handing_over_ends_ties_with_date_reason_and_note(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = hand_over(actor, cast.wang, note="调到镇里")
    approve(actor, plan, since=TODAY)
    ended = Tie.objects.filter(adult=cast.wang)
    assert {(t.until, t.end_reason, t.end_note) for t in ended} == {(TODAY, "left", "调到镇里")}
    assert cast.held() == {"安安": "徐老师", "波波": "徐老师", "晨晨": "李老师"}


@pytest.mark.parametrize("scope", ["all", "open"])
def test_a_second_draft_of_an_approved_school_changes_nothing(cast: Cast, scope: str) -> None:
    actor = cast.as_(cast.lead)
    approve(actor, propose(actor), since=TODAY)
    done = approve(actor, propose(actor, scope=scope), since=TODAY)
    assert done.made == 0
