"""One sheet from top to bottom: headings, titles between, children, and rows to skip."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nuangang.intake.reading import cards, choices, layout
from nuangang.intake.reading.children import keep_others, read_child
from nuangang.intake.reading.columns import Bound, bind
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.duplicates import Duplicates
from nuangang.intake.reading.fills import Fills
from nuangang.intake.reading.headers import WHOLE_WORDS, normal
from nuangang.intake.reading.problems import ROW
from nuangang.intake.reading.rawsheet import Cells, RawSheet, column_of, letter
from nuangang.intake.reading.report import ChildRow, Column, Reading, SheetReading, Skipped
from nuangang.intake.reading.rows import (
    LABELS,
    has_substance,
    looks_like_name,
    starts_heading,
    why_skip,
)
from nuangang.intake.reading.schoolclass import ClassContext
from nuangang.lib import classnames
from nuangang.lib.idnumber import clean
from nuangang.lib.typed_text import tidy

_SEARCHED = 45
_SAMPLED = 200
_SHOWN = 25
_STEP = 500
_PROMISE = re.compile(r"留守|学生|儿童|花名册|名册|班级|[)）\d一二三四五六七八九十]班|年级")
_READ: Cells = []
_ERRORS = frozenset("#N/A #REF! #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! ######## #####".split())
_STAGES = (
    ("九年一贯", ""),
    ("初级中学", "junior"),
    ("初中", "junior"),
    ("中学", "junior"),
    ("小学", "primary"),
)


@dataclass(slots=True)
class Plan:
    """A heading bound to fields, ready to read the rows below it."""

    heading: layout.Heading
    bound: list[Bound]
    name_at: int
    fields: dict[int, str]
    leaves: frozenset[str]
    fills: Fills
    single: list[tuple[int, str]] = field(default_factory=list)
    ticks: list[Bound] = field(default_factory=list)
    unknown: list[Bound] = field(default_factory=list)
    headers: dict[int, str] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    boarding_header: str = ""
    lost_ids: bool = False
    plain_numbers: bool = False


class SheetWork:
    """Reads one raw sheet into a `Reading`."""

    def __init__(
        self, raw: RawSheet, context: ClassContext, today: date,
        chosen: Mapping[str, str | None], duplicates: Duplicates,
    ) -> None:  # fmt: skip
        self._raw, self._context, self._today, self._duplicates = raw, context, today, duplicates
        self._chosen = {column_of(letters): name for letters, name in chosen.items()}
        self._spans = layout.Spans(raw.merges)
        self._rows: list[Cells] = []
        self._pending: list[Skipped] = []

    def run(self, reading: Reading, count: Callable[[int], None]) -> None:
        """Read the sheet and add what was found; a sheet without headings is skipped whole."""
        self._rows = list(self._raw.rows())
        self._raw.rows = lambda: iter(())
        self._reading = reading
        self._sheet = SheetReading(
            self._raw.name, hidden=self._raw.hidden, hidden_rows=len(self._raw.hidden_rows),
            head=[[tidy(v) for v in row] for row in self._rows[:_SHOWN]],
        )  # fmt: skip
        reading.sheets.append(self._sheet)
        if found := cards.find(self._rows):
            self._read_cards(found, count)
            return
        heading = layout.find(
            self._rows, self._spans, 0, _SEARCHED, expected=self._promises_children()
        )
        if heading is None:
            if any(tidy(v) for row in self._rows[:_SEARCHED] for v in row):
                self._skip(0, "no_header")
            return
        self._read_from(heading, count)
        self._rows = []

    def _promises_children(self) -> bool:
        """Whether the sheet's name or a title speaks of children or a class."""
        lines = [" ".join(map(tidy, row)) for row in self._rows[:6]]
        return bool(self._context.sheet or self._context.file) or any(
            _PROMISE.search(text) for text in [self._raw.name, *lines]
        )

    def _read_from(self, heading: layout.Heading, count: Callable[[int], None]) -> None:
        for row in range(heading.top):
            self._above(row)
        plan = self._plan(heading)
        row = heading.bottom + 1
        while row < len(self._rows):
            texts = _texts(self._rows[row])
            if self._another_heading(texts, plan) and (other := self._heading_at(row)):
                plan = self._plan(other)
                row = other.bottom + 1
                continue
            self._row(row, texts, plan)
            self._rows[row] = _READ
            if row % _STEP == 0:
                count(row)
            row += 1
        self._sheet.rows = self._sheet.children + self._sheet.blocked
        count(len(self._rows))

    def _read_cards(self, found: list[cards.Card], count: Callable[[int], None]) -> None:
        """One child per card; the class may stand in the card's title."""
        self._sheet.cards = True
        read_to = 0
        for card in found:
            for row in range(read_to, card.row):
                if texts := _texts(self._rows[row]):
                    self._hear(texts)
            read_to = card.row + 1
            self._finish(self._card_draft(card))
            count(card.row)
        named = [(c[3], letter(c[2]), name) for name, c in found[0].cells.items()]
        self._sheet.columns = [Column(at, label, name, "whole") for label, at, name in named]
        self._sheet.fingerprint = _digest(
            "|".join(f"{at}:{normal(label)}" for label, at, _ in named)
        )
        self._sheet.rows = self._sheet.children + self._sheet.blocked

    def _card_draft(self, card: cards.Card) -> Draft:
        draft = Draft(
            self._raw.name, card.row + 1, {name: (c[0], c[2]) for name, c in card.cells.items()}, {},
            {name: c[2] for name, c in card.cells.items()}, plain_numbers=self._raw.typed_text,
            rows={name: c[1] + 1 for name, c in card.cells.items()},
        )  # fmt: skip
        draft.others |= card.others
        return draft

    def _another_heading(self, texts: dict[int, str], plan: Plan) -> bool:
        if len(texts) < 3 or not may_be_heading(texts, plan):
            return False
        return starts_heading(texts) and not {normal(t) for t in texts.values()} <= plan.leaves

    def _heading_at(self, row: int) -> layout.Heading | None:
        return layout.find(self._rows, self._spans, row, row + 1, expected=True)

    def _above(self, row: int) -> None:
        texts = _texts(self._rows[row])
        if texts:
            named = self._hear(texts)
            self._skip(row, "fill_in" if named and len(texts) > 1 else "title")

    def _hear(self, texts: Mapping[int, str]) -> bool:
        """Take the class and the kind of school out of a title; whether it named a class."""
        joined = "  ".join(dict.fromkeys(texts.values()))
        for word, stage in _STAGES:
            if word in joined:
                self._context.stage = stage
                break
        found = classnames.find(joined)
        if found:
            earlier = self._context.title
            self._context.title = (
                found if found.says_grade or not earlier else found.filled_from(earlier)
            )
        return bool(found)

    def _skip(self, row: int, why: str) -> None:
        self._sheet.skipped += 1
        self._reading.skipped.append(Skipped(self._raw.name, row + 1, why))

    def _plan(self, heading: layout.Heading) -> Plan:
        for row in range(heading.top, heading.bottom + 1):
            self._skip(row, "header")
            self._sheet.header_rows.append(row + 1)
        first = heading.bottom + 1
        sample = self._rows[first : first + _SAMPLED]
        bound = bind(
            heading, lambda c: [r[c] for r in sample if c < len(r)], self._chosen, self._today.year
        )
        plan = _plan_of(heading, bound, self._raw, self._rows, first, sample)
        self._context.tenth_unsure = _tenth_unsure(sample, plan, typed_text=self._raw.typed_text)
        if not self._sheet.columns:
            self._tell_columns(heading, bound)
        return plan

    def _tell_columns(self, heading: layout.Heading, bound: list[Bound]) -> None:
        self._sheet.columns = [
            Column(letter(b.column), b.header, b.field or None, b.how) for b in bound
        ]
        words = "|".join(
            f"{c}:{'/'.join(map(normal, heading.chains[c]))}" for c in sorted(heading.chains)
        )
        self._sheet.fingerprint = _digest(words)

    def _row(self, row: int, texts: dict[int, str], plan: Plan) -> None:
        why = why_skip(texts, plan.name_at, plan.fields, plan.leaves)
        if not why and plan.name_at not in texts:
            why = self._nameless(row, texts, plan)
        if why == "blank":
            if row + 1 < len(self._rows):
                self._pending.append(Skipped(self._raw.name, row + 1, why))
            return
        self._reading.skipped += self._pending
        self._sheet.skipped += len(self._pending)
        self._pending = []
        if why:
            if why in ("title", "fill_in"):
                self._hear(texts)
                plan.fills.forget()
            elif why == "header":
                self._sheet.header_rows.append(row + 1)
            self._skip(row, why)
            return
        self._child(row, plan)

    def _nameless(self, row: int, texts: dict[int, str], plan: Plan) -> str:
        if plan.fills.continues_name(row):
            return "continuation"
        return "" if has_substance(texts, plan.fields) else "only_number"

    def _child(self, row: int, plan: Plan) -> None:
        draft = self._draft(row, plan)
        self._note_errors(draft, row, plan)
        self._finish(draft, plan)

    def _finish(self, draft: Draft, plan: Plan | None = None) -> None:
        """Turn a draft into a child, or count its row as blocked."""
        fine = read_child(
            draft, self._context, self._today, lost_ids=plan.lost_ids if plan else self._raw.typed_text,
            boarding_header=plan.boarding_header if plan else "",
        )  # fmt: skip
        if fine:
            fine = not self._duplicates.seen_before(draft)
        self._reading.problems += draft.problems
        if not fine or any(p.severity == ROW for p in draft.problems):
            self._sheet.blocked += 1
            return
        self._sheet.children += 1
        self._reading.children.append(
            ChildRow(self._raw.name, draft.number, draft.facts, draft.derived, draft.others)
        )

    def _draft(self, row: int, plan: Plan) -> Draft:
        values = self._rows[row]
        cells: dict[str, tuple[Any, int]] = {}
        errors: list[tuple[int, str]] = []
        extras: list[tuple[int, Any]] = []
        for column, name in plan.single:
            value = plan.fills.value(row, column, values[column] if column < len(values) else "")
            if value is None or value == "" or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, str) and value[0] == "#" and value.strip().upper() in _ERRORS:
                errors.append((column, name))
                continue
            if name in cells:
                extras.append((column, value))
            cells.setdefault(name, (value, column))
        draft = Draft(
            self._raw.name, row + 1, cells, _ticks(values, plan.ticks), plan.present,
            plain_numbers=plan.plain_numbers, epoch_1904=self._raw.epoch_1904, shown=self._raw.shown,
        )  # fmt: skip
        _note_fills(draft, plan.fills)
        for column, value in extras:
            keep_others(draft, plan.headers[column], value)
        for column, name in errors:
            draft.present[name] = column
            draft.note("cell_error", name)
        for other in plan.unknown:
            if other.column < len(values):
                keep_others(draft, other.header, values[other.column])
        return draft

    def _note_errors(self, draft: Draft, row: int, plan: Plan) -> None:
        if not self._raw.error_cells:
            return
        for column, name in plan.single:
            if (row, column) in self._raw.error_cells:
                draft.note("cell_error", name)


def _note_fills(draft: Draft, fills: Fills) -> None:
    for kind, names in (("copied_above", fills.copied), ("label_above", fills.reached)):
        for name in sorted(names & draft.cells.keys()):
            draft.note(kind, name)
        names.clear()


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def may_be_heading(texts: Mapping[int, str], plan: Plan) -> bool:
    """Whether a row's name cell is blank or holds a heading's word instead of a name."""
    name = texts.get(plan.name_at, "")
    return not name or normal(name) in WHOLE_WORDS or not looks_like_name(name)


def _texts(row: Cells) -> dict[int, str]:
    return {c: t for c, v in enumerate(row) if v != "" and v is not None and (t := tidy(v))}


def _plan_of(
    heading: layout.Heading,
    bound: list[Bound],
    raw: RawSheet,
    rows: list[Cells],
    first: int,
    sample: list[Cells],
) -> Plan:
    single = [(b.column, b.field) for b in bound if b.field and not b.tick]
    fields = dict(single)
    name_at = next((c for c, name in single if name == "name"), -1)
    labels = {c for c, name in single if name in LABELS or name in ("address",)}
    plan = Plan(
        heading, bound, name_at, fields, heading.leaves,
        Fills(raw, rows, labels, name_at, fields, first), single=single,
    )  # fmt: skip
    plan.ticks = [b for b in bound if b.tick]
    plan.headers = {b.column: b.header for b in bound}
    plan.unknown = [b for b in bound if not b.field]
    plan.present = {b.field: b.column for b in reversed(bound) if b.field}
    plan.boarding_header = next((b.header for b in bound if b.field == "boarding"), "")
    plan.lost_ids = raw.typed_text or _many_lost(sample, fields)
    plan.plain_numbers = raw.typed_text and not _kept_zero(sample, fields)
    return plan


def _column_values(sample: list[Cells], fields: Mapping[int, str], name: str) -> list[Any]:
    column = next((c for c, f in fields.items() if f == name), None)
    return (
        []
        if column is None
        else [r[column] for r in sample if column < len(r) and r[column] not in ("", None)]
    )


def _many_lost(sample: list[Cells], fields: Mapping[int, str]) -> bool:
    """Whether so many ID numbers end in 000 that the column must once have been numbers."""
    tails = [clean(v)[-3:] == "000" for v in _column_values(sample, fields, "id_number")]
    return sum(tails) > max(1, len(tails) // 5)


def _kept_zero(sample: list[Cells], fields: Mapping[int, str]) -> bool:
    """Whether a text column of dates shows 2008.10 or 2008.01 somewhere, so that no zero was lost."""
    typed = [str(v) for v in _column_values(sample, fields, "birth")]
    return any(t.strip().endswith((".10", ".20")) or ".0" in t for t in typed)


def _tenth_unsure(sample: list[Cells], plan: Plan, *, typed_text: bool) -> bool:
    """Whether 7.1 may be 7.10: classes typed as numbers, with a ninth or eleventh beside."""
    typed = _column_values(sample, plan.fields, "klass")
    values = [v for v in typed if isinstance(v, float)]
    if typed_text:
        values = [
            float(v)
            for v in typed
            if re.fullmatch(r"\d\.\d{1,2}", str(v)) and not str(v).endswith("0")
        ]
        if len(values) < len(typed):
            return False
    return any(round(v % 1, 3) == 0.9 or 0.1 < round(v % 1, 3) < 0.2 for v in values)


def _ticks(values: Cells, columns: list[Bound]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for bound in columns:
        text = tidy(values[bound.column]) if bound.column < len(values) else ""
        if not text:
            continue
        if choices.yes_no(text) is not False and _ticks_it(text, bound):
            found.setdefault(bound.field, []).append((bound.tick, bound.column))
        elif bound.field == "boarding" and text == "否":
            other = "住校" if choices.boarding(bound.tick) is False else "走读"
            found.setdefault("boarding", []).append((other, bound.column))
    return found


def _ticks_it(text: str, bound: Bound) -> bool:
    return choices.ticked(text) or text == bound.tick or choices.is_option(bound.field, text)
