"""What leaves the system, and what the clock does by itself, is named in one literal table each."""

import re
from pathlib import Path

from nuangang.audit.verbs import TAKING, VERBS, Verb
from nuangang.care import clock
from nuangang.policy.matrix import MATRIX
from nuangang.policy.words import EXPORTS, JOBS
from tests.test_access import patterns

ROOT = Path(__file__).parent.parent / "src" / "nuangang"
# Who answers with a file: pictures in a page, the log's anchor, the certificate, the encrypted zips.
FILES = {
    "desk/pictures.py",
    "desk/views/log_chain.py",
    "machine/trust.py",
    "privacy/views/files.py",
}


def unruled_exports() -> set[str]:
    return {verb for verb, told in VERBS.items() if told.group == TAKING} - set(EXPORTS)


def unruled_jobs() -> set[str]:
    return set(clock._NIGHTLY) - set(JOBS)


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
    kinds = {kind for touched, _zh, _en in JOBS.values() for kind in touched.split()}
    assert kinds <= set(MATRIX)


def test_a_planted_export_fails(monkeypatch):
    monkeypatch.setitem(VERBS, "exported/planted", Verb(TAKING, "files", "took it all"))
    assert unruled_exports() == {"exported/planted"}


def test_planted_night_work_fails(monkeypatch):
    monkeypatch.setitem(clock._NIGHTLY, "planted", lambda school, now: None)
    assert unruled_jobs() == {"planted"}
