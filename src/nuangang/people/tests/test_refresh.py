"""Labels and gaps follow the facts."""

from datetime import date, timedelta

from django.utils import timezone

from nuangang.people.actions.family import add_fact, set_contact, set_group, set_relative
from nuangang.people.actions.files import change_file
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.ties import end_tie, tie

TODAY = timezone.localdate()
LONG_AGO = date(2024, 3, 1)


def test_a_new_file_is_not_known_and_then_follows_the_facts(cast):
    child = cast.child()
    assert child.left_behind == "unknown"
    add_fact(cast.teacher, child, "father", "residence", "home")
    add_fact(cast.teacher, child, "mother", "residence", "home")
    assert child.left_behind == "no"
    for parent, label in (("father", "one"), ("mother", "both")):
        add_fact(cast.teacher, child, parent, "residence", "away", since=LONG_AGO)
        child.refresh_from_db()
        assert child.left_behind == label


def test_one_parent_away_labels_the_child_and_goes_on_asking_for_both(cast):
    child = cast.child()
    add_fact(cast.teacher, child, "either", "residence", "away")
    child.refresh_from_db()
    assert child.left_behind == "one"
    assert {"father_whereabouts", "mother_whereabouts"} <= set(child.gaps)
    for parent in ("father", "mother"):
        add_fact(cast.teacher, child, parent, "residence", "home")
    child.refresh_from_db()
    assert child.left_behind == "no"


def test_the_label_changes_when_three_months_are_over(cast):
    child = cast.child()
    for parent in ("father", "mother"):
        add_fact(cast.teacher, child, parent, "residence", "away", since=TODAY - timedelta(days=60))
    child.refresh_from_db()
    assert child.left_behind == "no"
    assert refresh_files(cast.school, today=TODAY + timedelta(days=60)) == 1
    child.refresh_from_db()
    assert child.left_behind == "both"
    assert refresh_files(cast.school, today=TODAY + timedelta(days=60)) == 0


def test_the_schools_own_definition_decides(cast):
    child = cast.child()
    for parent in ("father", "mother"):
        add_fact(cast.teacher, child, parent, "residence", "home")
    set_group(cast.teacher, child, "orphan")
    child.refresh_from_db()
    assert child.left_behind == "no"
    cast.school.definition = "D-P2"
    cast.school.save()
    refresh_files(cast.school, today=TODAY)
    child.refresh_from_db()
    assert child.left_behind == "other"


def test_a_file_becomes_full_step_by_step(cast):
    child = cast.child(id_number="999999201503010016")
    for parent in ("father", "mother"):
        add_fact(cast.teacher, child, parent, "residence", "away", since=LONG_AGO, place="东莞")
        relative = set_relative(cast.teacher, child, parent, {"name": "张大"})
        set_contact(cast.teacher, child, f"1380000{relative.pk.int % 10000:04}", relative=relative)
    child.refresh_from_db()
    assert child.gaps == [
        "address", "boarding", "character", "family", "carer", "agent_parent",
    ]  # fmt: skip
    said = {"village": "柳村", "boarding": True, "character": "开朗", "income_sources": "务工"}
    change_file(cast.teacher, child, said)
    set_relative(
        cast.teacher,
        child,
        "paternal_grandmother",
        {"name": "王奶奶", "is_carer": True, "birth_year": 1956, "health": "好",
         "occupation": "务农", "no_phone": "没有手机"},
    )  # fmt: skip
    held = tie(cast.lead, child, cast.wang, since=TODAY)
    child.refresh_from_db()
    assert child.gaps == []
    end_tie(cast.lead, held, until=TODAY, reason="wish")
    child.refresh_from_db()
    assert child.gaps == ["agent_parent"]


def test_twice_the_children_cost_the_same_statements(cast, django_assert_num_queries):
    for count in (3, 6):
        children = [cast.child(f"张{n}{count}") for n in range(count)]
        for child in children:
            child.left_behind = "no"
            child.save(update_fields=["left_behind"])
        with django_assert_num_queries(8):
            refresh_files(cast.school, children, today=TODAY)
