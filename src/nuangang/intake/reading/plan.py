"""What is known of a heading's columns once they are bound: the plan for the rows below."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nuangang.intake.reading.columns import Bound
from nuangang.intake.reading.fills import Fills
from nuangang.intake.reading.layout import Heading
from nuangang.intake.reading.rawsheet import Cells, RawSheet
from nuangang.intake.reading.rows import LABELS
from nuangang.lib.idnumber import clean


@dataclass(slots=True)
class Plan:
    """A heading bound to fields, ready to read the rows below it.

    `single` are the columns of values, `ticks` those of ticks, `unknown` the rest; `said` is the
    words over each field, `headers` over each column; `beside` the same list's further parts to the
    right.
    """

    heading: Heading
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
    beside: list["Plan"] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    lost_ids: bool = False
    plain_numbers: bool = False


def plan_of(
    heading: Heading,
    bound: list[Bound],
    raw: RawSheet,
    rows: list[Cells],
    first: int,
    sample: list[Cells],
) -> Plan:
    """A heading's columns with all that reading the rows from `first` on needs to know of them."""
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
    plan.said = {b.field: b.header for b in reversed(bound) if b.field}
    plan.lost_ids = _many_lost(sample, fields, typed_text=raw.typed_text)
    plan.plain_numbers = raw.typed_text and not _kept_zero(sample, fields)
    return plan


def _column_values(sample: list[Cells], fields: Mapping[int, str], name: str) -> list[Any]:
    column = next((c for c, f in fields.items() if f == name), None)
    return (
        []
        if column is None
        else [r[column] for r in sample if column < len(r) and r[column] not in ("", None)]
    )


def _many_lost(sample: list[Cells], fields: Mapping[int, str], *, typed_text: bool) -> bool:
    """Whether so many ID numbers end in 000 that the column must once have been numbers.

    One in a thousand sound numbers ends so; in a text file, which shows no types, a twentieth is
    too many, in a workbook's text cells a fifth.
    """
    tails = [clean(v)[-3:] == "000" for v in _column_values(sample, fields, "id_number")]
    return sum(tails) * 20 > len(tails) if typed_text else sum(tails) > max(1, len(tails) // 5)


def _kept_zero(sample: list[Cells], fields: Mapping[int, str]) -> bool:
    """Whether a text column of dates shows 2008.10 or 2008.01 somewhere, so that no zero was lost."""
    typed = [str(v) for v in _column_values(sample, fields, "birth")]
    return any(t.strip().endswith((".10", ".20")) or ".0" in t for t in typed)


def tenth_unsure(sample: list[Cells], plan: Plan, *, typed_text: bool) -> bool:
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
