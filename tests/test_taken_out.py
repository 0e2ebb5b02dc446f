"""What leaves the system, and what the clock does by itself, is named in one literal table each."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nuangang.audit.verbs import TAKING, VERBS, Verb
from nuangang.care import clock
from nuangang.notify import loop
from nuangang.policy.matrix import MATRIX
from nuangang.policy.words import EXPORTS, JOBS, MINUTE, NIGHT, SECOND
from tests.test_access import patterns

ROOT = Path(__file__).parent.parent / "src" / "nuangang"
# Who answers with a file: pictures in a page, the log's anchor, the certificate, the encrypted zips,
# incidents' reports and figures, who signed the safety agreements.
FILES = {
    "desk/pictures.py",
    "desk/views/log_chain.py",
    "incidents/views/files.py",
    "machine/trust.py",
    "privacy/views/files.py",
    "safety/views/rates.py",
}


def unruled_exports() -> set[str]:
    return {verb for verb, told in VERBS.items() if told.group == TAKING} - set(EXPORTS)


def jobs() -> dict[str, str]:
    """Return what the clock does by itself and when; settling periods is its own, never registered."""
    looked_for = [clock.freeze, *clock._EACH_ROUND, *clock._EACH_TURN]
    return {
        **dict.fromkeys(clock._NIGHTLY, NIGHT),
        **dict.fromkeys(map(named, looked_for), MINUTE),
        **dict.fromkeys(map(named, [*loop._ROUNDS, *loop._BESIDE]), SECOND),
    }


def named(work: Callable[..., Any]) -> str:
    return f"{work.__module__.removeprefix('nuangang.')}.{work.__name__.lstrip('_')}"


def unruled_jobs() -> set[str]:
    return {name for name, when in jobs().items() if name not in JOBS or JOBS[name][0] != when}


def test_whatever_is_taken_out_has_its_rule():
    assert unruled_exports() == set(), "say in policy/words.py EXPORTS how it is let out"
    views = {entry.name: entry.callback for _route, entry in patterns()}
    for verb, (_count, view, asked) in EXPORTS.items():
        assert view in views, (verb, view)
        assert hasattr(views[view], "for_a_reason") == (asked == "reason"), (verb, view)


def test_nothing_else_answers_with_a_file():
    told = re.compile(r"Content-Disposition|FileResponse|as_attachment|openpyxl\.Workbook")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "tests" not in path.parts and told.search(path.read_text(encoding="utf-8"))
    }
    assert found <= FILES, "a new export: give it a verb, a rule in EXPORTS, and its file here"


def test_the_clock_does_only_what_is_named():
    assert unruled_jobs() == set(), "say in policy/words.py JOBS what the clock's work touches"
    assert set(JOBS) == set(jobs()), "JOBS names work that is no more"
    kinds = {kind for _when, touched, _zh, _en in JOBS.values() for kind in touched.split()}
    assert kinds <= set(MATRIX)


def test_a_planted_export_fails(monkeypatch):
    monkeypatch.setitem(VERBS, "exported/planted", Verb(TAKING, "files", "took it all"))
    assert unruled_exports() == {"exported/planted"}


def planted(*_given: object) -> int:
    return 0


def test_planted_night_work_fails(monkeypatch):
    monkeypatch.setitem(clock._NIGHTLY, "planted", planted)
    assert unruled_jobs() == {"planted"}


@pytest.mark.parametrize(
    ("place", "table"),
    [(clock, "_EACH_ROUND"), (clock, "_EACH_TURN"), (loop, "_ROUNDS"), (loop, "_BESIDE")],
)
def test_planted_work_of_the_minute_or_second_fails(monkeypatch, place, table):
    monkeypatch.setattr(planted, "__module__", "nuangang.desk.planted")
    monkeypatch.setattr(place, table, [*getattr(place, table), planted])
    assert unruled_jobs() == {"desk.planted.planted"}
