"""Excel 2003's XML spreadsheets, which old systems also save under the name .xls."""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Merge,
    RawSheet,
    from_list,
)

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read(data: bytes) -> list[RawSheet]:
    """One sheet per worksheet; raises `UnreadableRoster`."""
    if b"<!ENTITY" in data[:4096] or b"<!DOCTYPE" in data[:4096]:
        raise UnreadableRoster("bomb")
    try:
        return list(_sheets(data))
    except etree.XMLSyntaxError:
        raise UnreadableRoster("cut_off" if b"</Workbook" not in data else "damaged") from None


def _sheets(data: bytes) -> Iterator[RawSheet]:
    rows: list[Cells] = []
    merges: list[Merge] = []
    for _, element in etree.iterparse(
        BytesIO(data), tag=(f"{_SS}Worksheet", f"{_SS}Row"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    ):  # fmt: skip
        if element.tag == f"{_SS}Row":
            _take(element, rows, merges)
        else:
            yield from_list(element.get(f"{_SS}Name") or "", rows, merges=merges)
            rows, merges = [], []
        element.clear()


def _take(row: etree._Element, rows: list[Cells], merges: list[Merge]) -> None:
    """Add a row at its place; Excel leaves out the empty ones above it."""
    at = max(len(rows), _number(row, "Index", len(rows) + 1) - 1)
    if at > MOST_ROWS:
        raise UnreadableRoster("too_big")
    rows += [[] for _ in range(at - len(rows))]
    rows.append(_cells(row, at, merges))


def _number(element: etree._Element, name: str, default: int) -> int:
    typed = element.get(f"{_SS}{name}") or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else default


def _cells(row: etree._Element, at: int, merges: list[Merge]) -> Cells:
    cells: Cells = []
    for cell in row.iterchildren(f"{_SS}Cell"):
        start = max(len(cells), _number(cell, "Index", len(cells) + 1) - 1)
        if start >= MOST_COLUMNS:
            break
        across = min(_number(cell, "MergeAcross", 0), MOST_COLUMNS)
        down = _number(cell, "MergeDown", 0)
        cells += [""] * (start - len(cells))
        cells += [_value(cell.find(f"{_SS}Data")), *[""] * across]
        if across or down:
            merges.append((at, start, at + down, start + across))
    return cells


def _value(data: etree._Element | None) -> object:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    return text.removesuffix("T00:00:00.000") if kind == "DateTime" else text
