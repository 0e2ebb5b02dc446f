"""Rosters for tests: rows of values turned into files of every kind."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from nuangang.intake.reading import ChildRow, Reading, understand

TODAY = date(2026, 11, 24)
Rows = Sequence[Sequence[Any]]


def xlsx(sheets: dict[str, Rows], merges: dict[str, Sequence[str]] | None = None) -> bytes:
    """An Excel workbook of these sheets, with merged ranges such as "A1:C1" by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merges or {}).get(name, ()):
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, name: str = "Sheet1") -> bytes:
    """An Excel 97 workbook with one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows, name: str = "Sheet1") -> bytes:
    """An OpenDocument sheet; a (text, rows, columns) tuple is a merged cell."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for row in rows:
        line = TableRow()
        for value in row:
            if value is None:
                line.addElement(CoveredTableCell())
                continue
            text, high, wide = value if isinstance(value, tuple) else (value, 1, 1)
            cell = TableCell(valuetype="string", numberrowsspanned=high, numbercolumnsspanned=wide)
            cell.addElement(P(text=str(text)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A delimited text file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def read(rows: Rows, name: str = "Sheet1", merges: Sequence[str] = (), **more: Any) -> Reading:
    """What is understood of one sheet in an .xlsx file."""
    return understand(xlsx({name: rows}, {name: merges}), "roster.xlsx", today=TODAY, **more)


def only(reading: Reading) -> ChildRow:
    """The one child that was read."""
    assert len(reading.children) == 1, [c.as_json() for c in reading.children]
    return reading.children[0]


def one(head: Sequence[str], row: Sequence[Any], name: str = "七(1)班") -> dict[str, Any]:
    """The facts of one child under a one-row heading."""
    return only(read([head, row], name)).facts


def codes(reading: Reading) -> list[tuple[int, str, str, str, str]]:
    """Problems as (row, column, field, code, severity)."""
    return [(p.row, p.column, p.field, p.code, p.severity) for p in reading.problems]
