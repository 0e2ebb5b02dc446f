"""A sheet under construction that remembers which child stands in which row."""

from collections.abc import Sequence
from typing import Any

from .columns import Column
from .expect import Case, Maybe
from .formats import FORMATS, ONE_SHEET, Sheet
from .people import Child, Town

SOMEBODY = Town("somebody").child()


class Page:
    """One sheet with its truth; row numbers are those Excel shows."""

    def __init__(self, name: str = "Sheet1", left: int = 0):
        """Start an empty sheet, `left` empty columns before everything."""
        self.sheet = Sheet(name)
        self.left = left
        self.children: list[dict[str, Any]] = []
        self.problems: set[tuple[str | None, int, str]] = set()
        self.skipped: set[tuple[str | None, int]] = set()
        self.places: dict[tuple[int, str], str] = {}
        self.header_rows: list[int] = []
        self.name_column = ""

    def add(self, *cells: Any) -> int:
        """Append a row and return its Excel number."""
        self.sheet.rows.append([None] * self.left + list(cells))
        return len(self.sheet.rows)

    def blank(self, count: int = 1) -> None:
        """Append empty rows."""
        for _ in range(count):
            self.add()

    def wide(self, text: str, width: int) -> int:
        """Append a row with one text merged over `width` columns."""
        row = self.add(text, *[None] * (width - 1))
        self.merge(row, 1, row, width)
        return row

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells, counted from one, `left` margin not included."""
        if (top, left) != (bottom, right):
            self.sheet.merges.append(
                (top - 1, left - 1 + self.left, bottom - 1, right - 1 + self.left)
            )

    def header(self, columns: Sequence[Column]) -> int:
        """Append a one-row header."""
        row = self.add(*[c.header for c in columns])
        self.remember([row], columns)
        return row

    def remember(self, rows: Sequence[int], columns: Sequence[Column]) -> None:
        """Remember which rows are headers, and the letter over the children's names."""
        self.header_rows += rows
        named = [at for at, c in enumerate(columns) if c.header and "name" in c.facts(SOMEBODY)]
        self.name_column = chr(ord("A") + self.left + named[0]) if named else ""

    def blocks(self, *blocks: tuple[str, Sequence[Column]]) -> list[Column]:
        """Append a two-row header: block titles merged over their columns; '' merges downwards."""
        top = self.add()
        bottom = self.add()
        flat: list[Column] = []
        for title, inner in blocks:
            first = len(flat) + 1
            flat += inner
            if title:
                self.put(top, first, title)
                self.merge(top, first, top, len(flat))
            for index, column in enumerate(inner, first):
                self.put(bottom if title else top, index, column.header)
                if not title:
                    self.merge(top, index, bottom, index)
        self.remember([top, bottom], flat)
        return flat

    def put(self, row: int, column: int, value: Any) -> None:
        """Write a cell, counted from one."""
        line = self.sheet.rows[row - 1]
        line += [None] * (self.left + column - len(line))
        line[self.left + column - 1] = value

    def child(self, columns: Sequence[Column], child: Child, **facts: Any) -> int:
        """Append a child's row; `facts` correct what is expected of it."""
        row = self.add(*[c.show(child) for c in columns])
        self.expect(row, columns, child, **facts)
        return row

    def odd(
        self, columns: Sequence[Column], child: Child, header: str, value: Any, **facts: Any
    ) -> int:
        """Append a child's row with another value under one header."""
        row = self.child(columns, child, **facts)
        at = [c.header for c in columns].index(header)
        self.put(row, at + 1, value)
        return row

    def expect(
        self, row: int | None, columns: Sequence[Column], child: Child, **facts: Any
    ) -> None:
        """Remember what the row says, given its columns."""
        truth: dict[str, Any] = {}
        for column in columns:
            for key, value in column.facts(child).items():
                if not (isinstance(value, Maybe) and key in truth):
                    truth[key] = value
        truth |= facts
        self.children.append({"sheet": self.sheet.name, "row": row, **truth})

    def numbered(self, columns: Sequence[Column], children: Sequence[Child]) -> None:
        """Append rows for several children, counting up a 序号 column if there is one."""
        for number, child in enumerate(children, 1):
            row = self.child(columns, child)
            for at, column in enumerate(columns, 1):
                if column.header in ("序号", "编号", "No."):
                    self.put(row, at, number)

    def problem(self, row: int, *codes: str) -> None:
        """Expect problems at a row."""
        self.problems |= {(self.sheet.name, row, code) for code in codes}

    def problem_at(self, row: int, column: int, code: str) -> None:
        """Expect a problem at a cell, its column counted from one."""
        self.problem(row, code)
        self.places[(row, code)] = chr(ord("A") + self.left + column - 1)

    def skip(self, *cells: Any) -> int:
        """Append a row that is no child's and has to be listed as skipped."""
        row = self.add(*cells)
        self.skipped.add((self.sheet.name, row))
        return row


def bare(columns: Sequence[Column]) -> Page:
    """Return a page that begins with its header."""
    page = Page()
    page.header(columns)
    return page


def titled(columns: Sequence[Column]) -> Page:
    """Return a page with a middle school's title above its header."""
    page = Page()
    page.wide("龙潭镇初级中学留守儿童花名册", len(columns))
    page.header(columns)
    return page


def case(name: str, form: str, *pages: Page, filename: str = "", allowed: str = "") -> Case:
    """Write the pages in a format and return the case; sheets lose their names in text formats."""
    default, write = FORMATS[form]
    result = Case(
        f"{name} [{form}]", filename or default, write([p.sheet for p in pages]), [], set(), set()
    )
    result.allowed |= set(allowed.split())
    for page in pages:
        named = None if form in ONE_SHEET else page.sheet.name
        result.children += [c | {"sheet": named} for c in page.children]
        result.problems |= {(named, row, code) for _, row, code in page.problems}
        result.skipped |= {(named, row) for _, row in page.skipped}
        result.places |= {(named, *place): letter for place, letter in page.places.items()}
        if page.header_rows:
            result.headers[named] = (page.header_rows, page.name_column)
    return result
