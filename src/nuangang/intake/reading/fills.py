"""Labels that reach over several rows: merged cells, groups with the label once, "as above".

Only labels are filled (class, grade, school, village, address …); never names, IDs or phones
(domain.md §6.4).
"""

from collections.abc import Mapping
from typing import Any

from nuangang.intake.reading.rawsheet import Cells, RawSheet
from nuangang.lib.typed_text import says_same, tidy

_COPIED = frozenset(
    "klass grade school school_code village town head_teacher address hukou_place ethnicity left_type boarding "
    "father_workplace mother_workplace parents_workplace remark hukou_type mentor mentor_unit".split()
)
_LOOKED_AT = 400


class Fills:
    """What a label cell means in a row where it is blank or says "as above".

    `copied` collects the fields of the present row that were copied on the word of "as above",
    `reached` those that were blank and took the label of their group.
    """

    def __init__(
        self, raw: RawSheet, rows: list[Cells], labels: set[int], name_at: int,
        fields: Mapping[int, str], first: int,
    ) -> None:  # fmt: skip
        self._labels, self._fields = labels, fields
        self._merged: dict[tuple[int, int], Any] = {}
        self._name_tails: set[int] = set()
        merged_columns: set[int] = set()
        for top, left, bottom, right in raw.merges:
            if bottom == top or top < first:
                continue
            for column in range(left, min(right, left + 50) + 1):
                if column in labels:
                    merged_columns.add(column)
                    self._spread(rows, top, left, min(bottom, len(rows)), column)
            if left <= name_at <= right:
                self._name_tails.update(range(top + 1, min(bottom, len(rows)) + 1))
        blocks = {c for c in labels - merged_columns if _in_blocks(rows, first, c, name_at)}
        self._blocks = (
            blocks if not raw.knows_merges or not merged_columns else blocks - merged_columns
        )
        self._above: dict[int, Any] = {}
        self.copied: set[str] = set()
        self.reached: set[str] = set()

    def _spread(self, rows: list[Cells], top: int, left: int, bottom: int, column: int) -> None:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in range(top, bottom + 1):
            self._merged[row, column] = value

    def value(self, row: int, column: int, value: Any) -> Any:
        """The cell's value, or the label that reaches down to it."""
        field = self._fields.get(column, "")
        if field not in _COPIED:
            return value
        if column in self._labels and (row, column) in self._merged and not tidy(value):
            value = self._merged[row, column]
        text = tidy(value)
        if text and says_same(text):
            self.copied.add(field)
            return self._above.get(column, "")
        if not text and column in self._blocks:
            if self._above.get(column):
                self.reached.add(field)
            return self._above.get(column, "")
        self._above[column] = value
        return value

    def forget(self) -> None:
        """A new title begins: labels above it reach no further."""
        self._above.clear()

    def continues_name(self, row: int) -> bool:
        """Whether the row lies under a merged name: a second line of the same child."""
        return row in self._name_tails


def _in_blocks(rows: list[Cells], first: int, column: int, name_at: int) -> bool:
    """Whether a label stands once per group: mostly blank, and never the same twice running."""
    filled = blank = 0
    previous = ""
    for row in rows[first : first + _LOOKED_AT]:
        if name_at >= len(row) or not tidy(row[name_at]):
            continue
        text = tidy(row[column]) if column < len(row) else ""
        if text and text == previous:
            return False
        filled, blank = filled + bool(text), blank + (not text)
        previous = text
    return filled > 0 and blank > filled and _starts_filled(rows, first, column, name_at)


def _starts_filled(rows: list[Cells], first: int, column: int, name_at: int) -> bool:
    for row in rows[first : first + _LOOKED_AT]:
        if name_at < len(row) and tidy(row[name_at]):
            return column < len(row) and bool(tidy(row[column]))
    return False
