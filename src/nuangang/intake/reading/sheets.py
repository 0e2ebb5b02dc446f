"""One sheet from top to bottom: headings, titles between, children, and rows to skip."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date

from nuangang.intake.reading import cards, layout
from nuangang.intake.reading.children import read_child
from nuangang.intake.reading.columns import Bound, bind
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.drafting import draft_of
from nuangang.intake.reading.duplicates import Duplicates
from nuangang.intake.reading.family import read_more_family
from nuangang.intake.reading.headers import WHOLE_WORDS, normal
from nuangang.intake.reading.plan import Plan, plan_of, tenth_unsure
from nuangang.intake.reading.problems import ROW
from nuangang.intake.reading.rawsheet import Cells, RawSheet, column_of, letter
from nuangang.intake.reading.report import ChildRow, Column, Reading, SheetReading, Skipped
from nuangang.intake.reading.rows import (
    has_substance,
    looks_like_name,
    starts_heading,
    why_skip,
)
from nuangang.intake.reading.schoolclass import ClassContext
from nuangang.lib import classnames
from nuangang.lib.typed_text import tidy

_SEARCHED = 45
_SAMPLED = 200
_SHOWN = 25
_STEP = 500
_PROMISE = re.compile(r"留守|学生|儿童|花名册|名册|班级|[)）\d一二三四五六七八九十]班|年级")
_READ: Cells = []
_STAGES = (
    ("九年一贯", ""),
    ("初级中学", "junior"),
    ("初中", "junior"),
    ("中学", "junior"),
    ("小学", "primary"),
)


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
        plan, *beside = [self._bound(part, first, sample) for part in layout.side_by_side(heading)]
        plan.beside = beside
        bound = [b for part in (plan, *beside) for b in part.bound]
        self._context.tenth_unsure = tenth_unsure(sample, plan, typed_text=self._raw.typed_text)
        if not self._sheet.columns:
            self._tell_columns(heading, bound)
        return plan

    def _bound(self, heading: layout.Heading, first: int, sample: list[Cells]) -> Plan:
        bound = bind(
            heading, lambda c: [r[c] for r in sample if c < len(r)], self._chosen, self._today.year
        )
        return plan_of(heading, bound, self._raw, self._rows, first, sample)

    def _tell_columns(self, heading: layout.Heading, bound: list[Bound]) -> None:
        self._sheet.columns = [
            Column(letter(b.column), b.header, b.field or None, b.how) for b in bound
        ]
        words = "|".join(
            f"{c}:{'/'.join(map(normal, heading.chains[c]))}" for c in sorted(heading.chains)
        )
        self._sheet.fingerprint = _digest(words)

    def _row(self, row: int, texts: dict[int, str], plan: Plan) -> None:
        """One row of the list; of a list set in columns, every part of it that has a name."""
        beside = [part for part in plan.beside if self._has_child(texts, part)]
        if beside:
            texts = {c: t for c, t in texts.items() if c in plan.heading.chains}
        if texts or not beside:
            self._main_row(row, texts, plan)
        for part in beside:
            self._child(row, part)

    def _has_child(self, texts: dict[int, str], part: Plan) -> bool:
        own = {c: t for c, t in texts.items() if c in part.heading.chains}
        named = looks_like_name(own.get(part.name_at, ""))
        return named and not why_skip(own, part.name_at, part.fields, part.leaves)

    def _main_row(self, row: int, texts: dict[int, str], plan: Plan) -> None:
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
            elif why == "continuation" and self._reading.children:
                read_more_family(
                    draft_of(self._raw, row, self._rows[row], plan),
                    self._reading.children[-1].facts,
                )
            self._skip(row, why)
            return
        self._child(row, plan)

    def _nameless(self, row: int, texts: dict[int, str], plan: Plan) -> str:
        if plan.fills.continues_name(row):
            return "continuation"
        return "" if has_substance(texts, plan.fields) else "only_number"

    def _child(self, row: int, plan: Plan) -> None:
        draft = draft_of(self._raw, row, self._rows[row], plan)
        if row in self._raw.hidden_rows:
            draft.note("hidden_row", "name")
        self._finish(draft, plan)

    def _finish(self, draft: Draft, plan: Plan | None = None) -> None:
        """Turn a draft into a child, or count its row as blocked."""
        fine = read_child(
            draft, self._context, self._today, lost_ids=plan.lost_ids if plan else self._raw.typed_text,
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


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def may_be_heading(texts: Mapping[int, str], plan: Plan) -> bool:
    """Whether a row's name cell is blank or holds a heading's word instead of a name."""
    name = texts.get(plan.name_at, "")
    return not name or normal(name) in WHOLE_WORDS or not looks_like_name(name)


def _texts(row: Cells) -> dict[int, str]:
    return {c: t for c, v in enumerate(row) if v != "" and v is not None and (t := tidy(v))}
