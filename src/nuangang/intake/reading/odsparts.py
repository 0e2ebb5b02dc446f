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
            for _, table in etree.iterparse(
                BytesIO(content), tag=f"{_TABLE}table", resolve_entities=False, no_network=True,
                load_dtd=False, huge_tree=False,
            ):  # fmt: skip
                self._merges[table.get(f"{_TABLE}name") or ""] = _ods_merges(table)
                table.clear()
        except etree.XMLSyntaxError:
            raise UnreadableRoster("damaged") from None

    def merges(self, sheet: str) -> list[Merge]:
        return self._merges.get(sheet, [])


def _count(element: etree._Element, name: str) -> int:
    typed = element.get(f"{_TABLE}{name}") or "1"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


def _ods_merges(table: etree._Element) -> list[Merge]:
    merges: list[Merge] = []
    r = widest = full = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _count(row, "number-rows-repeated")
        end = _ods_row(row, r, merges)
        r += repeated
        if end:
            widest, full = max(widest, end), r
        if full > MOST_ROWS or full * widest > MOST_CELLS or widest > MOST_COLUMNS * 10:
            raise UnreadableRoster("too_big")
    return merges


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
