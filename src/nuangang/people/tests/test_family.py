"""Relatives, numbers, facts about parents, groups."""

from datetime import date, timedelta

from django.utils import timezone

from nuangang.people.actions.family import (
    add_fact,
    correct_fact,
    drop_row,
    set_contact,
    set_group,
    set_relative,
)
from nuangang.people.models import Change, ChildGroup, Contact, ParentFact, Relative
from nuangang.people.search import tail_token

MAY, SEPTEMBER = date(2026, 5, 1), date(2026, 9, 1)


def residence(child):
    rows = ParentFact.objects.filter(child=child).order_by("since")
    return [(f.value, f.since, f.until) for f in rows]


def test_there_is_one_father_but_many_other_relatives(cast):
    child = cast.child()
    father = set_relative(cast.teacher, child, "father", {"name": "张大"})
    assert set_relative(cast.teacher, child, "father", {"name": "张 大", "health": "好"}) == father
    for name in ("张姑", "张叔"):
        set_relative(cast.teacher, child, "other_relative", {"name": name})
    assert Relative.objects.filter(child=child).count() == 3
    changes = Change.objects.filter(object_id=father.pk).order_by("at", "id")
    assert [(c.field, c.after) for c in changes] == [("added", "father"), ("health", "好")]


def test_a_number_is_kept_once_and_its_tail_finds_the_child(cast):
    child = cast.child()
    father = set_relative(cast.teacher, child, "father", {"name": "张大"})
    first = set_contact(cast.teacher, child, "13800001234", relative=father)
    again = set_contact(cast.teacher, child, "13800001234", relative=father)
    second = set_contact(cast.teacher, child, "13800005678")
    assert first == again
    assert (first.call_order, second.call_order) == (1, 2)
    child.refresh_from_db()
    assert tail_token("1234", child.school_id) in child.search
    set_contact(cast.teacher, child, "13800009999", contact=first)
    child.refresh_from_db()
    assert tail_token("1234", child.school_id) not in child.search
    assert tail_token("5678", child.school_id) in child.search


def test_a_relative_taken_off_takes_the_numbers_along(cast):
    child = cast.child()
    father = set_relative(cast.teacher, child, "father", {"name": "张大"})
    set_contact(cast.teacher, child, "13800001234", relative=father)
    drop_row(cast.teacher, child, father)
    drop_row(cast.teacher, child, father)
    assert not Relative.objects.exists()
    assert not Contact.objects.exists()
    child.refresh_from_db()
    assert tail_token("1234", child.school_id) not in child.search
    assert Change.objects.filter(field="dropped").count() == 2


def test_a_new_value_closes_the_old_fact_the_day_before(cast):
    child = cast.child()
    add_fact(cast.teacher, child, "father", "residence", "home", since=MAY)
    add_fact(cast.teacher, child, "father", "residence", "away", since=SEPTEMBER, place="东莞")
    assert residence(child) == [
        ("home", MAY, SEPTEMBER - timedelta(days=1)),
        ("away", SEPTEMBER, None),
    ]


def test_the_same_value_again_only_adds_what_is_new(cast):
    child = cast.child()
    fact = add_fact(cast.teacher, child, "father", "residence", "away", since=MAY)
    same = add_fact(cast.teacher, child, "father", "residence", "away", place="东莞")
    assert fact == same
    same.refresh_from_db()
    assert (same.since, same.place) == (MAY, "东莞")


def test_without_a_day_the_change_is_taken_as_of_today(cast):
    child = cast.child()
    add_fact(cast.teacher, child, "father", "residence", "home", since=MAY)
    add_fact(cast.teacher, child, "father", "residence", "away")
    today = timezone.localdate()
    assert residence(child)[1] == ("away", today, None)
    add_fact(cast.teacher, child, "father", "residence", "home")
    assert residence(child)[1:] == [("home", today, None)]


def test_a_roster_without_a_day_says_what_holds_now_and_not_since_when(cast):
    child = cast.child()
    for parent in ("father", "mother"):
        add_fact(cast.teacher, child, parent, "residence", "home")
        add_fact(cast.teacher, child, parent, "residence", "away", source="roster")
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = ParentFact.objects.filter(child=child, parent="father").order_by("id")
    assert [(f.value, f.since, f.until) for f in rows] == [
        ("home", None, yesterday),
        ("away", None, None),
    ]
    child.refresh_from_db()
    assert child.left_behind == "both"


def test_an_earlier_fact_is_kept_as_what_came_before(cast):
    child = cast.child()
    add_fact(cast.teacher, child, "father", "residence", "away", since=SEPTEMBER)
    add_fact(cast.teacher, child, "father", "residence", "home", since=MAY)
    assert residence(child) == [
        ("home", MAY, SEPTEMBER - timedelta(days=1)),
        ("away", SEPTEMBER, None),
    ]


def test_a_mended_fact_leaves_its_old_words_in_the_history(cast):
    child = cast.child()
    fact = add_fact(cast.teacher, child, "mother", "residence", "away", since=MAY)
    correct_fact(cast.teacher, child, fact, {"since": SEPTEMBER})
    line = Change.objects.get(object_id=fact.pk, field="since")
    assert (line.before, line.after) == ("2026-05-01", "2026-09-01")


def test_a_group_is_entered_once(cast):
    child = cast.child()
    for basis in ("", "县民政局"):
        set_group(cast.teacher, child, "orphan", basis=basis)
    assert ChildGroup.objects.get().basis == "县民政局"
