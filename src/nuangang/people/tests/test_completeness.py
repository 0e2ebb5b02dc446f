"""What a file lacks."""

from dataclasses import replace

from nuangang.people.completeness import (
    CLASS_TEACHER,
    GAPS,
    LEAD,
    RECORDS_OFFICER,
    FileFacts,
    ParentState,
    Person,
    by_turn,
    gaps,
)

AWAY = ParentState("alive", "away", place=True)
FATHER, MOTHER = (Person(kin, named=True, reachable=True) for kin in ("father", "mother"))
GRANDMOTHER = Person(
    "paternal_grandmother", named=True, reachable=True, aged=True, health=True, occupation=True,
    carer=True,
)  # fmt: skip
FULL = FileFacts(
    gender=True, birth=True, identity=True, klass=True, address=True, boarding=True,
    character=True, family=True, callable=True, agent_parent=True,
    parents={"father": AWAY, "mother": AWAY}, relatives=(FATHER, MOTHER, GRANDMOTHER),
)  # fmt: skip
EMPTY = FileFacts(*[False] * 10, parents={})


def lacking(**changed):
    return gaps(replace(FULL, **changed), left_behind=True)


def test_a_full_file_lacks_nothing():
    assert gaps(FULL, left_behind=True) == []


def test_an_empty_file_of_a_left_behind_child_lacks_everything_that_can_be_known():
    later = {code for code in GAPS if code.startswith("carer_") or code.endswith("_workplace")}
    assert set(gaps(EMPTY, left_behind=True)) == set(GAPS) - later


def test_other_pupils_need_the_basics_only():
    assert gaps(EMPTY, left_behind=False) == [
        "gender", "birth", "identity", "klass", "father_whereabouts", "mother_whereabouts",
        "first_call",
    ]  # fmt: skip


def test_each_thing_that_is_missing_is_named():
    for name in (
        "gender",
        "birth",
        "identity",
        "klass",
        "address",
        "boarding",
        "character",
        "family",
    ):
        assert lacking(**{name: False}) == [name]
    assert lacking(callable=False) == ["first_call"]
    assert lacking(agent_parent=False) == ["agent_parent"]


def test_nothing_is_asked_of_a_parent_who_is_gone():
    gone = {"father": ParentState("dead"), "mother": ParentState("unknown")}
    assert lacking(parents=gone, relatives=(GRANDMOTHER,)) == []


def test_a_parent_away_has_a_name_a_phone_and_a_place():
    parents = {"father": ParentState("alive", "away"), "mother": AWAY}
    assert lacking(parents=parents, relatives=(MOTHER, GRANDMOTHER)) == [
        "father_name", "father_phone", "father_workplace",
    ]  # fmt: skip
    employed = replace(FATHER, workplace=True)
    assert lacking(parents=parents, relatives=(employed, MOTHER, GRANDMOTHER)) == []


def test_somebody_cares_for_the_child_and_is_known():
    assert lacking(relatives=(FATHER, MOTHER)) == ["carer"]
    unknown = Person("paternal_grandmother", carer=True)
    assert lacking(relatives=(FATHER, MOTHER, unknown)) == [
        "carer_name", "carer_phone", "carer_age", "carer_health", "carer_occupation",
    ]  # fmt: skip
    assert lacking(relatives=(FATHER, MOTHER, Person("self", carer=True))) == []


def test_a_parent_at_home_is_the_carer():
    parents = {"father": AWAY, "mother": ParentState("alive", "home")}
    assert lacking(parents=parents, relatives=(FATHER, MOTHER)) == [
        "carer_age", "carer_health", "carer_occupation",
    ]  # fmt: skip


def test_each_gap_has_its_turn():
    turns = by_turn(["birth", "carer", "agent_parent", "gone_code"])
    assert [(t["whose"], [g.code for g in t["gaps"]]) for t in turns] == [
        (CLASS_TEACHER, ["carer"]),
        (RECORDS_OFFICER, ["birth"]),
        (LEAD, ["agent_parent"]),
    ]
