"""Excel and OpenDocument workbooks: values by calamine, everything else looked up beside it."""

from collections.abc import Iterator
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nuangang.intake.reading import oleguard, zipguard
from nuangang.intake.reading.bookparts import BookParts
from nuangang.intake.reading.odsparts import OdsParts
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    RawSheet,
)
from nuangang.intake.reading.xlsxparts import XlsxParts

_MOST_SHEETS = 200


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


def _sheet(book: CalamineWorkbook, name: str, hidden: bool, parts: BookParts) -> RawSheet:
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


class _Ole(BookParts):
    """The date system and the error cells of an .xls, found while its sectors are being checked."""

    def __init__(self, data: bytes) -> None:
        self._facts = oleguard.checked(data)
        self.epoch_1904 = self._facts.epoch_1904
        self._names: list[str] = []

    def error_cells(self, sheet: str) -> frozenset[tuple[int, int]]:
        at = len(self._names)
        self._names.append(sheet)
        return frozenset(self._facts.errors[at]) if at < len(self._facts.errors) else frozenset()


def _zipped(data: bytes) -> BookParts:
    archive = zipguard.opened(data)
    names = archive.NameToInfo
    if "xl/workbook.xml" in names:
        return XlsxParts(archive)
    if "xl/workbook.bin" in names:
        return BookParts()
    if "content.xml" in names:
        return OdsParts(archive)
    if any(n.startswith("word/") for n in names):
        raise UnreadableRoster("word")
    if any(n.startswith("ppt/") for n in names):
        raise UnreadableRoster("slides")
    if any(n.startswith("xl/") for n in names):
        raise UnreadableRoster("damaged")
    raise UnreadableRoster("archive")
