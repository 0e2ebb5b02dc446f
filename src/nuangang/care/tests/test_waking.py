"""What turned while the clock slept is put right as of its own day."""

from datetime import date

from nuangang.care.actions import reconcile_duties
from nuangang.care.actions.waking import nights_missed
from nuangang.care.clock import tick
from nuangang.care.models import Duty, PeriodResult
from nuangang.care.tests.cast import Cast, at
from nuangang.people.models import ParentFact, Tie
from nuangang.terms.calendar import DAY

MONDAY = date(2026, 11, 2)
WEEK = 7 * DAY


def standing_in(cast: Cast, since: date, until: date) -> None:
    Tie.objects.create(
        school=cast.school, child=cast.an, adult=cast.li, capacity="stand_in",
        since=since, until=until,
    )  # fmt: skip


def test_a_stand_in_slept_through_is_named_for_that_week(cast: Cast) -> None:
    cast.rule(since=MONDAY)
    reconcile_duties(cast.school, now=at(MONDAY))
    standing_in(cast, MONDAY + WEEK, MONDAY + 2 * WEEK)
    tick(at(MONDAY + 3 * WEEK))
    weeks = PeriodResult.objects.filter(child=cast.an).order_by("begins")
    names = list(weeks.values_list("staff__name", flat=True))
    assert names == ["王老师", "李老师", "王老师"]


def test_a_father_who_came_home_ends_the_duty_of_an_unpaired_child_that_day(cast: Cast) -> None:
    for parent, value, since, until in (
        ("father", "away", None, MONDAY + 9 * DAY),
        ("father", "home", MONDAY + 10 * DAY, None),
        ("mother", "home", None, None),
    ):
        ParentFact.objects.create(
            school=cast.school, child=cast.an, parent=parent, kind="residence", value=value,
            since=since, until=until,
        )  # fmt: skip
    Tie.objects.filter(school=cast.school, child=cast.an).update(until=MONDAY)
    cast.rule(since=MONDAY)
    reconcile_duties(cast.school, now=at(MONDAY))
    tick(at(MONDAY + 4 * WEEK))
    duty = Duty.objects.get(child=cast.an)
    assert duty.closed_on == MONDAY + 10 * DAY
    assert PeriodResult.objects.filter(child=cast.an).count() == 1
    cast.an.refresh_from_db()
    assert cast.an.left_behind == "no"


def test_a_child_who_joined_while_the_clock_slept_is_owed_from_that_day(cast: Cast) -> None:
    cast.rule(since=MONDAY)
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.school.definition = "D-WF"
    cast.school.save()
    joined = MONDAY + 3 * DAY
    child = cast.child("冬冬", joined_on=joined, birth=date(2013, 5, 5), left_behind="no")
    for parent, value in (("father", "away"), ("mother", "home")):
        ParentFact.objects.create(
            school=cast.school, child=child, parent=parent, kind="residence", value=value
        )
    tick(at(MONDAY + WEEK, 0, 3))
    assert Duty.objects.get(child=child).opened_on == joined


def test_today_s_labels_do_not_reach_back_into_the_days_slept_through(cast: Cast) -> None:
    cast.school.definition = "D-WF"
    cast.school.save()
    leaves = MONDAY + 5 * DAY
    child = cast.child("冬冬", birth=date(2013, 5, 5), left_behind="no")
    for parent, value, since, until in (
        ("mother", "home", None, None),
        ("father", "home", None, leaves - DAY),
        ("father", "away", leaves, None),
    ):
        ParentFact.objects.create(
            school=cast.school, child=child, parent=parent, kind="residence", value=value,
            since=since, until=until,
        )  # fmt: skip
    cast.rule(since=MONDAY)
    reconcile_duties(cast.school, now=at(MONDAY))
    standing_in(cast, MONDAY + DAY, MONDAY + 3 * DAY)
    tick(at(leaves, 0, 3))
    assert Duty.objects.get(child=child).opened_on == leaves


def test_only_the_days_on_which_something_turned_are_lived_through(cast: Cast) -> None:
    cast.rule(since=MONDAY)
    reconcile_duties(cast.school, now=at(MONDAY))
    assert nights_missed(cast.school, at(MONDAY + 30 * DAY)) == {}
    standing_in(cast, MONDAY + 3 * DAY, MONDAY + 5 * DAY)
    missed = nights_missed(cast.school, at(MONDAY + 30 * DAY))
    assert list(missed) == [at(MONDAY + 3 * DAY, 0, 2), at(MONDAY + 5 * DAY, 0, 2)]
    reconcile_duties(cast.school, now=at(MONDAY + 30 * DAY))
    assert nights_missed(cast.school, at(MONDAY + 31 * DAY)) == {}


def test_a_stand_in_owes_it_for_those_days_and_gives_it_back(cast: Cast) -> None:
    cast.rule(since=MONDAY)
    standing_in(cast, MONDAY, MONDAY + WEEK)
    reconcile_duties(cast.school, now=at(MONDAY))
    assert cast.duty(cast.an).staff == cast.li
    assert cast.duty(cast.bo).staff == cast.wang
    tick(at(MONDAY + WEEK))
    assert cast.duty(cast.an).staff == cast.wang
