"""Opening, changing and closing files."""

from datetime import date

import pytest
from django.db import transaction

from nuangang.audit.models import Entry
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import blind
from nuangang.people.actions.files import (
    change_file,
    close_file,
    open_file,
    reopen_file,
    verify_file,
)
from nuangang.people.actions.ties import tie
from nuangang.people.models import Change, Child, Tie

ID = "999999201503010016"


def lines(child):
    return [
        (c.kind, c.field, c.before, c.after)
        for c in Change.objects.filter(child_id=child.pk).order_by("at", "id")
    ]


def test_a_new_file_is_found_and_has_one_line_of_history(cast):
    child = open_file(cast.lead, cast.school, {"name": "张  三", "id_number": ID.lower()})
    child.refresh_from_db()
    assert (child.name, child.id_index) == ("张三", blind(ID, "id", cast.school.pk))
    assert " zs " in child.search
    assert lines(child) == [("child", "opened", "", "张三")]
    assert Entry.objects.filter(verb="opened_file", object_id=child.pk).count() == 1


def test_sent_twice_it_is_one_file(cast):
    fields = {"id": new_id(), "name": "张三"}
    assert open_file(cast.lead, cast.school, fields) == open_file(cast.lead, cast.school, fields)
    assert Child.objects.count() == Change.objects.count() == 1


def test_an_update_says_whose_key_seals(cast):
    rows, address = Child.objects.of(cast.school), Child._meta.get_field("address")
    child = cast.child()
    with pytest.raises(TypeError, match=r"sealed\(\)"), transaction.atomic():
        rows.update(address="乡下 3 号")
    rows.update(address=address.sealed("乡下 3 号", cast.school.pk))
    child.refresh_from_db()
    assert child.address == "乡下 3 号"


def test_an_unknown_field_is_refused(cast):
    with pytest.raises(TypeError, match="gaps"):
        open_file(cast.lead, cast.school, {"name": "张三", "gaps": []})


def test_a_change_keeps_who_when_from_and_to(cast):
    child = cast.child()
    made = change_file(
        cast.teacher, child, {"village": "柳村", "klass": cast.other_class, "name": "张三"}
    )
    child.refresh_from_db()
    assert (child.village, child.klass) == ("柳村", cast.other_class)
    assert {(c.field, c.before, c.after) for c in made} == {
        ("village", "", "柳村"),
        ("klass", "2026级(1)班", "2026级(2)班"),
    }
    assert {(c.by_id, c.by_name) for c in made} == {(cast.lin.pk, "林老师")}


def test_a_new_name_is_found_and_the_old_one_is_not(cast):
    child = cast.child("张三")
    change_file(cast.lead, child, {"name": "李四"})
    child.refresh_from_db()
    assert " ls " in child.search
    assert "张三" not in child.search


def test_nothing_different_leaves_no_trace(cast):
    child = cast.child(village="柳村")
    before = Change.objects.count(), Entry.objects.count()
    assert change_file(cast.lead, child, {"village": "柳村"}) == []
    assert (Change.objects.count(), Entry.objects.count()) == before


def test_closing_releases_the_agent_parent_and_reopening_takes_the_child_back(cast):
    child = cast.child()
    tie(cast.lead, child, cast.wang, since=date(2026, 9, 1))
    close_file(cast.lead, child, on=date(2026, 11, 2), reason=Child.LeaveReason.TRANSFERRED)
    held = Tie.objects.get()
    assert (held.until, held.end_reason) == (date(2026, 11, 2), Tie.EndReason.CHILD_LEFT)
    assert not child.here_on(date(2026, 11, 2))
    reopen_file(cast.lead, child)
    assert child.here_on(date(2026, 11, 2))


def test_verifying_stamps_the_day_and_the_teacher(cast):
    child = cast.child()
    assert [line.field for line in verify_file(cast.teacher, child)] == ["verified_on"]
    child.refresh_from_db()
    assert child.verified_by == cast.lin
    assert verify_file(cast.teacher, child) == []
