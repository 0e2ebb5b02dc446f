"""Which backups stay, and when the next is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.machine.keeping import moment_of, name_of, to_let_go
from nuangang.machine.notes import Notes
from nuangang.machine.schedule import AGAIN, due_at

NIGHT = datetime(2026, 11, 28, 2, 30)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def test_after_a_year_of_nights_there_are_seven_days_four_weeks_and_twelve_months() -> None:
    kept: list[str] = []
    for night in range(400):
        kept.append(name_of(NIGHT + timedelta(days=night), "3F2A"))
        kept = [name for name in kept if name not in to_let_go(kept)]
    days = [moment_of(name).date() for name in kept]
    newest = days[-1]
    assert days[-7:] == [newest - timedelta(days=back) for back in reversed(range(7))]
    assert len({(day.year, day.month) for day in days}) == 12
    assert len(days) <= 7 + 3 + 11


@given(st.sets(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)), min_size=1))
def test_the_newest_always_stays_and_running_twice_takes_no_more(moments) -> None:
    names = {name_of(moment.replace(microsecond=0), "") for moment in moments}
    left = names - set(to_let_go(names))
    assert max(names) in left
    assert to_let_go(left) == []


@pytest.mark.parametrize("name", ["passwords.txt", "nuangang-20261399-000000.age", "x.age.part"])
def test_no_other_file_is_ever_let_go(name) -> None:
    assert to_let_go([name, name_of(NIGHT, "")]) == []


@pytest.mark.parametrize(
    ("good", "failed", "due"),
    [
        (None, None, "2026-11-28T02:30"),
        ("2026-11-28T02:31", None, "2026-11-29T02:30"),
        ("2026-11-27T02:31", None, "2026-11-28T02:30"),
        ("2026-11-27T02:31", "2026-11-28T02:31", f"2026-11-28T{2 + AGAIN.seconds // 3600:02}:31"),
        ("2026-11-28T04:00", "2026-11-28T02:31", "2026-11-29T02:30"),
    ],
)
def test_due_each_night_and_an_hour_after_a_failure(good, failed, due) -> None:
    told = Notes(good=_at(good), failed=_at(failed))
    now = datetime.fromisoformat("2026-11-28T08:00+08:00")
    assert f"{due_at(told, now, since=BEFORE):%Y-%m-%dT%H:%M}" == due


def test_the_first_waits_for_the_first_night() -> None:
    now = datetime.fromisoformat("2026-11-28T08:00+08:00")
    assert due_at(Notes(), now, since=now - timedelta(minutes=1)) > now
    assert due_at(Notes(), now + timedelta(days=1), since=now) < now + timedelta(days=1)


def _at(text):
    return {"at": f"{text}+08:00"} if text else {}
