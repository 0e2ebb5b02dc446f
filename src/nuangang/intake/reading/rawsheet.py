"""A sheet as its file gives it, before anything is understood."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_ROWS = 150_000
MOST_COLUMNS = 400
MOST_CELLS = 6_000_000

Cells = list[Any]
Merge = tuple[int, int, int, int]


@dataclass(slots=True)
class RawSheet:
    """Rows of plain values counted from A1; merges as (top, left, bottom, right), zero-based.

    `rows()` starts afresh each time. `typed_text` says that numbers came as the text that was
    shown (CSV, HTML), so an ID number may have lost its digits without looking like a number.
    """

    name: str
    rows: Callable[[], Iterator[Cells]]
    height: int
    merges: list[Merge] = field(default_factory=list)
    knows_merges: bool = True
    hidden: bool = False
    typed_text: bool = False
    epoch_1904: bool = False
    error_cells: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    shown: Callable[[int, int], str] | None = None


def from_list(name: str, rows: list[Cells], **more: Any) -> RawSheet:
    """A sheet over rows that are already in memory."""
    return RawSheet(name, rows=lambda: iter(rows), height=len(rows), **more)


def letter(column: int) -> str:
    """The spreadsheet letter of a zero-based column: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(letters: str) -> int:
    """The zero-based column of a spreadsheet letter: AA → 26."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1
