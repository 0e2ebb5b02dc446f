"""The file formats a school's roster comes in, each written from the same grid of cells."""

import csv
import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf import opendocument, table, text
from odf.namespaces import TABLENS

Merge = tuple[int, int, int, int]


@dataclass
class Formula:
    """A formula with the value the spreadsheet last computed."""

    source: str
    value: Any


@dataclass
class Error:
    """An error cell such as #N/A."""

    code: str = "#N/A"


@dataclass
class Sheet:
    """A grid; merges are (row, column, last row, last column), counted from nought."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)


def xlsxwriter_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write .xlsx with shared strings and cached formula values."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top, left, bottom, right, "")
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                _write_cell(page, r, c, value, day)
        for r in sheet.hidden_rows:
            page.set_row(r, None, None, {"hidden": True})
        if sheet.hidden:
            page.hide()
    book.close()
    return out.getvalue()


def _write_cell(page: Any, r: int, c: int, value: Any, day: Any) -> None:
    if isinstance(value, Formula):
        page.write_formula(r, c, value.source, None, value.value)
    elif isinstance(value, Error):
        page.write_formula(r, c, "=NA()", None, value.code)
    elif isinstance(value, date | datetime):
        page.write_datetime(r, c, value, day)
    elif isinstance(value, str):
        page.write_string(r, c, value)
    elif value is not None:
        page.write(r, c, value)


def openpyxl_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write .xlsx the way openpyxl does."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    page.cell(r, c, _plain(value))
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for r in sheet.hidden_rows:
            page.row_dimensions[r + 1].hidden = True
        page.sheet_state = "hidden" if sheet.hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        return value.value
    return value.code if isinstance(value, Error) else value


def xls_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write BIFF8 .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for top, left, bottom, right in sheet.merges:
            page.merge(top, bottom, left, right)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                value = _plain(value)
                if isinstance(value, date | datetime):
                    page.write(r, c, value, day)
                elif value is not None:
                    page.write(r, c, value)
        for r in sheet.hidden_rows:
            page.row(r).hidden = True
        page.visibility = int(sheet.hidden)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write .ods with covered cells and, as LibreOffice does, a million empty rows at the end."""
    book = opendocument.OpenDocumentSpreadsheet()
    for sheet in sheets:
        page = table.Table(name=sheet.name)
        wide = max((len(row) for row in sheet.rows), default=1)
        covered = {cell for merge in sheet.merges for cell in _covered(merge)}
        spans = {(m[0], m[1]): m for m in sheet.merges}
        for r, row in enumerate(sheet.rows):
            line = table.TableRow()
            for c in range(wide):
                value = row[c] if c < len(row) else None
                line.addElement(_ods_cell(value, spans.get((r, c)), (r, c) in covered))
            page.addElement(line)
        tail = table.TableRow(numberrowsrepeated=str(1048576 - len(sheet.rows)))
        tail.addElement(table.TableCell(numbercolumnsrepeated="1024"))
        page.addElement(tail)
        book.spreadsheet.addElement(page)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _covered(merge: Merge) -> list[tuple[int, int]]:
    top, left, bottom, right = merge
    cells = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    return cells[1:]


def _ods_cell(value: Any, span: Merge | None, covered: bool) -> Any:
    value = _plain(value)
    kind: dict[str, str] = {}
    if isinstance(value, date):
        kind = {"valuetype": "date", "datevalue": value.isoformat()}
    elif isinstance(value, int | float):
        kind = {"valuetype": "float", "value": repr(value)}
    elif value is not None:
        kind = {"valuetype": "string"}
    cell = (table.CoveredTableCell if covered else table.TableCell)(**kind)
    if span:
        cell.setAttrNS(TABLENS, "number-rows-spanned", str(span[2] - span[0] + 1))
        cell.setAttrNS(TABLENS, "number-columns-spanned", str(span[3] - span[1] + 1))
    if value is not None:
        for line in str(value).split("\n"):
            cell.addElement(text.P(text=line))
    return cell


def csv_bytes(encoding: str, delimiter: str = ",") -> Callable[[Sequence[Sheet]], bytes]:
    """Return a writer of the first sheet as separated text."""

    def write(sheets: Sequence[Sheet]) -> bytes:
        out = io.StringIO(newline="")
        wide = max(len(row) for row in sheets[0].rows)
        for row in sheets[0].rows:
            cells = ["" if v is None else str(_plain(v)) for v in row]
            csv.writer(out, delimiter=delimiter).writerow(cells + [""] * (wide - len(cells)))
        return out.getvalue().encode(encoding)

    return write


def html_bytes(encoding: str = "gb18030", charset: str = "gb2312") -> Callable[..., bytes]:
    """Return a writer of the first sheet as the HTML table old systems save under .xls."""

    def write(sheets: Sequence[Sheet]) -> bytes:
        covered = {cell for merge in sheets[0].merges for cell in _covered(merge)}
        spans = {(m[0], m[1]): m for m in sheets[0].merges}
        lines = []
        wide = max(len(row) for row in sheets[0].rows)
        for r, row in enumerate(sheets[0].rows):
            cells = "".join(
                _html_cell(row[c] if c < len(row) else None, spans.get((r, c)))
                for c in range(wide)
                if (r, c) not in covered
            )
            lines.append(f"<tr>{cells}</tr>")
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        style = "<style>td{mso-number-format:'\\@';}</style>"
        page = (
            f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{head}{style}</head>'
            f"<body><table border=1>\n{chr(10).join(lines)}\n</table></body></html>"
        )
        return page.encode(encoding)

    return write


def _html_cell(value: Any, span: Merge | None) -> str:
    shown = "" if value is None else html.escape(str(_plain(value))).replace("\n", "<br>")
    size = ""
    if span:
        size = f' rowspan="{span[2] - span[0] + 1}" colspan={span[3] - span[1] + 1}'
    return f"<td{size}>{shown or '&nbsp;'}</td>"


FORMATS: dict[str, tuple[str, Callable[[Sequence[Sheet]], bytes]]] = {
    "xlsx": ("名册.xlsx", xlsxwriter_bytes),
    "openpyxl": ("名册.xlsx", openpyxl_bytes),
    "xls": ("名册.xls", xls_bytes),
    "ods": ("名册.ods", ods_bytes),
    "csv-bom": ("名册.csv", csv_bytes("utf-8-sig")),
    "csv-utf8": ("名册.csv", csv_bytes("utf-8")),
    "csv-gb": ("名册.csv", csv_bytes("gb18030")),
    "csv-semicolon": ("名册.csv", csv_bytes("utf-8-sig", ";")),
    "csv-tab": ("名册.txt", csv_bytes("gb18030", "\t")),
    "html": ("学生花名册.xls", html_bytes()),
    "html-utf8": ("学生花名册.xls", html_bytes("utf-8", "utf-8")),
    "csv-as-xlsx": ("名册.xlsx", csv_bytes("gb18030")),
    "xlsx-as-xls": ("名册.xls", openpyxl_bytes),
    "xls-as-et": ("名册.et", xls_bytes),
    "xls-as-csv": ("名册.csv", xls_bytes),
}
ONE_SHEET = {key for key in FORMATS if key.startswith(("csv", "html"))}
