"""Who counts as left-behind, by every definition, on its date, with what is known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from nuangang.people.definitions import DEFINITIONS, Away, decide, labels
from nuangang.people.facts import (
    ChildFacts,
    Fact,
    Group,
    ages_on,
    held_on,
    running_since,
    stage_of_grade,
)
from nuangang.terms.tests.calendars import any_day, evenly, evenly_long

ON = date(2026, 11, 24)
LONG_AGO = date(2024, 3, 1)
AWAY = (Fact("residence", "away", LONG_AGO, distance="province"), Fact("ability", "able"))
HOME = (Fact("residence", "home", LONG_AGO), Fact("ability", "able"))
ILL_AT_HOME = (Fact("residence", "home", LONG_AGO), Fact("ability", "unable", LONG_AGO))
DEAD = (Fact("alive", "dead", LONG_AGO),)
PUPIL = ChildFacts(
    birth=date(2013, 5, 6),
    rural_household=True,
    at_registered_place=True,
    stage="junior",
    father=AWAY,
    mother=HOME,
)
BOTH = replace(PUPIL, mother=AWAY)


def _states(facts, on=ON, **options):
    return {code: label.state for code, label in labels(facts, on, **options).items()}


def test_all_seven_definitions_are_there():
    assert set(DEFINITIONS) == {"D-MCA", "D-SCH", "D-WF", "D-CEN", "D-CQ", "D-LOC", "D-P2"}


def test_both_away_counts_everywhere():
    assert set(_states(BOTH).values()) == {"both"}


def test_one_away_and_one_able_counts_only_where_one_is_enough():
    assert _states(PUPIL) == {
        "D-MCA": "no", "D-SCH": "one", "D-WF": "one", "D-CEN": "one", "D-CQ": "no",
        "D-LOC": "no", "D-P2": "one",
    }  # fmt: skip


@pytest.mark.parametrize("other", [ILL_AT_HOME, DEAD, (Fact("alive", "missing"),)])
def test_one_away_and_nobody_able_counts_for_the_state_council(other):
    label = decide(DEFINITIONS["D-MCA"], replace(PUPIL, mother=other), ON)
    assert (label.state, label.because[0]) == ("one", "father_away")
    assert label.because[1].startswith("mother_")


def test_a_parent_alone_and_away_leaves_the_child_where_all_have_to_be_away():
    assert _states(replace(PUPIL, mother=DEAD))["D-LOC"] == "one"
    assert _states(replace(PUPIL, mother=ILL_AT_HOME))["D-LOC"] == "no"


@pytest.mark.parametrize(("days", "state"), [(-1, "no"), (0, "one")])
def test_three_months_are_counted_on_the_reference_date(days, state):
    left = Fact("residence", "away", date(2026, 8, 24))
    facts = replace(PUPIL, father=(left,))
    label = decide(DEFINITIONS["D-SCH"], facts, ON + timedelta(days))
    assert label.state == state
    assert label.because[0] == ("father_away" if state == "one" else "father_away_short")


def test_moving_from_one_town_to_another_does_not_start_anew_but_coming_home_does():
    moved = (
        Fact("residence", "away", date(2026, 1, 5), date(2026, 9, 30)),
        Fact("residence", "away", date(2026, 10, 1)),
    )
    home_between = (
        Fact("residence", "away", date(2026, 1, 5)),
        Fact("residence", "home", date(2026, 9, 1), date(2026, 9, 30)),
    )
    assert _states(replace(PUPIL, father=moved))["D-SCH"] == "one"
    assert _states(replace(PUPIL, father=home_between))["D-SCH"] == "no"


def test_a_parent_who_came_home_changes_the_label_on_that_day_and_not_before():
    back = Fact("residence", "home", ON)
    facts = replace(PUPIL, father=(*AWAY, back))
    assert _states(facts, ON - timedelta(1))["D-SCH"] == "one"
    assert _states(facts, ON)["D-SCH"] == "no"


@pytest.mark.parametrize(("code", "age"), [("D-MCA", 16), ("D-WF", 18), ("D-CEN", 18)])
def test_the_age_limit_falls_on_the_birthday(code, age):
    birthday = date(2013 + age, 5, 6)
    assert decide(DEFINITIONS[code], BOTH, birthday - timedelta(1)).state == "both"
    label = decide(DEFINITIONS[code], BOTH, birthday)
    assert (label.state, label.because) == ("no", ("too_old",))


def test_a_birth_known_to_the_month_leaves_only_that_month_open():
    facts = replace(BOTH, birth=date(2013, 5, 1), birth_is_month=True)
    assert decide(DEFINITIONS["D-MCA"], facts, date(2029, 4, 30)).state == "both"
    assert decide(DEFINITIONS["D-MCA"], facts, date(2029, 5, 15)).missing == ("birth_day",)
    assert decide(DEFINITIONS["D-MCA"], facts, date(2029, 5, 31)).state == "no"


@pytest.mark.parametrize(
    ("change", "code", "reason"),
    [
        ({"rural_household": False}, "D-MCA", "not_rural"),
        ({"stage": "senior"}, "D-SCH", "not_in_stage"),
        ({"at_registered_place": False}, "D-SCH", "not_at_registered_place"),
        ({"father": (Fact("residence", "away", distance="village"),) * 1, "mother": HOME},
         "D-CEN", "father_near"),
        ({"father": (Fact("residence", "elsewhere"),), "mother": HOME}, "D-SCH", "father_elsewhere"),
    ],
)  # fmt: skip
def test_each_further_test_can_decide_against(change, code, reason):
    label = decide(DEFINITIONS[code], replace(BOTH, **change), ON)
    assert label.answer is False
    assert reason in label.because


@pytest.mark.parametrize("kind", ["orphan", "abandoned", "single_parent"])
def test_the_wide_definition_counts_groups_while_they_last(kind):
    facts = replace(PUPIL, father=HOME, groups=(Group(kind, date(2026, 1, 1), ON),))
    label = decide(DEFINITIONS["D-P2"], facts, ON)
    assert (label.state, label.because) == ("other", (kind,))
    assert decide(DEFINITIONS["D-P2"], facts, ON + timedelta(1)).state == "no"
    assert _states(facts)["D-SCH"] == "no"


def test_an_orphan_or_a_child_of_divorced_parents_is_known_from_the_parents_facts():
    orphan = replace(PUPIL, father=DEAD, mother=DEAD)
    divorced = replace(PUPIL, father=(*HOME, Fact("marital", "divorced")))
    assert decide(DEFINITIONS["D-P2"], orphan, ON).because == ("orphan",)
    assert decide(DEFINITIONS["D-P2"], divorced, ON).because == ("single_parent",)
    assert _states(orphan)["D-MCA"] == "no"


ONE_OF_TWO = replace(PUPIL, father=(), mother=(), either=(Fact("residence", "away", LONG_AGO),))


def test_one_parent_away_counts_where_one_is_enough_though_nobody_wrote_which():
    label = decide(DEFINITIONS["D-SCH"], ONE_OF_TWO, ON)
    assert (label.state, label.because) == ("one", ("either_away",))
    assert set(label.missing) == {"father_residence", "mother_residence"}
    for code in ("D-MCA", "D-CQ", "D-LOC"):
        label = decide(DEFINITIONS[code], ONE_OF_TWO, ON)
        assert (label.state, label.missing) == ("unknown", ("which_parent",))


def test_one_parent_away_too_short_or_a_child_too_old_is_not_counted_for_it():
    lately = replace(ONE_OF_TWO, either=(Fact("residence", "away", ON - timedelta(20)),))
    assert decide(DEFINITIONS["D-SCH"], lately, ON).state == "unknown"
    assert decide(DEFINITIONS["D-WF"], ONE_OF_TWO, date(2031, 5, 6)).because == ("too_old",)


@pytest.mark.parametrize(
    ("father", "mother", "state"),
    [(HOME, HOME, "no"), (HOME, (), "one"), ((), HOME, "one"), (AWAY, (), "one"),
     (AWAY, AWAY, "both"), (DEAD, HOME, "no")],
)  # fmt: skip
def test_what_is_said_of_a_parent_by_name_wins_over_one_of_the_two(father, mother, state):
    facts = replace(ONE_OF_TWO, father=father, mother=mother)
    assert decide(DEFINITIONS["D-SCH"], facts, ON).state == state


def test_with_one_parent_dead_the_one_away_is_the_other():
    facts = replace(ONE_OF_TWO, father=DEAD)
    assert decide(DEFINITIONS["D-LOC"], facts, ON).because == ("father_dead", "either_away")


def test_without_facts_nothing_is_known_and_the_label_says_what_is_missing():
    label = decide(DEFINITIONS["D-SCH"], ChildFacts(), ON)
    assert (label.state, label.missing) == ("unknown", ("father_residence", "mother_residence"))


def test_a_known_parent_decides_while_the_other_stays_open():
    label = decide(DEFINITIONS["D-SCH"], replace(PUPIL, mother=()), ON)
    assert (label.state, label.missing) == ("one", ("mother_residence",))


def test_what_a_roster_leaves_out_is_presumed_and_named_or_else_unknown():
    bare = ChildFacts(
        birth=PUPIL.birth,
        father=(Fact("residence", "away"),),
        mother=(Fact("residence", "home"),),
    )
    label = decide(DEFINITIONS["D-SCH"], bare, ON)
    assert label.state == "one"
    assert label.presumed == ("father_since", "stage", "at_registered_place")
    assert decide(DEFINITIONS["D-MCA"], bare, ON).presumed == ("mother_ability",)
    strict = decide(DEFINITIONS["D-SCH"], bare, ON, presume=False)
    assert (strict.state, strict.missing) == ("unknown", label.presumed)


def test_the_school_roll_marks_are_0_1_and_2():
    away_neither = replace(PUPIL, father=HOME)
    marks = [
        decide(DEFINITIONS["D-SCH"], facts, ON).roll_mark for facts in (away_neither, PUPIL, BOTH)
    ]
    assert marks == ["0", "1", "2"]


def test_reasons_and_definitions_are_said_in_chinese():
    with translation.override("zh-hans"):
        label = decide(DEFINITIONS["D-SCH"], replace(PUPIL, mother=()), ON)
        assert label.reasons() == ["爸爸在外"]
        assert label.missing_words() == ["妈妈住在哪里"]
        assert DEFINITIONS["D-SCH"].printed(ON) == "学籍系统口径，截至2026-11-24"


def test_every_reason_a_label_may_give_has_words():
    for facts in (PUPIL, BOTH, ChildFacts(), replace(PUPIL, mother=DEAD)):
        for label in labels(facts, ON, presume=False).values():
            assert len(label.reasons()) == len(label.because)
            assert len(label.missing_words()) == len(label.missing)


@pytest.mark.parametrize(
    ("grade", "stage"),
    [(None, None), (0, "kindergarten"), (1, "primary"), (6, "primary"), (7, "junior"),
     (9, "junior"), (10, "senior")],
)  # fmt: skip
def test_a_grade_says_the_stage(grade, stage):
    assert stage_of_grade(grade) == stage


DAYS = any_day(date(2024, 1, 1), date(2025, 3, 31))
MAYBE_DAYS = st.one_of(DAYS, DAYS, st.none())
RESIDENCES = st.builds(
    Fact,
    kind=st.just("residence"),
    value=evenly(["home", "away", "away", "elsewhere"]),
    since=MAYBE_DAYS,
    until=MAYBE_DAYS,
    distance=evenly(["village", "township", "abroad"]),
)


def _away(fact):
    return fact is not None and fact.value == "away"


def _slow_held(facts, day):
    found = None
    for fact in sorted(facts, key=lambda f: f.since or date.min):
        if (fact.since or date.min) <= day <= (fact.until or date.max):
            found = fact
    return found


@given(evenly_long(RESIDENCES, 5), DAYS)
def test_how_long_a_parent_is_away_agrees_with_walking_back_day_by_day(facts, day):
    assert held_on(facts, "residence", day) == _slow_held(facts, day)
    if not _away(_slow_held(facts, day)):
        return
    start = day
    while start > date(2023, 12, 1) and _away(_slow_held(facts, start - timedelta(1))):
        start -= timedelta(1)
    expected = None if start <= date(2023, 12, 1) else start
    assert running_since(facts, "residence", day, _away) == expected


@given(any_day(date(2008, 1, 1), date(2020, 12, 31)), evenly([True, False]), DAYS)
def test_ages_agree_with_counting_birthdays(birth, is_month, day):
    def age(born):
        birthdays = [
            year
            for year in range(born.year + 1, day.year + 1)
            if (year, born.month, born.day) <= (day.year, day.month, day.day)
        ]
        return len(birthdays)

    in_month = [birth.replace(day=1) + timedelta(n) for n in range(31)]
    possible = [d for d in in_month if d.month == birth.month] if is_month else [birth]
    ages = [age(born) for born in possible]
    assert ages_on(birth, is_month, day) == (min(ages), max(ages))


@st.composite
def parents(draw):
    """Draw a parent of whom everything is on file on the day asked for."""
    life = draw(evenly(["alive"] * 5 + ["dead", "missing"]))
    since = any_day(date(2025, 9, 1), ON)
    home = Fact("residence", draw(evenly(["home", "away", "elsewhere"])), LONG_AGO,
                distance=draw(evenly(["village", "province"])))  # fmt: skip
    later = draw(evenly_long(st.builds(replace, RESIDENCES, since=since, until=st.none()), 2))
    ability = draw(evenly(["able", "unable"]))
    return (Fact("alive", life), Fact("ability", ability), home, *later)


COMPLETE = st.builds(
    ChildFacts,
    birth=any_day(date(2007, 11, 1), date(2014, 12, 31)),
    rural_household=evenly([True, False]),
    at_registered_place=evenly([True, False]),
    stage=evenly(["kindergarten", "primary", "junior", "senior", "not_in_school"]),
    father=parents(),
    mother=parents(),
    groups=evenly_long(evenly([Group("orphan"), Group("disabled")]), 1),
)


def _months_before(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return year, month + 1, day.day


def _slow_away(facts, rule):
    if facts[0].value != "alive":
        return False
    residences = [fact for fact in facts if fact.kind == "residence"]

    def counts(day):
        fact = _slow_held(residences, day)
        near = rule.outside_township and fact.distance == "village"
        return fact.value in rule.residences and not near

    day = ON
    while (day.year, day.month, day.day) > _months_before(ON, rule.months):
        if not counts(day):
            return False
        day -= timedelta(1)
    return counts(day)


def _slow_answer(facts, rule):
    father, mother = (_slow_away(theirs, rule) for theirs in (facts.father, facts.mother))
    gone = [theirs[0].value != "alive" for theirs in (facts.father, facts.mother)]
    dead = [theirs[0].value == "dead" for theirs in (facts.father, facts.mother)]
    unable = [theirs[1].value == "unable" for theirs in (facts.father, facts.mother)]
    lost = [g or (u and rule.away is Away.ALL_OR_UNABLE) for g, u in zip(gone, unable, strict=True)]
    if rule.away is Away.ANY:
        left = father or mother
    else:
        left = (father and (mother or lost[1])) or (mother and lost[0])
    if rule.groups:
        left = left or any(dead) or any(group.kind == "orphan" for group in facts.groups)
    birthday = (facts.birth.year + (rule.under_age or 99), facts.birth.month, facts.birth.day)
    young = (ON.year, ON.month, ON.day) < birthday
    return bool(
        left
        and young
        and (rule.stages is None or facts.stage in rule.stages)
        and (facts.rural_household or not rule.rural)
        and (facts.at_registered_place or not rule.at_registered_place)
    )


@settings(max_examples=300)
@given(COMPLETE)
def test_a_complete_file_is_decided_as_by_hand(facts):
    for rule in DEFINITIONS.values():
        for presume in (True, False):
            label = decide(rule, facts, ON, presume=presume)
            assert label.answer is _slow_answer(facts, rule)
            assert not label.missing
            assert not label.presumed
            assert bool(label.level) == label.answer


@given(COMPLETE, st.sets(evenly(["birth", "rural_household", "at_registered_place",
                                          "stage", "residence", "ability"])))  # fmt: skip
def test_facts_taken_away_make_an_answer_unknown_and_never_turn_it(facts, hidden):
    blank = dict.fromkeys(hidden - {"residence", "ability"})
    kept = {
        parent: tuple(fact for fact in facts.of(parent) if fact.kind not in hidden)
        for parent in ("father", "mother")
    }
    poorer = replace(facts, **blank, **kept)
    for rule in DEFINITIONS.values():
        strict = decide(rule, poorer, ON, presume=False)
        assert strict.answer in (None, decide(rule, facts, ON).answer)
        assert (strict.answer is None) == (strict.state == "unknown")
        assert strict.missing or strict.answer is not None
