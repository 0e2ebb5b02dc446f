"""The door: a roster's bytes in, children, problems and skipped rows out."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePath

from nuangang.intake.reading import opening
from nuangang.intake.reading.duplicates import Duplicates
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.report import Reading
from nuangang.intake.reading.schoolclass import ClassContext
from nuangang.intake.reading.sheets import SheetWork
from nuangang.lib import classnames

Progress = Callable[[int, int], None]


def understand(
    data: bytes,
    filename: str,
    *,
    today: date,
    columns: Mapping[tuple[str, str], str | None] | None = None,
    progress: Progress | None = None,
    stage: str = "",
) -> Reading:
    """Read a roster as it is (domain.md §5, §6); raises `UnreadableRoster` if it can't be used.

    `columns` is the user's word on what a column holds, by (sheet name, letter); None means that
    the column is not used. `progress` is called with rows done and rows in all. `stage` is the
    school's, junior or primary, for 2024级 in a file that doesn't say it.
    """
    kind, raw = opening.sheets_of(data, filename)
    reading = Reading(filename, kind)
    duplicates = Duplicates()
    total = sum(sheet.height for sheet in raw)
    done = 0
    for sheet in raw:
        context = _context(sheet.name, filename, typed_text=sheet.typed_text)
        context.stage = context.stage or stage
        work = SheetWork(sheet, context, today, _of_sheet(columns or {}, sheet.name), duplicates)
        work.run(reading, _counter(progress, done, total))
        done += sheet.height
    _refuse_if_nothing(reading)
    return reading


def fingerprint(data: bytes) -> str:
    """The file's SHA-256, for the import log."""
    return hashlib.sha256(data).hexdigest()


def _context(sheet: str, filename: str, *, typed_text: bool) -> ClassContext:
    stem = PurePath(filename).stem
    own = None if typed_text else _named(sheet)
    named = _named(stem)
    return ClassContext(sheet=_usable(own), file=_usable(named), stage=stage_of(stem + sheet))


def _named(text: str) -> classnames.ClassName | None:
    bare = text.strip().isdigit() and len(text.strip()) < 3
    return None if bare else classnames.read(text) or classnames.find(text)


def _usable(name: classnames.ClassName | None) -> classnames.ClassName | None:
    """A name that tells something; a bare number is too little for a sheet or a file."""
    return name if name and (name.klass or name.says_grade) else None


def stage_of(text: str) -> str:
    """junior or primary, if a title says which kind of school it is."""
    if "九年一贯" in text or "九年制" in text:
        return ""
    if any(word in text for word in ("初级中学", "初中", "中学")):
        return "junior"
    return "primary" if "小学" in text else ""


def _of_sheet(columns: Mapping[tuple[str, str], str | None], name: str) -> dict[str, str | None]:
    return {letters: field for (sheet, letters), field in columns.items() if sheet == name}


def _counter(progress: Progress | None, done: int, total: int) -> Callable[[int], None]:
    return (lambda row: progress(done + row, total)) if progress else (lambda row: None)


def _refuse_if_nothing(reading: Reading) -> None:
    if not any(sheet.header_rows or sheet.cards for sheet in reading.sheets):
        told = any(sheet.skipped for sheet in reading.sheets)
        raise UnreadableRoster("no_roster" if told else "empty")
    if not reading.children and not reading.blocked:
        raise UnreadableRoster("no_children")
