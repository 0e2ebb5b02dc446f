"""What a proposal does with locks, existing pairs, siblings, and rules that can't hold."""

import pytest

from nuangang.mentoring.matching import assess, propose
from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences, Reason, Unmet


def children(count, **same):
    return [ChildToPair(f"c{i}", **same) for i in range(count)]


def adults(count, **same):
    return [AdultToPair(f"a{j}", **same) for j in range(count)]


def loads(done):
    return [load.children for load in done.loads]


def adult_of(done, child):
    return next((pair.adult for pair in done.pairs if pair.child == child), None)


def reasons(done, child):
    return next(pair.reasons for pair in done.pairs if pair.child == child)


def unmet(done):
    return {(one.rule, one.count) for one in done.unmet}


def test_party_members_get_two_when_there_is_little_to_share():
    staff = [AdultToPair("party", party_member=True, quota=2), *adults(2, quota=1)]
    done = propose(children(4), staff)
    assert {load.adult: load.children for load in done.loads} == {"party": 2, "a0": 1, "a1": 1}
    assert done.unmet == []


def test_a_lock_stands_against_every_wish_and_counts_in_the_load():
    locked = ChildToPair("c9", class_id=1, locked_adult="a0")
    staff = [AdultToPair("a0"), AdultToPair("a1", classes=frozenset({1}))]
    done = propose([locked, *children(1, class_id=1)], staff, Preferences(teaches_class="hard"))
    assert (adult_of(done, "c9"), adult_of(done, "c0")) == ("a0", "a1")
    assert reasons(done, "c9") == (Reason("locked"),)
    assert done.unmet == [Unmet("teaches_class", 1, (("c9", 1),))]


def test_a_lock_on_somebody_unknown_is_named_and_the_child_paired():
    done = propose([ChildToPair("c0", locked_adult="gone")], adults(1))
    assert adult_of(done, "c0") == "a0"
    assert done.unmet == [Unmet("lock", 1, (("c0", 1),))]


def test_a_lock_on_somebody_not_eligible_or_ruled_out_stays_and_is_named():
    child = ChildToPair("c0", locked_adult="a0", forbidden=frozenset({"a0"}))
    done = propose([child], [AdultToPair("a0", eligible=False), AdultToPair("a1")])
    assert adult_of(done, "c0") == "a0"
    assert {("forbidden", 1), ("not_eligible", 1)} <= unmet(done)


def test_a_pair_that_works_is_kept_with_its_years():
    done = propose([ChildToPair("c0", current_adult="a1", current_years=2)], adults(2))
    (pair,) = done.pairs
    assert pair.kept
    assert pair.reasons == (Reason("kept", {"years": 2}),)


def test_a_soft_keep_gives_way_to_even_loads_and_a_hard_one_does_not():
    pupils = children(6, current_adult="a0")
    assert loads(propose(pupils, adults(2))) == [3, 3]
    done = propose(pupils, adults(2), Preferences(keep="hard"))
    assert loads(done) == [6, 0]
    assert unmet(done) == {("even_load", 3)}


def test_only_open_children_move_when_the_others_are_held():
    pupils = children(5, current_adult="a0")
    done = propose(pupils, adults(2), held={"c0": "a0", "c1": "a0", "c2": "a0"})
    assert [adult_of(done, f"c{i}") for i in range(5)] == ["a0", "a0", "a0", "a1", "a1"]


def test_a_held_pair_is_let_go_when_the_adult_may_no_longer():
    staff = [AdultToPair("a0", eligible=False), AdultToPair("a1")]
    assert adult_of(propose(children(1), staff, held={"c0": "a0"}), "c0") == "a1"


def test_caps_give_way_evenly_before_a_child_is_left_out():
    done = propose(children(10), [AdultToPair("a0", cap=6), AdultToPair("a1", cap=2)])
    assert loads(done) == [7, 3]
    assert done.unmet == [Unmet("over_cap", 2, (("a0", 1), ("a1", 1)))]


def test_locks_above_a_cap_count_when_more_must_go_above():
    locked = [ChildToPair(f"l{i}", locked_adult="a0") for i in range(2)]
    done = propose([*locked, *children(3)], adults(2, cap=0))
    assert loads(done) == [3, 2]


def test_caps_that_hold_leave_the_rest_out_and_name_them():
    done = propose(children(5), adults(2, cap=2), caps_hold=True)
    assert loads(done) == [2, 2]
    (left,) = done.unmet
    assert (left.rule, left.count) == ("no_room", 1)
    assert {p.child for p in done.pairs} | {left.who[0][0]} == {f"c{i}" for i in range(5)}


def test_quotas_above_the_children_are_filled_as_evenly_as_can_be():
    done = propose(children(3), adults(3, quota=2))
    assert loads(done) == [1, 1, 1]
    assert done.unmet == [Unmet("under_quota", 3, (("a0", 1), ("a1", 1), ("a2", 1)))]


def test_a_quota_above_its_cap_does_not_break_the_cap():
    done = propose(children(4), [AdultToPair("a0", quota=3, cap=1), AdultToPair("a1")])
    assert loads(done) == [1, 3]
    assert unmet(done) == {("under_quota", 2)}


def test_a_hard_wish_nobody_can_fulfil_is_broken_least_and_named():
    girls = children(2, gender="f", boarding=True)
    boys = [ChildToPair(f"m{i}", gender="m", boarding=True) for i in range(2)]
    done = propose(
        [*girls, *boys], adults(2, gender="m", cap=2), Preferences(same_sex_boarder="hard")
    )
    assert len(done.pairs) == 4
    assert done.unmet == [Unmet("same_sex_boarder", 2, (("c0", 1), ("c1", 1)))]


def test_a_hard_wish_stands_above_caps_quotas_and_evenness():
    girls = children(4, gender="f", boarding=True)
    staff = [AdultToPair("a0", gender="f", cap=2), AdultToPair("a1", gender="m", quota=1)]
    done = propose(girls, staff, Preferences(same_sex_boarder="hard"))
    assert loads(done) == [4, 0]
    assert unmet(done) == {("over_cap", 2), ("under_quota", 1), ("even_load", 1)}


def test_nobody_eligible_and_nobody_at_all_leave_every_child_named():
    for staff in [], adults(2, eligible=False):
        done = propose(children(2), staff)
        assert done.pairs == []
        assert done.unmet == [Unmet("no_adults", 2, (("c0", 1), ("c1", 1)))]


def test_a_child_for_whom_all_are_ruled_out_is_named_and_the_others_paired():
    alone = ChildToPair("alone", forbidden=frozenset({"a0", "a1"}))
    done = propose([alone, *children(2)], adults(2))
    assert loads(done) == [1, 1]
    assert done.unmet == [Unmet("all_forbidden", 1, (("alone", 1),))]


def test_no_children_is_a_proposal_too():
    done = propose([], adults(2, quota=1))
    assert (done.pairs, loads(done), unmet(done)) == ([], [0, 0], {("under_quota", 2)})


def test_each_wish_gives_its_reason():
    child = ChildToPair("c0", 1, "Lin", "f", boarding=True, special_needs=True)
    right = AdultToPair(
        "a1", class_teacher_of=frozenset({1}), village="Lin", gender="f", trained=True
    )
    done = propose([child], [AdultToPair("a0"), right])
    assert [reason.code for reason in reasons(done, "c0")] == [
        "class_teacher", "same_village", "same_sex_boarder", "trained",
    ]  # fmt: skip
    assert done.objective == 400 + 50 + 150 + 200 + 600


def test_a_pair_without_a_wish_says_that_numbers_decided():
    done = propose(children(3), [AdultToPair("a0", quota=2), AdultToPair("a1")])
    told = {pair.adult: pair.reasons for pair in done.pairs}
    assert told == {
        "a0": (Reason("quota", {"quota": 2}),),
        "a1": (Reason("even_load", {"children": 1}),),
    }


def test_siblings_come_together_without_changing_loads():
    pupils = [
        ChildToPair("big", class_id=1, siblings_group="Wu"),
        ChildToPair("small", class_id=2, siblings_group="Wu"),
        ChildToPair("x", class_id=1),
        ChildToPair("y", class_id=2),
    ]
    staff = [AdultToPair(f"a{k}", classes=frozenset({k})) for k in (1, 2)]
    apart = propose(pupils, staff, Preferences(teaches_class=300))
    assert adult_of(apart, "big") != adult_of(apart, "small")
    done = propose(pupils, staff, Preferences(teaches_class=90))
    assert adult_of(done, "big") == adult_of(done, "small")
    assert loads(done) == [2, 2]
    assert Reason("siblings") in reasons(done, "small")
    assert done.objective == 2 * 90 + 2 * 100


def test_siblings_as_a_rule_are_named_when_they_stay_apart():
    pupils = [
        ChildToPair("big", siblings_group="Wu", locked_adult="a0"),
        ChildToPair("small", siblings_group="Wu", locked_adult="a1"),
    ]
    done = propose(pupils, adults(2), Preferences(siblings="hard"))
    assert unmet(done) == {("siblings", 2)}


def test_assess_tells_what_a_move_by_hand_costs():
    pupils = children(4, village="Lin")
    staff = adults(2, village="Lin")
    done = propose(pupils, staff)
    moved = {pair.child: "a0" for pair in done.pairs} | {"c3": None}
    judged = assess(pupils, staff, moved)
    assert judged.objective == done.objective - 150
    assert loads(judged) == [3, 0]
    assert {("not_paired", 1), ("even_load", 1)} == unmet(judged)


def test_assess_of_the_proposal_is_the_proposal():
    pupils, staff = children(7, village="Lin"), [*adults(2, cap=2), AdultToPair("b", village="Lin")]
    done = propose(pupils, staff)
    assert assess(pupils, staff, {pair.child: pair.adult for pair in done.pairs}) == done


@pytest.mark.parametrize("wrong", ["strong", -1, 1.5, True])
def test_a_weight_is_off_hard_or_a_number(wrong):
    with pytest.raises(ValueError, match="keep"):
        Preferences(keep=wrong)
