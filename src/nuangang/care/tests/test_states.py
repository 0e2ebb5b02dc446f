"""Done, to do, late, excused: one rule in Python, the same one in SQL."""

import random
from datetime import timedelta

from nuangang.care.models import Duty
from nuangang.care.states import (
    EXCUSED,
    MET,
    STATES,
    URGENT,
    WAITING,
    in_state,
    state_column,
    state_of,
)
from nuangang.care.tests.cast import MONDAY, Cast, at

NOW = at(MONDAY, 10)


def duty(cast: Cast, **more) -> Duty:
    given = {
        "begins": MONDAY,
        "ends": MONDAY + timedelta(days=6),
        "due_at": at(MONDAY + timedelta(days=4), 23),
        "opened_on": MONDAY,
        "last_done_on": MONDAY - timedelta(days=6),
        "child": cast.an,
    }
    rule = more.pop("rule", None) or cast.rule()
    return Duty(school=cast.school, rule=rule, **{**given, **more})


def test_the_states(cast: Cast) -> None:
    assert state_of(duty(cast), NOW) == WAITING
    assert state_of(duty(cast, done=1), NOW) == MET
    assert state_of(duty(cast, exempt=True, owed=0), NOW) == EXCUSED
    assert state_of(duty(cast, begins=MONDAY + timedelta(days=7)), NOW) == EXCUSED
    assert state_of(duty(cast), at(MONDAY + timedelta(days=5))) == URGENT


def test_a_child_never_reached_is_late_from_the_first_day(cast: Cast) -> None:
    assert state_of(duty(cast, last_done_on=None), NOW) == URGENT
    assert state_of(duty(cast, last_done_on=None, exempt=True, owed=0), NOW) == URGENT
    gift = cast.rule("gift", unit="term")
    assert state_of(duty(cast, last_done_on=None, rule=gift), NOW) == WAITING


def test_a_missed_week_is_late_until_made_up(cast: Cast) -> None:
    missed = {"missed_from": MONDAY - timedelta(days=7), "missed_in_a_row": 1}
    before = MONDAY - timedelta(days=9)
    assert state_of(duty(cast, last_done_on=before, **missed), NOW) == URGENT
    assert state_of(duty(cast, last_done_on=MONDAY - timedelta(days=3), **missed), NOW) == WAITING
    visit = cast.rule("home_visit", unit="quarter")
    assert state_of(duty(cast, last_done_on=before, rule=visit, **missed), NOW) == WAITING
    missed["missed_in_a_row"] = 2
    assert state_of(duty(cast, last_done_on=before, rule=visit, **missed), NOW) == URGENT


def test_sql_says_the_same(cast: Cast) -> None:
    draw = random.Random(7)
    rules = [
        cast.rule(kind, unit=u) for kind in ("talk", "gift") for u in ("teaching_week", "term")
    ]
    days = [None, *(MONDAY + timedelta(days=n) for n in (-20, -7, -1, 0, 1))]
    for _number in range(300):
        begins = draw.choice(days[1:])
        duty(
            cast,
            rule=draw.choice(rules),
            child=draw.choice([cast.an, None]),
            begins=begins,
            due_at=at(begins + timedelta(days=draw.choice((0, 1, 4))), draw.randrange(24)),
            owed=draw.randrange(3),
            done=draw.randrange(3),
            exempt=draw.random() < 0.3,
            last_done_on=draw.choice(days),
            missed_from=draw.choice(days),
            missed_in_a_row=draw.randrange(3),
            closed_on=MONDAY,
        ).save()
    found = {
        s: set(Duty.objects.filter(in_state(s, NOW)).values_list("pk", flat=True)) for s in STATES
    }
    for row in Duty.objects.select_related("rule"):
        assert [s for s in STATES if row.pk in found[s]] == [state_of(row, NOW)]
    columns = Duty.objects.values_list("pk", state_column(NOW, MONDAY))
    assert all(state in STATES and pk in found[state] for pk, state in columns)
