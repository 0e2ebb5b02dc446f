"""Classmates help classmates: same class, not themselves, never too many."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from nuangang.mentoring.pairs import Unmet
from nuangang.mentoring.study_help import Classmate, propose_helpers


def pupils(count, class_id=1, **same):
    return [Classmate(f"{class_id}-{i}", class_id, **same) for i in range(count)]


def helper_of(done):
    return {pair.child: pair.adult for pair in done.pairs}


def test_two_may_help_each_other():
    done = propose_helpers(pupils(2, needs_helper=True))
    assert helper_of(done) == {"1-0": "1-1", "1-1": "1-0"}


def test_same_village_and_gender_come_first():
    child = Classmate("c", 1, "Lin", "f", needs_helper=True, may_help=False)
    others = [Classmate("far", 1, "Shi", "f"), Classmate("near", 1, "Lin", "f")]
    done = propose_helpers([child, *others])
    assert [r.code for r in done.pairs[0].reasons] == ["same_village", "same_gender"]
    assert helper_of(done) == {"c": "near"}


def test_who_finds_nobody_is_named_and_no_helper_gets_three():
    done = propose_helpers([*pupils(3, needs_helper=True, may_help=False), Classmate("h", 1)])
    assert Counter(helper_of(done).values()) == {"h": 2}
    assert [(one.rule, one.count) for one in done.unmet] == [("no_room", 1)]


def test_alone_in_the_class_is_named():
    done = propose_helpers([*pupils(1, needs_helper=True), *pupils(3, class_id=2)])
    assert done.unmet == [Unmet("all_forbidden", 1, (("1-0", 1),))]


def test_a_lock_on_another_class_is_not_kept():
    child = Classmate("c", 1, needs_helper=True, locked_helper="2-0")
    done = propose_helpers([child, *pupils(1), *pupils(1, class_id=2)])
    assert helper_of(done) == {"c": "1-0"}
    assert done.unmet == [Unmet("lock", 1, (("c", 1),))]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2]), st.booleans(), st.booleans(), st.integers(0, 2)),
        min_size=1,
        max_size=12,
    )
)
def test_every_child_has_a_helper_or_is_named_and_rules_hold(rows):
    everyone = {
        i: Classmate(i, class_id, needs_helper=needs, may_help=may, cap=cap)
        for i, (class_id, needs, may, cap) in enumerate(rows)
    }
    done = propose_helpers(everyone.values())
    pairs = helper_of(done)
    named = {who for one in done.unmet if one.rule != "even_load" for who, _ in one.who}
    assert {i for i, one in everyone.items() if one.needs_helper} == pairs.keys() | named
    for child, helper in pairs.items():
        assert child != helper
        assert everyone[child].class_id == everyone[helper].class_id
        assert everyone[helper].may_help
    assert all(n <= everyone[helper].cap for helper, n in Counter(pairs.values()).items())
