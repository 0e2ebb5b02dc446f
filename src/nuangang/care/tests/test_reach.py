"""Whom nobody has reached for so many days."""

from datetime import timedelta

import pytest

from nuangang.care.actions import withdraw_record
from nuangang.care.queries.reach import unreached
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.people.models import Child

NOW = at(MONDAY)


def names(cast: Cast, days: int) -> list[str]:
    rows = unreached(Child.objects.filter(school=cast.school), cast.school.pk, days, MONDAY)
    return sorted(rows.values_list("name", flat=True))


def test_a_child_never_reached_counts_from_the_first_day(cast: Cast) -> None:
    Child.objects.filter(name="安安").update(joined_on=MONDAY)
    assert names(cast, 30) == ["安安", "晨晨", "波波"]


@pytest.mark.parametrize(("ago", "counted"), [(13, False), (14, True), (15, True)])
def test_the_days_since_are_counted(cast: Cast, ago: int, counted: bool) -> None:
    cast.talk(cast.wang, cast.an, now=NOW, happened_on=MONDAY - timedelta(days=ago))
    assert ("安安" in names(cast, 14)) is counted


def test_attempts_and_what_was_withdrawn_reach_nobody(cast: Cast) -> None:
    cast.talk(cast.wang, cast.an, now=NOW, kind="parent_call", could_not="no_answer")
    [record] = cast.talk(cast.wang, cast.bo, now=NOW)
    for kind in ("summary", "pair_check", "class_meeting"):
        cast.talk(cast.wang, cast.chen, now=NOW, kind=kind)
    assert names(cast, 30) == ["安安", "晨晨"]
    withdraw_record(cast.as_(cast.wang), record, reason="记错了人", now=NOW)
    assert names(cast, 30) == ["安安", "晨晨", "波波"]


def test_what_was_done_last_counts_and_not_what_was_written_last(cast: Cast) -> None:
    cast.talk(cast.wang, cast.an, now=NOW)
    cast.talk(cast.wang, cast.an, now=NOW, happened_on=MONDAY - timedelta(days=40))
    assert "安安" not in names(cast, 14)
