"""A clock that sleeps and one that never does come to the same end, whatever happens meanwhile."""

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.models import CareRecord, Duty, PeriodResult
from nuangang.care.tests.cast import Cast, at
from nuangang.people.models import Child
from nuangang.terms.calendar import DAY

FIRST = date(2026, 9, 1)
DAYS = 60
UNITS = [
    ("teaching_week", {}),
    ("calendar_month", {"count": 2}),
    ("every_n_days", {"every": 10, "window": {"in_holidays": True}}),
    ("every_n_teaching_weeks", {"every": 2}),
    ("school_day", {}),
]


def outcomes() -> list[tuple]:
    rows = PeriodResult.objects.order_by("child__name", "rule__unit", "begins")
    names = (
        "child__name",
        "rule__unit",
        "begins",
        "ends",
        "owed",
        "done",
        "outcome",
        "staff__name",
    )
    return list(rows.values_list(*names))


def standing() -> list[tuple]:
    rows = Duty.objects.filter(closed_on__isnull=True).order_by("child__name", "rule__unit")
    names = ("child__name", "rule__unit", "begins", "ends", "owed", "done", "missed_in_a_row")
    return list(rows.values_list(*names))


def term(seed: int, wakes: set[int]) -> tuple[list, list]:
    """Live through a term in which children are talked to at random; the clock wakes on `wakes`."""
    draw = random.Random(seed)
    cast = Cast()
    for unit, more in draw.sample(UNITS, 2):
        cast.rule(unit=unit, name=unit, **more)
    reconcile_duties(cast.school, now=at(FIRST, 1))
    joins = draw.randrange(DAYS)
    for number in range(DAYS):
        day = FIRST + DAY * number
        if number == joins:
            Child.objects.create(
                school=cast.school,
                name="新来的",
                klass=cast.class_1,
                left_behind="one",
                joined_on=day,
            )
            reconcile_duties(cast.school, now=at(day, 0, 30))
        if number in wakes:
            freeze(cast.school, now=at(day, 0, 1))
        for child in (cast.an, cast.bo):
            if draw.random() < 0.15:
                _talk(cast, child, day - DAY * draw.choice((0, 0, 0, 1, 4)), at(day, 12))
    reconcile_duties(cast.school, now=at(FIRST + DAY * DAYS))
    return outcomes(), standing()


def _talk(cast: Cast, child: Child, day: date, told: datetime) -> None:
    cast.talk(cast.wang, child, now=told, happened_on=max(day, FIRST))


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=5,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000), sleeps=st.sets(st.integers(0, DAYS - 1), max_size=55))
def test_sleeping_changes_nothing(seed: int, sleeps: set[int], db: None) -> None:
    from django.db import transaction

    seen = []
    for wakes in (set(range(DAYS)), set(range(DAYS)) - sleeps):
        with transaction.atomic():
            seen.append(term(seed, wakes))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == len({row[:3] for row in seen[0][0]})


def test_results_are_what_a_patient_person_would_count(cast: Cast) -> None:
    """Count the weeks by hand: who was talked to in them, told by Sunday midnight."""
    draw = random.Random(3)
    cast.rule()
    reconcile_duties(cast.school, now=at(FIRST, 1))
    for number in range(60):
        day = FIRST + DAY * number
        freeze(cast.school, now=at(day, 0, 1))
        if draw.random() < 0.2:
            _talk(cast, cast.an, day - timedelta(days=draw.choice((0, 3))), at(day, 12))
    talks = CareRecord.objects.filter(child=cast.an).values_list("happened_on", "recorded_at")
    for result in PeriodResult.objects.filter(child=cast.an):
        told = [
            d
            for d, when in talks
            if result.begins <= d <= result.ends and when <= at(result.ends, 23, 59)
        ]
        assert result.done == len(told)
        assert result.outcome == ("met" if told or not result.owed else "missed") or not result.owed
    assert PeriodResult.objects.filter(child=cast.an).count() == 8
