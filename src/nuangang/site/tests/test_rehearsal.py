"""The rehearsal: the real engine on a simulated clock, killed for real; and it finds what is broken."""

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nuangang import cli
from nuangang.incidents import ticking
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.models import Deadline, Incident, of
from nuangang.notify.channels import sms_modem
from nuangang.notify.models import Message
from nuangang.site.rehearsal import running
from nuangang.site.rehearsal.__main__ import REFUSED, main
from nuangang.site.rehearsal.finding import Finding
from nuangang.site.rehearsal.oracle import Round
from nuangang.site.rehearsal.running import Theatre
from nuangang.site.rehearsal.script import HOUR, Act, Ways, write_script
from nuangang.site.rehearsal.stage import second_of
from nuangang.site.rehearsal.workers import Fuse, go_round, laid
from tests.running import environment, ready_made

STEP, LONG = 60, 2 * HOUR
OFTEN = {round_: 3 + round_ % 5 for round_ in range(1, 70)}
SMALL = {"incidents": 8, "hours": 0.5, "crash_every": 40, "seed": 3}


class KilledError(BaseException):
    """The worker ended here."""


class Worker:
    """A worker in this process, for tests of many schedules: killed by what nothing catches."""

    def __init__(self, kills: dict[int, int], asleep: set[int]) -> None:
        self.kills, self.asleep, self.fuse = kills, asleep, Fuse(self._blow)
        self.rounds = 0

    def _blow(self) -> None:
        raise KilledError

    def go_round(self, second: int) -> Round:
        """Go round; the fuse is out again while people act."""
        self.rounds += 1
        if self.rounds in self.asleep:
            return Round.DOWN
        self.fuse.left = self.kills.get(self.rounds, 0)
        try:
            go_round(second)
        except KilledError:
            return Round.KILLED
        finally:
            self.fuse.left = 0
        return Round.WHOLE


def played(
    seed: int = 1, incidents: int = 2, kills: dict | None = None, asleep: set | None = None
) -> Finding:
    """Play a script in this process, minute by minute."""
    script = write_script(seed, incidents, 4, LONG, schools=1, step=STEP)
    worker = Worker(kills or {}, asleep or set())
    with tempfile.TemporaryDirectory() as folder, laid(worker.fuse):
        return Theatre.built(script, Path(folder), STEP).play(LONG, worker.go_round)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_killed_for_real_nothing_is_missed_and_nothing_comes_twice(tmp_path: Path) -> None:
    ready_made(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-m", "nuangang.site.rehearsal", json.dumps(SMALL)],
        env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = json.loads(ended.stdout)
    assert (told["missed"], told["doubled"], told["deadlines"]) == (0, 0, 32)
    assert told["kills"] >= 20
    assert told["kills_in_a_round"] >= 5
    assert min(told["pages"], told["warnings"]) > 0


@pytest.mark.once
def test_it_ends_with_1_where_something_was_missed(monkeypatch, capsys) -> None:
    monkeypatch.setattr(running, "make_ready", lambda: None)
    monkeypatch.setattr(running, "rehearse", lambda _options: (Finding(missed=1), {}))
    assert main("{}") == 1
    assert json.loads(capsys.readouterr().out)["missed"] == 1


@pytest.mark.once
@pytest.mark.parametrize("words", ["--parties=13", "--incidents=0", "--workers=0", "--hours=0.1"])
def test_what_cant_be_rehearsed_is_said_so(words: str, capsys) -> None:
    with translation.override("en"):  # the command speaks the system's language from then on
        assert cli.main(["rehearse", words]) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.django_db
def test_it_refuses_a_database_with_schools(theatre: Theatre) -> None:
    assert theatre.stage.schools
    assert main("{}") == REFUSED


@pytest.mark.django_db
def test_a_quiet_day_is_kept_to_the_minute() -> None:
    found = played(incidents=6)
    assert found.is_well(), found.troubles
    assert found.lateness_s["max"] < STEP
    assert min(found.pages, found.warnings, found.in_time, found.told_late) > 0


@pytest.fixture
def theatre(db: None, tmp_path: Path) -> Theatre:
    """A school with old rules in which one incident stands in the script and nobody does anything about it."""
    bare, old = write_script(1, 1, 4, LONG, schools=1), Ways(None, on_duty=False)
    bare = replace(bare, cases=[replace(case, ways=old) for case in bare.cases], ways=[old])
    return Theatre.built(bare, tmp_path)


def dropped_claim(self, now):
    """Take a message for good: who dies with it in the hand leaves it lying."""
    taken = Message.objects.filter(school_id=self.school_id, pk=self.pk, state=self.state)
    return bool(taken.update(state=Message.State.SENDING, due_at=None))


def paged_for_nobody(school, *, now):
    """Note that somebody was asked, and ask nobody."""
    return Incident.objects.filter(school_id=school.pk, page_at__lte=now).update(page_at=None) and 0


@pytest.mark.django_db
def test_a_claim_that_is_lost_is_missed(monkeypatch) -> None:
    monkeypatch.setattr(ticking, "page_next", paged_for_nobody)
    found = played()
    assert found.missed > 0
    assert "was not queued" in found.troubles[0]


@pytest.mark.django_db
def test_what_lies_with_a_dead_worker_is_missed(monkeypatch) -> None:
    monkeypatch.setattr(Message, "claim", dropped_claim)
    found = played(kills=OFTEN)
    assert found.missed > 0
    assert "never handed over" in " ".join(found.troubles)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [False, None])
def test_what_comes_twice_is_doubled_unless_it_is_said(monkeypatch, answer: bool | None) -> None:
    monkeypatch.setattr(sms_modem, "find", lambda *_given: answer)
    found = played(kills=OFTEN)
    assert (found.doubled > 0) == (answer is False)
    assert (found.doubled_and_said > 0) == (answer is None)


MINUTES = st.integers(1, LONG // STEP - 60)


class AnySchedule(TestCase):
    """Kills at random changes and sleeps of random length against the oracle."""

    @hypothesis_settings(max_examples=5)
    @given(
        st.integers(0, 10_000), st.dictionaries(MINUTES, st.integers(1, 14), max_size=40),
        st.lists(st.tuples(MINUTES, st.integers(1, 20)), max_size=3),
    )  # fmt: skip
    def test_each_word_comes_once_and_in_time(self, seed, kills, sleeps) -> None:
        asleep = {second for begin, long in sleeps for second in range(begin, begin + long)}
        found = played(seed=seed, kills=kills, asleep=asleep)
        assert found.is_well(), found.troubles


@pytest.mark.django_db
def test_a_clock_set_forward_or_back_loses_and_doubles_nothing(theatre: Theatre) -> None:
    """Set back, what is due waits until the clock is there again; nothing comes a second time."""
    case = theatre.script.cases[0]
    theatre.stage.act(case, Act(case.at, "raise", case.raised_by))
    for second in (
        0,
        3 * HOUR,
        2 * HOUR,
        2 * HOUR + 60,
        3 * HOUR + 1,
        3 * HOUR + 299,
        3 * HOUR + 301,
    ):
        go_round(case.at + second)
    pages = Message.objects.filter(once__contains="-page-").order_by("queued_at")
    at = [second_of(moved) - case.at for moved in pages.values_list("queued_at", flat=True)]
    assert at == [3 * HOUR, 3 * HOUR + 301]
    theatre.daemon.look(0)
    assert {len(times) for times in theatre.daemon.handed.values()} == {1}
    assert len(theatre.daemon.handed) == Message.objects.count()


@pytest.mark.django_db
def test_minutes_are_minutes_where_clocks_are_set_for_summer(theatre: Theatre) -> None:
    case, zone = theatre.script.cases[0], ZoneInfo("Europe/Berlin")
    happened = datetime(2026, 3, 29, 1, 55, tzinfo=zone)  # at two it is three o'clock
    with timezone.override(zone):
        made = raise_incident(
            theatre.stage.actors[0, "teacher"], once=uuid4(), kind="injury",
            children=[theatre.stage.children[0, 1]], happened_at=happened,
            now=happened.astimezone(UTC) + timedelta(minutes=1),
        )  # fmt: skip
    rules = theatre.script.rules[case.school]["injury"]
    since = {row.party: row.due_at - happened.astimezone(UTC) for row in of(made, Deadline)}
    assert since == {party: timedelta(minutes=minutes) for party, minutes in rules.items()}
