"""The weeks of a term, counted in the database, against counting one by one."""

import random
from datetime import date, timedelta

from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.care.tests.cast import Cast, at
from nuangang.desk.figures.duties import (
    Table,
    kinds_of,
    last_week,
    of_term,
    term_for,
    week_by_week,
)
from nuangang.desk.figures.share import Share
from nuangang.desk.tests.caring import caring
from nuangang.terms.queries import calendar_of

__all__ = ["caring"]
DAY = timedelta(days=1)
ON = date(2026, 12, 9)


def _frozen(cast: Cast) -> list[PeriodResult]:
    """Freeze some hundred periods of two kinds at random, some of them excused."""
    draw = random.Random(7)
    visits = cast.rule("home_visit", name="家访")
    rows = []
    for duty in Duty.objects.filter(school=cast.school).select_related("child"):
        for begins in draw.sample(range(-20, 120), 80):
            day = date(2026, 9, 1) + begins * DAY
            rows.append(
                PeriodResult(
                    school=cast.school,
                    duty=duty,
                    rule=draw.choice([duty.rule, visits]),
                    child=duty.child,
                    begins=day,
                    ends=day + draw.randrange(3) * DAY,
                    owed=1,
                    done=1,
                    outcome=draw.choice(["met", "missed", "excused"]),
                    known_at=at(day),
                )
            )
    return PeriodResult.objects.bulk_create(rows)


def test_every_period_is_in_one_week_and_counted_once(caring: Cast) -> None:
    rows, calendar = _frozen(caring), calendar_of(caring.school)
    frozen = PeriodResult.objects.filter(school=caring.school)
    kinds = kinds_of(CareRule.objects.filter(school=caring.school))
    term = term_for(calendar, ON)
    weeks = week_by_week(frozen, kinds, calendar, term, Table(), ON)
    counted = [r for r in rows if term.begins <= r.ends <= ON and r.outcome != "excused"]
    assert len(counted) > 80
    for week in weeks:
        mine = [r for r in counted if week.week.begins <= r.ends <= week.week.ends]
        assert week.total == len(mine)
        for kind in ("talk", "home_visit"):
            met = [r for r in mine if r.outcome == "met" and kinds[r.rule_id] == kind]
            assert week.kept.get(kind, 0) == len(met)
    assert sum(week.total for week in weeks) == len(counted)
    assert last_week(weeks, ON) == weeks[-2].share
    assert [week.now for week in weeks] == [False] * (len(weeks) - 1) + [True]


def test_the_term_by_class_adds_up(caring: Cast) -> None:
    rows, term = _frozen(caring), term_for(calendar_of(caring.school), ON)
    table = of_term(PeriodResult.objects.filter(school=caring.school), term)
    counted = [r for r in rows if term.begins <= r.ends <= term.ends and r.outcome != "excused"]
    assert table.whole == Share(sum(r.outcome == "met" for r in counted), len(counted))
    for klass, kind in table.cells:
        mine = [r for r in counted if r.child.klass_id == klass[-1] and r.rule.kind == kind]
        met = sum(r.outcome == "met" for r in mine)
        assert table.cells[klass, kind] == Share(met, len(mine))


def test_a_share_is_rounded_down_and_nothing_owed_is_no_share() -> None:
    assert Share(0, 0).percent is None
    assert (Share(199, 200).percent, Share(200, 200).percent) == (99, 100)
