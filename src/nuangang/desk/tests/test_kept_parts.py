"""What the board has kept equals what the rows say, whatever happened in whatever order."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from nuangang.audit.models import Entry
from nuangang.care.actions import (
    agree_excuse,
    correct_record,
    drop_duties_of,
    freeze,
    reconcile_duties,
    withdraw_record,
)
from nuangang.care.evidence import standing_records
from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.care.queries.reach import LONG, unreached
from nuangang.care.states import URGENT, in_state
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.desk.figures.children import count_children
from nuangang.desk.figures.duties import ended_in, kinds_of, standing_now, term_for
from nuangang.desk.figures.keeping import keep_figures, keep_fresh
from nuangang.desk.figures.news import NEWS
from nuangang.desk.figures.parts import parts_of
from nuangang.desk.tests.caring import caring
from nuangang.people.actions.family import add_fact
from nuangang.people.actions.files import change_file, close_file, reopen_file
from nuangang.people.actions.ties import end_ties, tie
from nuangang.people.models import Child, KeptPart, Tie
from nuangang.people.queries import LEFT_BEHIND, children_here, here
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

__all__ = ["caring"]
DAY = timedelta(days=1)
Move = Callable[[Cast, Random, datetime], Any]


def any_child(cast: Cast, draw: Random) -> Child:
    return draw.choice(list(Child.objects.of(cast.school).order_by("pk")))


def talk(cast: Cast, draw: Random, now: datetime) -> None:
    children = draw.sample(list(Child.objects.of(cast.school).order_by("pk")), draw.randint(1, 3))
    staff, kind = draw.choice([cast.wang, cast.li]), draw.choice(["talk", "home_visit", "summary"])
    could_not = draw.choice(["", "", "no_time"])
    day = school_day_now(now) - draw.choice([0, 0, 3, 20]) * DAY
    cast.talk(staff, *children, now=now, kind=kind, happened_on=day, could_not=could_not)


def mend(cast: Cast, draw: Random, now: datetime) -> None:
    records = list(standing_records(cast.school.pk).order_by("pk"))
    if records and draw.random() < 0.5:
        withdraw_record(cast.as_(cast.lead), draw.choice(records), reason="记错了", now=now)
    elif records:
        day = school_day_now(now) - draw.randint(0, 40) * DAY
        actor = cast.as_(cast.lead)
        correct_record(actor, draw.choice(records), reason="日子错了", now=now, happened_on=day)


def pair(cast: Cast, draw: Random, now: datetime) -> None:
    child, adult, actor = (
        any_child(cast, draw),
        draw.choice([cast.wang, cast.li]),
        cast.as_(cast.lead),
    )
    held = list(Tie.objects.of(cast.school).filter(child=child, until__isnull=True))
    if held and draw.random() < 0.4:
        end_ties(actor, held, until=school_day_now(now), reason="wish")
    else:
        tie(actor, child, adult, since=school_day_now(now))
    if draw.random() < 0.5:
        reconcile_duties(cast.school, now=now)


def file(cast: Cast, draw: Random, now: datetime) -> None:
    child, actor, today = any_child(cast, draw), cast.as_(cast.lead), school_day_now(now)
    if child.left_on:
        reopen_file(actor, child)
    elif draw.random() < 0.2:
        close_file(actor, child, on=today, reason="transferred")
    elif draw.random() < 0.4:
        change_file(actor, child, {"klass": draw.choice([cast.class_1, cast.class_2, None])})
    else:
        where = draw.choice(["home", "away"])
        since = date(2025, 1, 1) + draw.randint(0, 600) * DAY
        add_fact(actor, child, draw.choice(["father", "mother"]), "residence", where, since=since)


def duties(cast: Cast, draw: Random, now: datetime) -> None:
    if draw.random() < 0.2:
        drop_duties_of(cast.school, [any_child(cast, draw).pk])
    elif draw.random() < 0.3:
        today = school_day_now(now)
        agree_excuse(
            cast.as_(cast.lead), begins=today, ends=today + 5 * DAY, reason="病了",
            child=any_child(cast, draw), now=now,
        )  # fmt: skip
    else:
        reconcile_duties(cast.school, now=now)


def night(cast: Cast, _draw: Random, now: datetime) -> None:
    freeze(cast.school, now=now)


MOVES: list[Move] = [talk, talk, talk, mend, pair, file, file, duties, night]


def counted(cast: Cast, now: datetime) -> dict[str, Any]:
    """Return what the board shows, from its kept parts."""
    parts = parts_of(cast.school, now)
    standing = parts.standing()
    return {
        "children": parts.children(),
        "unreached": {pk for pk, _days in parts.unreached()},
        "now": standing.now.cells,
        "week": standing.week.cells,
        "late": standing.late,
        "late_by": sorted(parts.late_by(), key=str),
        "news": parts.news(),
        "ended": sorted(parts.ended()),
    }


def slowly(cast: Cast, now: datetime) -> dict[str, Any]:
    """Return the same, counted over all rows at once."""
    on, school, actor = school_day_now(now), cast.school.pk, cast.as_(cast.lead)
    duties = Duty.objects.of(school).filter(closed_on__isnull=True)
    standing = standing_now(duties, now)
    children = here(Child.objects.of(school), on)
    late = list(duties.filter(in_state(URGENT, now)).values_list("staff_id", flat=True))
    kinds = kinds_of(CareRule.objects.of(school))
    quiet = unreached(children.filter(left_behind__in=LEFT_BEHIND), school, LONG, on)
    ended: dict[Any, int] = {}
    for *key, n in ended_in(
        PeriodResult.objects.of(school), kinds, term_for(calendar_of(cast.school), on), on
    ):
        ended[tuple(key)] = ended.get(tuple(key), 0) + n
    return {
        "children": count_children(children, school, on),
        "unreached": set(quiet.values_list("pk", flat=True)),
        "now": standing.now.cells,
        "week": standing.week.cells,
        "late": standing.late,
        "late_by": sorted({(staff, late.count(staff)) for staff in late}, key=str),
        "news": {
            name: children_here(actor, on).filter(kind.of(actor, on)).count()
            for name, kind in NEWS.items()
        },
        "ended": sorted((*key, n) for key, n in ended.items()),
    }


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_a_slow_count_after_anything(
    caring: Cast, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    draw, now = Random(seed), at(MONDAY, 10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    caring.rule("home_visit", name="每月家访", unit="calendar_month")
    caring.rule("talk", name="每周三谈", owed="per_adult", counting="children", count=2)
    caring.child("小新", klass=None)
    for _step in range(25):
        now += draw.choice([0, 0, 1, 24, 24 * 6]) * timedelta(hours=1)
        draw.choice(MOVES)(caring, draw, now)
        if draw.random() < 0.7:  # sometimes several things happen between two looks
            assert counted(caring, now) == slowly(caring, now)
    assert counted(caring, now) == slowly(caring, now)


def test_only_what_was_touched_is_counted_again(caring: Cast) -> None:
    now = at(MONDAY, 10)
    parts_of(caring.school, now)
    before = dict(KeptPart.objects.of(caring.school).values_list("part", "counted"))
    caring.talk(caring.wang, caring.an, now=now)
    parts_of(caring.school, now)
    after = dict(KeptPart.objects.of(caring.school).values_list("part", "counted"))
    changed = {part for part, mark in after.items() if before[part] != mark}
    assert changed == {caring.class_1.pk.hex, "none"}


def test_what_was_counted_before_a_change_is_not_kept_as_if_after_it(
    caring: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nuangang.desk.figures import parts

    count = parts.count_parts

    def overtaken(*given: Any) -> Any:
        found = count(*given)
        caring.talk(caring.wang, caring.an, now=at(MONDAY, 10))
        return found

    monkeypatch.setattr(parts, "count_parts", overtaken)
    parts_of(caring.school, at(MONDAY, 10))
    monkeypatch.undo()
    assert parts_of(caring.school, at(MONDAY, 10)).standing().week.whole.done == 1


def test_a_wrong_figure_is_mended_and_told_within_the_hour(caring: Cast) -> None:
    now = at(MONDAY, 10)
    keep_figures(caring.school, now)
    assert keep_fresh(caring.school, now + 2 * timedelta(hours=1))
    assert not Entry.objects.filter(verb="figures_mended").exists()
    Child.objects.filter(pk=caring.an.pk).update(gaps=["birth"])  # by no action of ours
    assert keep_fresh(caring.school, now + 4 * timedelta(hours=1))
    told = Entry.objects.get(verb="figures_mended")
    assert told.detail["full"] == [3, 2]
    assert parts_of(caring.school, now).children().full == 2
