"""Excel and OpenDocument workbooks: values by calamine, everything else looked up beside it."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nuangang.intake.reading import oleguard, zipguard
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Merge,
    RawSheet,
    column_of,
)

_MOST_SHEETS = 200
_MOST_TEXT = 300 * 2**20
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^<>]*[^/<>]>\s*<(?:\w+:)?(?:v|is|f)\b"""
)
_ERROR = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})\"""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})\""""
)
_FAR_ROW = re.compile(rb"""\br\s*=\s*["'][A-Z]{1,3}(?:[1-9]\d{6}|[2-9]\d{5}|1[5-9]\d{4})["']""")
_STYLED = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\bs="(\d+)")[^<>]*?\br="([A-Z]{1,3}\d{1,7})"')
_OVERLAP = 2_000
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def read(data: bytes, kind: str) -> list[RawSheet]:
    """All sheets of an xls, xlsx, xlsb or ods file, hidden ones marked; raises `UnreadableRoster`."""
    parts = _Ole(data) if kind == "ole" else _zipped(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet][
            :_MOST_SHEETS
        ]
        return [
            _sheet(book, meta.name, meta.visible != SheetVisibleEnum.Visible, parts)
            for meta in sheets
        ]
    except PasswordError:
        raise UnreadableRoster("encrypted") from None
    except CalamineError as error:
        raise UnreadableRoster(_blame(error, kind)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableRoster("damaged") from None


def _blame(error: Exception, kind: str) -> str:
    text = str(error).lower()
    if "password" in text or "encrypt" in text:
        return "encrypted"
    return "cut_off" if kind == "ole" else "damaged"


def _sheet(book: CalamineWorkbook, name: str, hidden: bool, parts: "_Parts") -> RawSheet:
    sheet = book.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    height = sheet.end[0] + 1 if sheet.end else 0
    if height > MOST_ROWS or sheet.width > MOST_COLUMNS * 10:
        raise UnreadableRoster("too_big")
    merges = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    return RawSheet(
        name, rows=lambda: _rows(sheet, left), height=height,
        merges=parts.merges(name) or merges, hidden=hidden, epoch_1904=parts.epoch_1904,
        error_cells=parts.error_cells(name), hidden_rows=parts.hidden_rows(name),
        shown=parts.shown(name),
    )  # fmt: skip


def _rows(sheet: object, left: int) -> Iterator[Cells]:
    """Rows from row 1 and column A: the reader gives the empty rows above, not the empty columns."""
    pad = [""] * left
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        cells = pad + row if left else row
        yield cells[:MOST_COLUMNS]


class _Parts:
    """What calamine does not tell of a workbook."""

    epoch_1904 = False

    def merges(self, sheet: str) -> list[Merge]:
        return []

    def error_cells(self, sheet: str) -> frozenset[tuple[int, int]]:
        return frozenset()

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        return frozenset()

    def shown(self, sheet: str):  # type: ignore[no-untyped-def]
        return None


class _Ole(_Parts):
    """The date system and the error cells of an .xls, found while its sectors are being checked."""

    def __init__(self, data: bytes) -> None:
        self._facts = oleguard.checked(data)
        self.epoch_1904 = self._facts.epoch_1904
        self._names: list[str] = []

    def error_cells(self, sheet: str) -> frozenset[tuple[int, int]]:
        at = len(self._names)
        self._names.append(sheet)
        return frozenset(self._facts.errors[at]) if at < len(self._facts.errors) else frozenset()


def _zipped(data: bytes) -> _Parts:
    archive = zipguard.opened(data)
    names = archive.NameToInfo
    if "xl/workbook.xml" in names:
        return _Xlsx(archive)
    if "xl/workbook.bin" in names:
        return _Parts()
    if "content.xml" in names:
        return _Ods(archive)
    if any(n.startswith("word/") for n in names):
        raise UnreadableRoster("word")
    if any(n.startswith("ppt/") for n in names):
        raise UnreadableRoster("slides")
    if any(n.startswith("xl/") for n in names):
        raise UnreadableRoster("damaged")
    raise UnreadableRoster("archive")


class _Xlsx(_Parts):
    """Errors, hidden rows and number formats of an .xlsx, found while its size is being checked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        book = _xml(zipguard.whole(archive, "xl/workbook.xml", 8 * 2**20))
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
        cells = last_row = last_column = 0
        kept = b""
        for piece in zipguard.chunks(self._archive, path):
            window = kept + piece
            kept = piece[-_OVERLAP:]
            cells += piece.count(b"<c ")
            if b't="e"' in window:
                errors |= {(int(r) - 1, column_of(c.decode())) for c, r in _ERROR.findall(window)}
            if b"hidden=" in window:
                hidden |= {int(r) - 1 for r in _HIDDEN_ROW.findall(window)}
            row, column = _corner(window)
            last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row > MOST_ROWS or last_row * (last_column + 1) > MOST_CELLS or cells > MOST_CELLS:
            raise UnreadableRoster("too_big")
        self._errors[name], self._hidden[name] = frozenset(errors), frozenset(hidden)
        return cells

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

    def shown(self, sheet: str):  # type: ignore[no-untyped-def]
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
            from nuangang.intake.reading.rawsheet import letter

            return formats().get(f"{letter(column)}{row + 1}".encode(), "")

        return shown


def _corner(window: bytes) -> tuple[int, int]:
    """The last row and column that hold something, as far as they could be dangerous."""
    column = 0
    for letters in set(re.findall(rb"""\br\s*=\s*["']([A-Z]{2,3})\d""", window)):
        column = max(column, column_of(letters.decode()))
    rows = re.findall(rb"""<(?:\w+:)?row\s[^<>]*?\br\s*=\s*["'](\d{1,7})["']""", window)
    row = max((int(r) for r in rows[-1:]), default=0)
    if row <= MOST_ROWS and column <= 60 and not _FAR_ROW.search(window):
        return row, column
    row = column = 0
    for letters, number in _CELL.findall(window):
        row, column = max(row, int(number)), max(column, column_of(letters.decode()))
    return row, column


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableRoster("damaged") from None


def _sheet_paths(archive: zipfile.ZipFile, book: etree._Element) -> dict[str, str]:
    rels = zipguard.whole(archive, "xl/_rels/workbook.xml.rels", 8 * 2**20)
    targets = {r.get("Id"): r.get("Target") or "" for r in _xml(rels)} if rels else {}
    found = {}
    for sheet in book.iter("{*}sheet"):
        rel = next((v for k, v in sheet.attrib.items() if k == _REL or k.endswith("}id")), "")
        target = targets.get(rel, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.NameToInfo:
            found[sheet.get("name") or ""] = path
    return found


def _number_formats(archive: zipfile.ZipFile) -> list[str]:
    styles = zipguard.whole(archive, "xl/styles.xml", 32 * 2**20)
    if not styles:
        return []
    root = _xml(styles)
    custom = {f.get("numFmtId"): f.get("formatCode") or "" for f in root.iter("{*}numFmt")}
    built_in = {"1": "0", "2": "0.00", "49": "@"}
    cells = root.find("{*}cellXfs")
    ids = [x.get("numFmtId") or "0" for x in cells] if cells is not None else []
    return [custom.get(i) or built_in.get(i, "") for i in ids]


class _Ods(_Parts):
    """Merges of an .ods, found while its repeats are being checked."""

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
