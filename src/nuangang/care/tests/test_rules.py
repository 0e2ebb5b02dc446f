"""Adopting, changing and ending care rules."""

import pytest

from nuangang.care.actions import adopt_template, change_rule, end_rule, make_rule, reconcile_duties
from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.care.ready_rules import READY
from nuangang.care.standing import cadence_of_rule
from nuangang.care.tests.cast import MONDAY, NEXT_MONDAY, Cast, at

COLUMNS = {
    "name": "两周一谈",
    "kind": "talk",
    "proofs": ["talk"],
    "owed_by": "agent_parent",
    "owed": "per_child",
    "unit": "every_n_teaching_weeks",
    "every": 2,
    "count": 1,
}


def test_both_five_ones_and_ten_more_are_ready() -> None:
    assert len(READY) >= 8
    kinds = {name: [str(r.kind) for r in READY[name].rules] for name in READY}
    assert kinds["five_ones_a"] == ["gift", "talk", "tutoring", "parent_call", "summary"]
    assert kinds["five_ones_b"] == ["talk", "parent_call", "home_visit", "gift", "reunion"]


@pytest.mark.parametrize("name", READY)
def test_every_ready_set_can_be_adopted(cast: Cast, name: str) -> None:
    made = adopt_template(cast.as_(cast.lead), cast.school, name, now=at(MONDAY))
    assert len(made) == len(READY[name].rules)
    for rule in made:
        assert cadence_of_rule(rule).count == rule.count
        rule.full_clean(exclude=["made_by", "replaces"])


def test_adopting_opens_the_duties_and_twice_does_no_harm(cast: Cast) -> None:
    lead = cast.as_(cast.lead)
    adopt_template(lead, cast.school, "five_ones_b", now=at(MONDAY))
    again = adopt_template(lead, cast.school, "five_ones_b", now=at(MONDAY))
    assert (again, CareRule.objects.count()) == ([], 5)
    assert Duty.objects.filter(child=cast.an).count() == 5


def test_part_of_a_set(cast: Cast) -> None:
    lead = cast.as_(cast.lead)
    made = adopt_template(lead, cast.school, "five_ones_a", leave_out=[0, 4], now=at(MONDAY))
    assert [rule.kind for rule in made] == ["talk", "tutoring", "parent_call"]


def test_adopting_from_the_terms_beginning_owes_since_then(cast: Cast) -> None:
    lead = cast.as_(cast.lead)
    since = cast.an.joined_on
    adopt_template(lead, cast.school, "five_ones_b", since, now=at(MONDAY))
    reconcile_duties(cast.school, now=at(MONDAY))
    assert PeriodResult.objects.filter(child=cast.an, rule__kind="talk").count() == 11


def test_a_change_holds_from_the_next_period(cast: Cast) -> None:
    rule = cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    follower = change_rule(cast.as_(cast.lead), rule, COLUMNS, now=at(MONDAY))
    rule.refresh_from_db()
    assert (follower.since, follower.replaces, rule.until.isoformat()) == (
        NEXT_MONDAY,
        rule,
        "2026-11-22",
    )
    assert cast.duty(cast.an).rule == rule
    reconcile_duties(cast.school, now=at(NEXT_MONDAY))
    assert cast.duty(cast.an).rule == follower
    assert PeriodResult.objects.filter(rule=rule, child=cast.an).count() == 1


def test_a_rule_that_has_not_begun_is_rewritten(cast: Cast) -> None:
    rule = cast.rule(since=NEXT_MONDAY)
    changed = change_rule(cast.as_(cast.lead), rule, COLUMNS, now=at(MONDAY))
    assert (changed.pk, changed.name, CareRule.objects.count()) == (rule.pk, "两周一谈", 1)


def test_ending_at_once_and_with_the_period(cast: Cast) -> None:
    lead, now = cast.as_(cast.lead), at(MONDAY)
    first, second = cast.rule(), cast.rule("gift", unit="term")
    reconcile_duties(cast.school, now=now)
    end_rule(lead, first, at_once=True, now=now)
    end_rule(lead, second, now=now)
    assert [d.rule for d in Duty.objects.filter(child=cast.an, closed_on__isnull=True)] == [second]
    assert second.until > MONDAY


def test_making_a_rule_opens_its_duties(cast: Cast) -> None:
    rule = make_rule(cast.as_(cast.lead), cast.school, COLUMNS, now=at(MONDAY))
    assert rule.since == MONDAY
    assert cast.duty(cast.chen).rule == rule
