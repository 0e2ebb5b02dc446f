"""HTML tables, as old systems save them under the name .xls, and web archives of them."""

import email
import email.policy
import re

from lxml import etree, html

from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Merge,
    RawSheet,
    from_list,
)

_MOST_CHARACTERS = 20 * 2**20
_MOST_TAGS = 2_500_000
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,60})</x:Name>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BREAKS = {"br", "p", "div"}


def read(text: str, name: str) -> list[RawSheet]:
    """One sheet per table that holds no other table; spans become merges. Raises `UnreadableRoster`."""
    if len(text) > _MOST_CHARACTERS or text.count("<") > _MOST_TAGS:
        raise UnreadableRoster("too_big")
    if not re.search(r"</\s*table", text, re.IGNORECASE):
        raise UnreadableRoster(
            "cut_off" if re.search(r"<\s*table", text, re.IGNORECASE) else "no_roster"
        )
    tables = _tables(text)
    names = _SHEET_NAME.findall(text)
    if len(names) != len(tables):
        names = [name if i == 0 else f"{name} {i + 1}" for i in range(len(tables))]
    return [_sheet(table, title) for table, title in zip(tables, names, strict=True)]


def _tables(text: str) -> list[html.HtmlElement]:
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableRoster("damaged") from None
    return [t for t in root.iter("table") if next(t.iterdescendants("table"), None) is None]


def _sheet(table: html.HtmlElement, name: str) -> RawSheet:
    rows: list[Cells] = []
    merges: list[Merge] = []
    below: dict[tuple[int, int], bool] = {}
    total = 0
    for r, tr in enumerate(t for t in table.iter("tr") if next(t.iterancestors("table")) is table):
        cells: Cells = []
        for cell in tr.iterchildren("td", "th"):
            total += _place(cell, r, cells, merges, below)
        _skip_taken(cells, r, below)
        rows.append(cells)
        if r > MOST_ROWS or total + len(below) > MOST_CELLS:
            raise UnreadableRoster("too_big")
    return from_list(name, rows, merges=merges, typed_text=True)


def _skip_taken(cells: Cells, row: int, below: dict[tuple[int, int], bool]) -> None:
    while below.pop((row, len(cells)), None):
        cells.append("")


def _place(
    cell: html.HtmlElement,
    row: int,
    cells: Cells,
    merges: list[Merge],
    below: dict[tuple[int, int], bool],
) -> int:
    _skip_taken(cells, row, below)
    at = len(cells)
    if at >= MOST_COLUMNS:
        return 0
    wide = min(_span(cell, "colspan"), MOST_COLUMNS - at)
    high = min(_span(cell, "rowspan"), 2_000)
    cells += [_text(cell), *[""] * (wide - 1)]
    if wide > 1 or high > 1:
        merges.append((row, at, row + high - 1, at + wide - 1))
        below.update(
            {(r, c): True for r in range(row + 1, row + high) for c in range(at, at + wide)}
        )
    return wide


def _span(cell: html.HtmlElement, which: str) -> int:
    typed = (cell.get(which) or "1").strip()
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _text(cell: html.HtmlElement) -> str:
    parts: list[str] = [cell.text or ""]
    for inner in cell.iterdescendants():
        if inner.tag in _BREAKS:
            parts.append("\n")
        if inner.tag not in ("style", "script"):
            parts.append(inner.text or "")
        parts.append(inner.tail or "")
    return re.sub(r"[ \t\r\f\v]*\n\s*", "\n", re.sub(r"\r?\n[ \t]+", " ", "".join(parts))).strip()


def from_archive(data: bytes) -> str:
    """The HTML inside a web archive (.mht); raises `UnreadableRoster`."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [p for p in message.walk() if p.get_content_type() == "text/html"]
    texts = []
    for page in pages:
        try:
            texts.append(page.get_content())
        except (LookupError, ValueError, AssertionError):
            continue
    with_table = [t for t in texts if "<table" in t.lower()]
    if not with_table:
        raise UnreadableRoster("no_roster")
    return max(with_table, key=len)
