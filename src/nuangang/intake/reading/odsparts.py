"""Merges of an .ods, found while its repeats are being checked."""

import zipfile
from io import BytesIO

from lxml import etree

from nuangang.intake.reading import zipguard
from nuangang.intake.reading.bookparts import BookParts
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Merge

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


class OdsParts(BookParts):
    """Reads content.xml once; raises `UnreadableRoster` (encrypted, damaged, too_big)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        manifest = zipguard.whole(archive, "META-INF/manifest.xml", 8 * 2**20)
        if b"encryption-data" in manifest:
            raise UnreadableRoster("encrypted")
        content = zipguard.whole(archive, "content.xml")
        self._merges: dict[str, list[Merge]] = {}
        try:
            self._walk(content)
        except etree.XMLSyntaxError:
            raise UnreadableRoster("damaged") from None

    def _walk(self, content: bytes) -> None:
        table = _Table()
        for event, element in etree.iterparse(
            BytesIO(content), events=("start", "end"), tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        ):  # fmt: skip
            if element.tag == f"{_TABLE}table" and event == "start":
                table = _Table()
                self._merges[element.get(f"{_TABLE}name") or ""] = table.merges
            elif event == "end":
                if element.tag == f"{_TABLE}table-row":
                    table.take(element)
                element.clear()

    def merges(self, sheet: str) -> list[Merge]:
        """Spans of cells, by row and column."""
        return self._merges.get(sheet, [])


def _count(element: etree._Element, name: str) -> int:
    typed = element.get(f"{_TABLE}{name}") or "1"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


class _Table:
    """One table as its rows go by: merges so far, and how far down and right something stands."""

    def __init__(self) -> None:
        self.merges: list[Merge] = []
        self._row = self._full = self._widest = 0

    def take(self, row: etree._Element) -> None:
        """Count one row with its repeats; raises `UnreadableRoster` when it becomes too much."""
        end = _ods_row(row, self._row, self.merges)
        self._row += _count(row, "number-rows-repeated")
        if end:
            self._widest, self._full = max(self._widest, end), self._row
        too_wide = self._widest > MOST_COLUMNS * 10
        if self._full > MOST_ROWS or self._full * self._widest > MOST_CELLS or too_wide:
            raise UnreadableRoster("too_big")


def _ods_row(row: etree._Element, r: int, merges: list[Merge]) -> int:
    """Note a row's merges; how far right it holds something."""
    c = end = 0
    for cell in row:
        repeated = _count(cell, "number-columns-repeated")
        wide, high = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if wide > 1 or high > 1:
            merges.append((r, c, r + high - 1, c + wide - 1))
        c += repeated
        if len(cell) or cell.get(f"{_OFFICE}value-type"):
            end = c
    return end
