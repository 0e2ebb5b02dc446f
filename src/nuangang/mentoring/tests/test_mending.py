"""Locking and moving drafted pairs, and what a move says it changes."""

import pytest
from django.core.exceptions import ValidationError

from nuangang.mentoring.actions import (
    approve,
    lock_pair,
    move_pair,
    propose,
    set_wishes,
    unlock_pair,
)
from nuangang.mentoring.actions.mending import NotOpen
from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.school_wishes import SchoolWishes
from nuangang.mentoring.tests.cast import LONG_AGO, Cast


def test_a_move_tells_loads_points_reasons_and_broken_rules(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    propose(actor)
    effect = move_pair(actor, cast.pair(cast.chen), cast.wang)
    assert {(pk, was, now) for pk, was, now in effect.loads} == {
        (cast.li.pk, 1, 0),
        (cast.wang.pk, 1, 2),
    }
    assert effect.points == -500
    assert (effect.gained, len(effect.lost)) == ([], 1)
    assert len(effect.broken) == 1  # Li is short of the one child everybody has at least
    assert effect.mended == []


def test_a_move_is_locked_and_moving_back_frees_it(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    propose(actor)
    move_pair(actor, cast.pair(cast.chen), cast.wang)
    chen = cast.pair(cast.chen)
    assert (chen.locked, chen.by_hand, chen.kept) == (True, True, False)
    effect = move_pair(actor, chen, cast.li)
    chen = cast.pair(cast.chen)
    assert (chen.locked, chen.by_hand, chen.kept) == (False, False, True)
    assert effect.points == 500
    assert len(effect.mended) == 1


def test_nobody_who_may_not_take_children_gets_any(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    propose(actor)
    with pytest.raises(ValidationError):
        move_pair(actor, cast.pair(cast.dan), cast.lin)
    assert cast.drafted()["丹丹"] == "徐老师"


def test_an_approved_draft_is_not_mended_any_more(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    plan = propose(actor)
    pair = cast.pair(cast.dan)
    approve(actor, plan, since=LONG_AGO)
    for change in (lock_pair, unlock_pair):
        with pytest.raises(NotOpen):
            change(actor, pair)
    with pytest.raises(NotOpen):
        move_pair(actor, pair, cast.wang)


def test_a_lock_holds_against_a_wish_set_later(cast: Cast) -> None:
    actor = cast.as_(cast.lead)
    propose(actor)
    moved = next(c for c in (cast.an, cast.bo) if cast.drafted()[c.name] == "徐老师")
    lock_pair(actor, cast.pair(moved))
    set_wishes(actor, SchoolWishes(preferences=Preferences(keep="hard")))
    propose(cast.as_(cast.lead))
    assert cast.pair(moved).adult_id == cast.xu.pk
    unlock_pair(actor, cast.pair(moved))
    propose(cast.as_(cast.lead))
    assert cast.pair(moved).adult_id == cast.wang.pk
