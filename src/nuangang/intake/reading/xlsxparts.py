"""Errors, hidden rows, number formats and true sizes of an .xlsx, beside what calamine tells."""

import re
import zipfile
from collections.abc import Callable
from functools import cache

from lxml import etree

from nuangang.intake.reading import zipguard
from nuangang.intake.reading.bookparts import BookParts, parsed
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, column_of, letter

_MOST_TEXT = 300 * 2**20
_OVERLAP = 2_000
_ERROR = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})\"""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})\""""
)
_STYLED = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\bs="(\d+)")[^<>]*?\br="([A-Z]{1,3}\d{1,7})"')
_WIDE = re.compile(rb"""["']([A-Z]{2,3})\d{1,7}["':]""")
_ROWS = re.compile(rb'<row[^<>]*? r="(\d{1,9})"')
_DEEP = re.compile(rb"""["'][A-Z]{0,3}(?:[1-9]\d{6,}|[2-9]\d{5}|1[5-9]\d{4})["':]""")
_STRANGE = re.compile(rb"""=\s*["'][^"'<>]*&#|\x00""")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class XlsxParts(BookParts):
    """Errors, hidden rows and number formats of an .xlsx, found while its size is being checked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        book = parsed(zipguard.whole(archive, "xl/workbook.xml", 8 * 2**20))
        self.epoch_1904 = any(
            e.get("date1904") in ("1", "true") for e in book.iter("{*}workbookPr")
        )
        self._paths = _sheet_paths(archive, book)
        self._errors: dict[str, frozenset[tuple[int, int]]] = {}
        self._hidden: dict[str, frozenset[int]] = {}
        cells = sum(self._scan(name, path) for name, path in self._paths.items())
        self._weigh_texts(cells)

    def _scan(self, name: str, path: str) -> int:
        errors: set[tuple[int, int]] = set()
        hidden: set[int] = set()
        cells = 0
        large = False
        kept = b""
        for piece in zipguard.chunks(self._archive, path):
            window = kept + piece
            kept = piece[-_OVERLAP:]
            cells += piece.count(b"<c ")
            if b't="e"' in window:
                errors |= {(int(r) - 1, column_of(c.decode())) for c, r in _ERROR.findall(window)}
            if b"hidden=" in window:
                hidden |= {int(r) - 1 for r in _HIDDEN_ROW.findall(window)}
            large = large or _looks_large(window)
        self._weigh_cells(path, cells, large=large)
        self._errors[name], self._hidden[name] = frozenset(errors), frozenset(hidden)
        return cells

    def _weigh_cells(self, path: str, cells: int, *, large: bool) -> None:
        """Refuse a sheet whose far corner would make the reader take room for millions of cells."""
        try:
            rows, columns = _corner(self._archive, path) if large else (0, 0)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, ValueError):
            raise UnreadableRoster("damaged") from None
        if rows > MOST_ROWS or rows * columns > MOST_CELLS or cells > MOST_CELLS:
            raise UnreadableRoster("too_big")

    def _weigh_texts(self, cells: int) -> None:
        """Refuse a long shared text that a small file repeats a million times."""
        name = "xl/sharedStrings.xml"
        if name not in self._archive.NameToInfo:
            return
        texts = zipguard.whole(self._archive, name)
        longest = max((len(part) for part in texts.split(b"<si")), default=0)
        if longest * cells > _MOST_TEXT and longest > 2_000:
            self._count_texts(texts)

    def _count_texts(self, texts: bytes) -> None:
        lengths = [len(part) for part in texts.split(b"<si")[2:]]
        total = 0
        for path in self._paths.values():
            sheet = zipguard.whole(self._archive, path)
            for found in re.finditer(rb't="s"[^<>]*>\s*<v>(\d{1,8})</v>', sheet):
                at = int(found[1])
                total += lengths[at] if at < len(lengths) else 0
            if total > _MOST_TEXT:
                raise UnreadableRoster("bomb")

    def error_cells(self, sheet: str) -> frozenset[tuple[int, int]]:
        return self._errors.get(sheet, frozenset())

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        return self._hidden.get(sheet, frozenset())

    def shown(self, sheet: str) -> Callable[[int, int], str] | None:
        path = self._paths.get(sheet)
        if path is None:
            return None

        @cache
        def formats() -> dict[bytes, str]:
            codes = _number_formats(self._archive)
            styled = _STYLED.findall(zipguard.whole(self._archive, path))
            return {
                ref: codes[int(s)] for s, ref in styled if int(s) < len(codes) and codes[int(s)]
            }

        def shown(row: int, column: int) -> str:
            return formats().get(f"{letter(column)}{row + 1}".encode(), "")

        return shown


def _looks_large(window: bytes) -> bool:
    """Whether a piece of a sheet speaks of far cells, or is written so that one cannot tell.

    Every row and cell of the usual writers carries r="…"; whatever doesn't is counted exactly.
    """
    told = window.count(b' r="')
    things = (
        window.count(b"<c ") + window.count(b"<c>") + window.count(b"<c/") + window.count(b"<row")
    )
    if told + 2 < things or b":c " in window or b":row" in window or _STRANGE.search(window):
        return True
    columns = max((column_of(c.decode()) for c in set(_WIDE.findall(window))), default=26) + 1
    row = int((_ROWS.findall(window) or [b"1"])[-1])
    return columns > MOST_COLUMNS or row * columns > MOST_CELLS or bool(_DEEP.search(window))


def _corner(archive: zipfile.ZipFile, path: str) -> tuple[int, int]:
    """The last row and column of a sheet that hold a value, counted cell by cell."""
    row = column = last_row = last_column = 0
    with archive.open(path) as stream:
        for _, element in etree.iterparse(
            stream, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False,
        ):  # fmt: skip
            if _ == "start" and element.tag.endswith("row"):
                row, column = _number(element.get("r")) or row + 1, 0
            elif _ == "end" and element.tag.endswith("}c"):
                match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", (element.get("r") or "").strip())
                column = column_of(match[1]) + 1 if match else column + 1
                if len(element):
                    last_row = max(last_row, int(match[2]) if match else row)
                    last_column = max(last_column, column)
            if _ == "end":
                element.clear()
    return last_row, last_column


def _number(typed: str | None) -> int:
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _sheet_paths(archive: zipfile.ZipFile, book: etree._Element) -> dict[str, str]:
    rels = zipguard.whole(archive, "xl/_rels/workbook.xml.rels", 8 * 2**20)
    targets = {r.get("Id"): r.get("Target") or "" for r in parsed(rels)} if rels else {}
    found = {}
    for sheet in book.iter("{*}sheet"):
        rel = next((v for k, v in sheet.attrib.items() if k == _REL or k.endswith("}id")), "")
        target = targets.get(rel, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path not in archive.NameToInfo:
            raise UnreadableRoster("damaged")
        found[sheet.get("name") or ""] = path
    return found


def _number_formats(archive: zipfile.ZipFile) -> list[str]:
    styles = zipguard.whole(archive, "xl/styles.xml", 32 * 2**20)
    if not styles:
        return []
    root = parsed(styles)
    custom = {f.get("numFmtId"): f.get("formatCode") or "" for f in root.iter("{*}numFmt")}
    built_in = {"1": "0", "2": "0.00", "49": "@"}
    cells = root.find("{*}cellXfs")
    ids = [x.get("numFmtId") or "0" for x in cells] if cells is not None else []
    return [custom.get(i) or built_in.get(i, "") for i in ids]
