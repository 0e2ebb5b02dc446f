"""Proposing, running again what is open, handing over, dropping."""

from nuangang.mentoring.actions import (
    drop,
    hand_over,
    lock_pair,
    move_pair,
    propose,
    rerun_open,
    set_wishes,
)
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.school_wishes import SchoolWishes
from nuangang.mentoring.tests.cast import Cast
from nuangang.people.models import Staff


def test_every_child_stands_in_the_draft_and_nothing_changes_yet(cast: Cast) -> None:
    before = cast.held()
    plan = propose(cast.as_(cast.lead))
    drafted = cast.drafted()
    assert drafted["晨晨"] == "李老师"
    assert sorted(drafted.values()) == ["徐老师", "徐老师", "李老师", "王老师"]
    assert (plan.state, plan.unmet, plan.by_id) == ("draft", [], cast.lead.pk)
    assert cast.held() == before


def test_the_schools_wishes_are_obeyed(cast: Cast) -> None:
    set_wishes(cast.as_(cast.lead), SchoolWishes(preferences=Preferences(keep="hard")))
    propose(cast.as_(cast.lead))
    assert {**cast.held(), "丹丹": "徐老师"} == cast.drafted()


def test_only_the_open_children_get_somebody(cast: Cast) -> None:
    propose(cast.as_(cast.lead), scope=Plan.Scope.OPEN)
    assert {**cast.held(), "丹丹": "徐老师"} == cast.drafted()


def test_there_is_one_draft_and_its_locks_live_on(cast: Cast) -> None:
    lead = cast.as_(cast.lead)
    first = propose(lead)
    move_pair(lead, cast.pair(cast.dan), cast.wang)
    assert cast.drafted()["丹丹"] == "王老师"
    propose(lead)
    assert Plan.objects.get(pk=first.pk).state == Plan.State.DROPPED
    assert Plan.objects.filter(state=Plan.State.DRAFT).count() == 1
    assert not PlannedPair.objects.filter(plan=first).exists()
    dan = cast.pair(cast.dan)
    assert (dan.adult_id, dan.locked, dan.by_hand) == (cast.wang.pk, True, True)
    assert ["locked", {}] in dan.reasons


def test_a_run_of_what_is_open_takes_newcomers_in_and_leaves_the_rest(cast: Cast) -> None:
    lead = cast.as_(cast.lead)
    propose(lead, scope=Plan.Scope.OPEN)
    lock_pair(lead, cast.pair(cast.an))
    before = cast.drafted()
    cast.child("新来")
    rerun_open(lead, Plan.objects.get(state="draft"))
    after = cast.drafted()
    assert after.pop("新来") == "徐老师"
    assert after == before
    assert cast.pair(cast.an).locked


def test_nobody_eligible_leaves_the_children_open_and_says_so(cast: Cast) -> None:
    Staff.objects.filter(school=cast.school).update(may_mentor=False)
    plan = propose(cast.as_(cast.lead))
    assert [(one["rule"], one["count"]) for one in plan.unmet] == [("no_adults", 4)]
    assert set(cast.drafted().values()) == {None}


def test_handing_over_moves_only_the_children_of_who_leaves(cast: Cast) -> None:
    hand_over(cast.as_(cast.lead), cast.wang, note="调走")
    drafted = cast.drafted()
    assert drafted.pop("晨晨") == "李老师"
    assert set(drafted) == {"安安", "波波"}
    assert set(drafted.values()) == {"徐老师"}
    plan = Plan.objects.get(state="draft")
    assert (plan.leaving_id, plan.note, plan.scope) == (cast.wang.pk, "调走", "leaving")


def test_dropping_twice_drops_once(cast: Cast) -> None:
    plan = propose(cast.as_(cast.lead))
    assert drop(cast.as_(cast.lead), plan)
    assert not drop(cast.as_(cast.lead), plan)
    assert cast.drafted() == {}
