"""Standing duties follow rules, children, ties and calendar."""

from dataclasses import replace
from datetime import date, timedelta

from nuangang.care.actions import change_calendar, reconcile_duties
from nuangang.care.models import Duty, PeriodResult
from nuangang.care.tests.cast import FRIDAY, MONDAY, Cast, at
from nuangang.people.models import Tie
from nuangang.terms.calendar import Calendar, DayRange
from nuangang.terms.queries import calendar_of


def test_every_child_has_a_duty_owed_by_the_agent_parent(cast: Cast) -> None:
    cast.rule()
    done = reconcile_duties(cast.school, now=at(MONDAY))
    assert done.opened == 3
    duty = cast.duty(cast.an)
    assert (duty.staff, duty.begins, duty.ends) == (cast.wang, MONDAY, date(2026, 11, 22))
    assert (duty.owed, duty.done, duty.exempt) == (1, 0, False)
    assert duty.due_at == at(FRIDAY, 23, 59).replace(second=59)


def test_again_changes_nothing(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert not any(reconcile_duties(cast.school, now=at(MONDAY)))


def test_a_child_without_agent_parent_is_not_forgotten(cast: Cast) -> None:
    lonely = cast.child("独独")
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert cast.duty(lonely).staff is None


def test_children_who_do_not_count_owe_nothing(cast: Cast) -> None:
    at_home = cast.child("佳佳", left_behind="no")
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert not Duty.objects.filter(child=at_home).exists()


def test_a_new_agent_parent_takes_the_duty_over(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.talk(cast.wang, cast.an, now=at(MONDAY))
    Tie.objects.filter(child=cast.an).update(until=FRIDAY)
    cast.tie(cast.an, cast.li, since=FRIDAY)
    assert reconcile_duties(cast.school, now=at(FRIDAY)).changed == 1
    duty = cast.duty(cast.an)
    assert (duty.staff, duty.done, duty.last_done_by) == (cast.li, 1, cast.wang)


def test_a_child_who_leaves_takes_the_duty_along(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.an.left_on = FRIDAY
    cast.an.save()
    assert reconcile_duties(cast.school, now=at(FRIDAY)).closed == 1
    assert not Duty.objects.filter(child=cast.an, closed_on__isnull=True).exists()


def test_a_child_who_joins_late_in_the_week_owes_from_the_next(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    new = cast.child("新新", joined_on=FRIDAY)
    reconcile_duties(cast.school, now=at(FRIDAY))
    assert (cast.duty(new).owed, cast.duty(new).exempt) == (0, True)


def test_what_was_done_before_the_rule_counts(cast: Cast) -> None:
    cast.talk(cast.wang, cast.an, now=at(MONDAY))
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY, 12))
    assert (cast.duty(cast.an).done, cast.duty(cast.an).last_done_on) == (1, MONDAY)
    assert cast.duty(cast.bo).last_done_on is None


def test_rules_per_grown_up_per_class_and_for_the_school(cast: Cast) -> None:
    cast.rule(owed="per_adult", owed_by="every_teacher", count=3, counting="children")
    cast.rule(owed="per_class", owed_by="class_teacher", counting="days")
    cast.rule(owed="per_school", owed_by="school", counting="days")
    reconcile_duties(cast.school, now=at(MONDAY))
    owed = Duty.objects.order_by("rule__owed").values_list("rule__owed", "klass", "staff", "owed")
    assert sorted(owed, key=str) == sorted(
        [
            ("per_adult", None, cast.lin.pk, 3),
            ("per_class", cast.class_1.pk, cast.lin.pk, 1),
            ("per_class", cast.class_2.pk, None, 1),
            ("per_school", None, None, 1),
        ],
        key=str,
    )


def test_statements_do_not_grow_with_the_children(
    cast: Cast, django_assert_max_num_queries
) -> None:
    cast.rule()
    for number in range(40):
        cast.child(f"童{number}")
    with django_assert_max_num_queries(25):
        reconcile_duties(cast.school, now=at(MONDAY))


def test_a_changed_calendar_moves_duties_and_not_what_is_frozen(cast: Cast) -> None:
    cast.rule(unit="term")
    week = cast.rule(name="每周")
    reconcile_duties(cast.school, now=at(MONDAY - timedelta(days=7)))
    reconcile_duties(cast.school, now=at(MONDAY))
    frozen = list(PeriodResult.objects.values_list("begins", "outcome"))
    whole = calendar_of(cast.school)
    early = date(2026, 12, 31)
    terms = [replace(t, ends=early) if t.number == 1 else t for t in whole.terms[2:4]]
    changed = Calendar(terms=tuple(terms), days_off=(DayRange(MONDAY, FRIDAY, "停课"),))
    school = change_calendar(cast.as_(cast.lead), cast.school, changed, now=at(MONDAY))
    assert school.calendar_version == cast.school.calendar_version + 1
    assert cast.duty(cast.an, week).exempt
    assert Duty.objects.get(child=cast.an, rule__unit="term").ends == early
    assert list(PeriodResult.objects.values_list("begins", "outcome")) == frozen
