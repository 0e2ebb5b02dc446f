"""The first of September: prepared, confirmed, done on its day, undone; never without a yes."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.care.clock import tick
from nuangang.care.models import Duty
from nuangang.care.tests.cast import Cast, at
from nuangang.desk.models import NewYear
from nuangang.desk.turning_year import BuiltOnError, confirm_year, keep_choices, undo_year
from nuangang.people.models import Child, SchoolClass, StaffPost, Tie

SUMMER, TURN = date(2029, 7, 10), date(2029, 9, 1)


@pytest.fixture
def cast(db: None) -> Cast:
    """Two classes that entered in 2026 and leave in 2029, and one of 2027 below them."""
    cast = Cast()
    cast.rule(since=date(2029, 3, 5))
    cast.below = SchoolClass.objects.create(school=cast.school, entry_year=2027, number=1)
    cast.younger = cast.child("小小", klass=cast.below)
    cast.tie(cast.younger, cast.li)
    reconcile_duties(cast.school, now=at(SUMMER))
    return cast


def browser(staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def confirmed(cast: Cast, **choices) -> None:
    lead = cast.as_(cast.lead)
    keep_choices(lead, 2029, **choices)
    confirm_year(lead, 2029, now=at(SUMMER))


def test_nothing_happens_before_the_day_and_all_of_it_on_it(cast: Cast) -> None:
    confirmed(cast, classes=2)
    tick(at(date(2029, 8, 31), 12))
    assert not Child.objects.exclude(left_on=None).exists()
    tick(at(TURN, 0, 3))
    gone = Child.objects.filter(leave_reason="graduated")
    assert {c.name for c in gone} == {"安安", "波波", "晨晨"}
    assert {c.left_on for c in gone} == {TURN}
    ended = Tie.objects.filter(child__in=gone)
    assert {(t.until, t.end_reason) for t in ended} == {(TURN, "child_left")}
    assert not Duty.objects.filter(child__in=gone, closed_on=None).exists()
    assert StaffPost.objects.get(post="class_teacher").until == TURN
    assert SchoolClass.objects.filter(entry_year=2029).count() == 2
    cast.younger.refresh_from_db()
    assert cast.younger.klass.name_on(2029) == "九(1)班"
    assert cast.younger.left_on is None


def test_without_a_yes_nobody_leaves(cast: Cast) -> None:
    keep_choices(cast.as_(cast.lead), 2029, classes=2)
    tick(at(date(2029, 9, 20)))
    assert not Child.objects.exclude(left_on=None).exists()


def test_who_repeats_stays_and_keeps_the_pair(cast: Cast) -> None:
    confirmed(cast, moves={str(cast.an.pk): str(cast.below.pk)}, classes=0)
    tick(at(TURN, 0, 3))
    cast.an.refresh_from_db()
    assert cast.an.klass == cast.below
    assert cast.an.left_on is None
    assert Tie.objects.get(child=cast.an).until is None


def test_a_teacher_named_for_the_new_year_has_the_class_from_that_day(cast: Cast) -> None:
    confirmed(cast, teachers={str(cast.below.pk): str(cast.wang.pk)}, classes=0)
    tick(at(TURN, 0, 3))
    post = StaffPost.objects.get(klass=cast.below)
    assert (post.staff, post.since) == (cast.wang, TURN)


def test_undo_brings_everything_back_until_something_was_built_on_it(cast: Cast) -> None:
    confirmed(cast, classes=1, teachers={str(cast.below.pk): str(cast.wang.pk)},
              moves={str(cast.bo.pk): str(cast.below.pk)})  # fmt: skip
    tick(at(TURN, 0, 3))
    undo_year(cast.as_(cast.lead), 2029, now=at(TURN, 9))
    assert not Child.objects.exclude(left_on=None).exists()
    cast.bo.refresh_from_db()
    assert cast.bo.klass == cast.class_1
    assert not Tie.objects.exclude(until=None).exists()
    assert not SchoolClass.objects.filter(entry_year=2029, ended_on=None).exists()
    assert Duty.objects.filter(child=cast.an, closed_on=None).count() == 1
    confirm_year(cast.as_(cast.lead), 2029, now=at(TURN, 10))
    fresh = SchoolClass.objects.get(entry_year=2029, ended_on=None)
    cast.child("新生", klass=fresh)
    with pytest.raises(BuiltOnError):
        undo_year(cast.as_(cast.lead), 2029, now=at(TURN, 11))
    assert Child.objects.filter(leave_reason="graduated").count() == 2


def test_confirming_twice_turns_once(cast: Cast) -> None:
    confirmed(cast, classes=1)
    confirmed(cast, classes=1)
    tick(at(TURN, 0, 3))
    tick(at(TURN, 0, 9))
    assert NewYear.objects.get().state == "done"
    assert SchoolClass.objects.filter(entry_year=2029).count() == 1


def test_the_page_prepares_and_confirms(cast: Cast) -> None:
    year = timezone.localdate().year + (timezone.localdate().month >= 9)
    lead = browser(cast.lead)
    text = lead.get("/new-year/", {"q": "安安"}).content.decode()
    assert "七(1)班 → 八(1)班" in text
    sent = {"classes": "3", f"teacher-{cast.class_1.pk}": str(cast.wang.pk)}
    lead.post("/new-year/", sent)
    lead.post(f"/new-year/moves/{cast.an.pk}/", {"klass": str(cast.class_2.pk)})
    row = NewYear.objects.get(year=year)
    assert row.choices["classes"] == 3
    assert row.choices["moves"] == {str(cast.an.pk): str(cast.class_2.pk)}
    lead.post("/new-year/confirm/")
    assert "到时候会自动完成" in lead.get("/new-year/").content.decode()
    lead.post("/new-year/off/")
    assert NewYear.objects.get(year=year).state == "draft"


def test_a_wrong_number_is_refused_and_others_see_no_such_page(cast: Cast) -> None:
    browser(cast.lead).post("/new-year/", {"classes": "many"})
    assert not NewYear.objects.exists()
    assert browser(cast.lin).get("/new-year/").status_code == 404
    assert browser(cast.wang).post("/new-year/confirm/").status_code == 403
