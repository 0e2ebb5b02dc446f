"""The proposal is the optimum, against trying everything and against another solver."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuangang.mentoring.matching import propose
from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences
from nuangang.mentoring.tests.oracle import (
    cost_of,
    least_cost,
    least_cost_under_caps,
    points_on_slots,
)

VILLAGES, GENDERS, CLASSES = ("", "Lin", "Shi"), ("", "f", "m"), (None, 1, 2)


def child(i, adults):
    some = st.sampled_from([None, *adults])
    return st.builds(
        ChildToPair,
        id=st.just(f"c{i}"),
        class_id=st.sampled_from(CLASSES),
        village=st.sampled_from(VILLAGES),
        gender=st.sampled_from(GENDERS),
        boarding=st.booleans(),
        special_needs=st.booleans(),
        current_adult=some,
        locked_adult=st.one_of(st.none(), st.none(), some),
        forbidden=st.frozensets(st.sampled_from(adults), max_size=len(adults) - 1),
    )


def adult(j):
    return st.builds(
        AdultToPair,
        id=st.just(f"a{j}"),
        quota=st.integers(0, 3),
        cap=st.one_of(st.none(), st.integers(0, 4)),
        classes=st.frozensets(st.sampled_from([1, 2])),
        class_teacher_of=st.frozensets(st.sampled_from([1, 2]), max_size=1),
        village=st.sampled_from(VILLAGES),
        gender=st.sampled_from(GENDERS),
        trained=st.booleans(),
    )


weight = st.one_of(st.sampled_from(["off", "hard"]), st.integers(1, 40))
any_preferences = st.builds(
    Preferences,
    **{name: weight for name in Preferences.__dataclass_fields__ if name != "siblings"},
    siblings=st.just("off"),
)


@st.composite
def schools(draw):
    ids = [f"a{j}" for j in range(draw(st.integers(1, 4)))]
    adults = [draw(adult(j)) for j in range(len(ids))]
    children = [draw(child(i, ids)) for i in range(draw(st.integers(1, 5)))]
    return children, adults


@settings(deadline=None, max_examples=250)
@given(schools(), any_preferences)
def test_nothing_is_better_than_the_proposal(school, preferences):
    children, adults = school
    done = propose(children, adults, preferences)
    pairs = {pair.child: pair.adult for pair in done.pairs}
    assert cost_of(children, adults, pairs, preferences) == least_cost(*school, preferences)


@settings(deadline=None, max_examples=100)
@given(schools(), any_preferences)
def test_nothing_is_better_when_caps_hold(school, preferences):
    children, adults = [replace(one, locked_adult=None) for one in school[0]], school[1]
    done = propose(children, adults, preferences, caps_hold=True)
    pairs = {pair.child: pair.adult for pair in done.pairs}
    cost = len(children) - len(pairs), cost_of(children, adults, pairs, preferences)
    assert cost == least_cost_under_caps(children, adults, preferences)


@settings(deadline=None, max_examples=100)
@given(schools(), any_preferences, st.randoms())
def test_the_order_of_the_input_does_not_matter(school, preferences, rng):
    children, adults = school
    before = propose(children, adults, preferences)
    rng.shuffle(children)
    rng.shuffle(adults)
    assert propose(children, adults, preferences) == before


def made_up(seed, children=60, adults=9):
    rng = random.Random(seed)
    staff = [
        AdultToPair(
            f"a{j}",
            quota=rng.randrange(4),
            cap=rng.choice([None, 7, 9, 12]),
            classes=frozenset(rng.sample(range(5), 2)),
            village=str(rng.randrange(4)),
            gender=rng.choice("fm"),
            trained=rng.random() < 0.3,
        )
        for j in range(adults)
    ]
    pupils = [
        ChildToPair(
            f"c{i}",
            class_id=rng.randrange(5),
            village=str(rng.randrange(4)),
            gender=rng.choice("fm"),
            boarding=rng.random() < 0.5,
            special_needs=rng.random() < 0.1,
            current_adult=f"a{rng.randrange(adults)}" if rng.random() < 0.5 else None,
        )
        for i in range(children)
    ]
    return pupils, staff


@pytest.mark.parametrize("seed", range(20))
def test_points_are_those_of_scipy_on_slots(seed):
    preferences = Preferences(siblings="off")
    children, adults = made_up(seed)
    done = propose(children, adults, preferences)
    assert done.unmet == []
    assert done.objective == points_on_slots(children, adults, preferences)


@pytest.mark.parametrize("seed", range(10))
def test_loads_differ_by_at_most_one_beyond_quotas_and_caps(seed):
    loads = propose(*made_up(seed)).loads
    for full in loads:
        for empty in loads:
            assert (
                full.children - empty.children <= 1
                or full.children <= full.quota
                or empty.children == empty.cap
            )


def test_the_thirty_best_keep_quotas_caps_and_evenness():
    children, adults = made_up(3, children=600, adults=90)
    adults = [replace(one, cap=9) for one in adults]
    few = propose(children, adults, limit=30)
    everyone = propose(children, adults)
    assert few.unmet == everyone.unmet == []
    assert {load.children for load in few.loads} == {6, 7}
    assert everyone.objective >= few.objective > 0.95 * everyone.objective


def test_the_best_are_sought_among_those_not_ruled_out():
    children, adults = made_up(4, children=200, adults=80)
    mine = {one.id: {f"a{(i + k) % 80}" for k in range(4)} for i, one in enumerate(children)}
    ids = {one.id for one in adults}
    children = [replace(one, forbidden=frozenset(ids - mine[one.id])) for one in children]
    done = propose(children, adults, limit=30)
    assert done == propose(children, adults)
    assert all(pair.adult in mine[pair.child] for pair in done.pairs)
    assert len(done.pairs) == 200


@settings(deadline=None, max_examples=50)
@given(schools(), any_preferences)
def test_as_many_candidates_as_adults_are_no_limit(school, preferences):
    children, adults = school
    assert propose(children, adults, preferences, limit=len(adults)) == propose(
        children, adults, preferences
    )
