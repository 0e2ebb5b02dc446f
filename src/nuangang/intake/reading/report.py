"""What came out of reading a roster, for the preview, the command line and the register."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from nuangang.intake.reading.problems import ROW, WHY_SKIPPED, Problem

CONTRACT = (
    "name", "gender", "birth", "id_number", "grade", "klass", "ethnicity", "address", "village", "boarding",
    "father_name", "father_phone", "father_workplace", "mother_name", "mother_phone", "mother_workplace",
    "guardian_name", "guardian_relation", "guardian_phone", "guardian_age", "guardian_health", "both_parents_away",
)  # fmt: skip

_ENDINGS = {
    "xls": (".xls", ".et"), "workbook": (".xlsx", ".xlsm", ".xlsb", ".ods", ".et"),
    "csv": (".csv", ".txt", ".tsv"), "html": (".html", ".htm", ".mht"), "xml": (".xml",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its letter, the words over it, its field (None if unknown) and how that was told.

    `how` is whole, halves, tick, part, context, chosen or none; part is a guess to look at.
    """

    letter: str
    header: str
    field: str | None
    how: str

    def as_json(self) -> dict[str, Any]:
        """The column as `import-roster --json` prints it."""
        return {"letter": self.letter, "header": self.header, "field": self.field, "how": self.how}


@dataclass(slots=True)
class SheetReading:
    """One sheet: where its headings are, its columns, a fingerprint of the layout and counts.

    `head` holds the sheet's first rows as text for the preview; `header_rows` are Excel's numbers. `cards` marks a sheet with one
    card per child, which has no heading rows.
    """

    name: str
    hidden: bool = False
    cards: bool = False
    header_rows: list[int] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    fingerprint: str = ""
    rows: int = 0
    children: int = 0
    blocked: int = 0
    skipped: int = 0
    hidden_rows: int = 0
    head: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The sheet as `import-roster --json` prints it."""
        return {
            "name": self.name, "hidden": self.hidden, "cards": self.cards, "header_rows": self.header_rows,
            "columns": [c.as_json() for c in self.columns], "fingerprint": self.fingerprint,
            "rows": self.rows, "children": self.children, "blocked": self.blocked, "skipped": self.skipped,
        }  # fmt: skip


@dataclass(slots=True)
class ChildRow:
    """One child as its row tells it: `facts` by canonical field, in plain JSON values.

    `derived` names the fields that came from the ID number, a title or a sheet's name instead of
    a cell; `others` holds the columns no field is known for, by their heading.
    """

    sheet: str
    row: int
    facts: dict[str, Any]
    derived: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The contract's fields first, then whatever else the row tells."""
        told = {key: self.facts[key] for key in CONTRACT if key in self.facts}
        more = {key: value for key, value in self.facts.items() if key not in told}
        return {"sheet": self.sheet, "row": self.row, **told, **more} | (
            {"others": self.others} if self.others else {}
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that holds no child; `code` is a key of `problems.WHY_SKIPPED`."""

    sheet: str
    row: int
    code: str

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return str(WHY_SKIPPED[self.code])

    def as_json(self) -> dict[str, Any]:
        """The row as `import-roster --json` prints it."""
        return {"sheet": self.sheet, "row": self.row, "why": self.why, "code": self.code}


@dataclass(slots=True)
class Reading:
    """A whole file: its sheets, the children that can be taken in, problems and skipped rows."""

    filename: str
    kind: str
    sheets: list[SheetReading] = field(default_factory=list)
    children: list[ChildRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def misnamed(self) -> bool:
        """Whether the file is of another kind than its name says, a CSV called .xlsx, say."""
        return not self.filename.lower().endswith(_ENDINGS[self.kind])

    @property
    def blocked(self) -> set[tuple[str, int]]:
        """The (sheet, row) of every row that cannot be taken in."""
        return {(p.sheet, p.row) for p in self.problems if p.severity == ROW}

    def totals(self) -> dict[str, int]:
        """rows = children + blocked; what becomes of the children is the register's to add."""
        blocked = len(self.blocked)
        return {
            "rows": len(self.children) + blocked,
            "children": len(self.children),
            "blocked": blocked,
        }

    def counted_problems(self) -> Counter[str]:
        """How often each code came up."""
        return Counter(p.code for p in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The object of `import-roster --json`, without created, updated and unchanged."""
        return {
            "sheets": [s.as_json() for s in self.sheets],
            "skipped": [s.as_json() for s in self.skipped],
            "totals": self.totals(),
            "children": [c.as_json() for c in self.children],
            "problems": [p.as_json() for p in self.problems],
        }
