"""One row on its way to becoming a child: its cells by field, facts found, problems raised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nuangang.intake.reading.problems import CELL, NOTE, Problem
from nuangang.intake.reading.rawsheet import letter
from nuangang.lib.typed_text import plain, says_nothing, says_same, tidy


@dataclass(slots=True)
class Draft:
    """A row's cells by field as (value, column), and what has been made of them so far.

    `number` is Excel's row; `ticks` holds the words whose tick columns are ticked, by field;
    `present` the column of every field the sheet has one for; `said` the words over
    it; `rows` the rows of a card's fields.
    """

    sheet: str
    number: int
    cells: dict[str, tuple[Any, int]]
    ticks: dict[str, list[tuple[str, int]]]
    present: dict[str, int]
    said: dict[str, str] = field(default_factory=dict)
    plain_numbers: bool = False
    epoch_1904: bool = False
    shown: Callable[[int, int], str] | None = None
    rows: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """The raw value of a field's cell, or None."""
        cell = self.cells.get(name)
        return cell[0] if cell else None

    def text(self, name: str) -> str:
        """A field's cell as typed, tidied; empty for a missing cell or a word for "none"."""
        cell = self.cells.get(name)
        if cell is None:
            return ""
        text = tidy(cell[0])
        return "" if says_nothing(text) else text

    def words(self, name: str) -> str:
        """A choice's cell as typed: 无 and × count there; empty only for an empty cell."""
        cell = self.cells.get(name)
        return tidy(cell[0]) if cell else ""

    def put(self, name: str, value: Any) -> None:
        """Keep a fact unless an earlier one stands or there is nothing to keep."""
        if value not in (None, "") and name not in self.facts:
            self.facts[name] = value

    def problem(self, kind: str, name: str, severity: str = CELL, **details: Any) -> None:
        """Note a problem at a field's cell, or at the name if the sheet has no such column."""
        cell = self.cells.get(name)
        at = cell[1] if cell else self.present.get(name, self.present.get("name"))
        column = "" if at is None else letter(at)
        self.problems.append(
            Problem(self.sheet, self.number, column, name, kind, severity, details)
        )

    def note(self, kind: str, name: str, **details: Any) -> None:
        """Something to look at that leaves the cell as it is."""
        self.problem(kind, name, NOTE, **details)

    def copied_above(self, name: str) -> bool:
        """Whether the cell says "as above", which is not believed here; that is noted."""
        value = self.value(name)
        if isinstance(value, str) and len(value) < 9 and says_same(plain(value)):
            self.note("same_as_above", name)
            return True
        return False
