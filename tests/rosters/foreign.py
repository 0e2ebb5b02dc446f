"""Files as other programs write them: Java and .NET exporters, LibreOffice's shorthand, old web systems."""

import io
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import xlsxwriter

from .bombs import PARTS
from .columns import Column, column, columns
from .expect import Case, OneOf
from .formats import Sheet, ods_bytes
from .page import Page, case, titled
from .people import Town

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LETTERS = "ABCDEFGHIJKLMNOP"


def _page(seed: str) -> tuple[Page, list[Column]]:
    cols = columns("seq name sex id class guardian relation guardian_phone")
    page = titled(cols)
    page.numbered(cols, Town(seed).children(5))
    return page, cols


def _with(name: str, form: str, page: Page, data: bytes, filename: str = "") -> Case:
    result = case(name, form, page, filename=filename)
    result.data = data
    return result


def _sheet_xml(sheet: Sheet, cell: Callable[[str, Any], str], tag: str = "", ns: str = MAIN) -> str:
    rows = []
    for r, row in enumerate(sheet.rows, 1):
        cells = "".join(cell(f"{LETTERS[c]}{r}", v) for c, v in enumerate(row) if v is not None)
        rows.append(f'<{tag}row r="{r}">{cells}</{tag}row>')
    declared = f'xmlns:{tag[:-1]}="{ns}"' if tag else f'xmlns="{ns}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{tag}worksheet {declared}><{tag}sheetData>'
        f"{''.join(rows)}</{tag}sheetData></{tag}worksheet>"
    )


def _pack(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in parts.items():
            pack.writestr(name, text)
    return out.getvalue()


def _inline(ref: str, value: Any) -> str:
    if isinstance(value, int):
        return f'<c r="{ref}"><v>{value}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def inline_strings() -> Case:
    """Java's EasyExcel writes every text inline and no shared strings."""
    page, _ = _page("inline")
    sheet = _sheet_xml(page.sheet, _inline)
    return _with("inline strings", "xlsx", page, _pack(PARTS | {"xl/worksheets/sheet1.xml": sheet}))


def prefixed() -> Case:
    """.NET exporters write x:row and x:c, and targets from the root."""
    page, _ = _page("prefixed")

    def cell(ref: str, value: Any) -> str:
        if isinstance(value, int):
            return f'<x:c r="{ref}" t="n"><x:v>{value}</x:v></x:c>'
        return f'<x:c r="{ref}" t="str"><x:v>{escape(str(value))}</x:v></x:c>'

    parts = dict(PARTS)
    parts["xl/workbook.xml"] = (
        f'<?xml version="1.0"?><x:workbook xmlns:x="{MAIN}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets>'
        '<x:sheet name="Sheet1" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace('Target="worksheets', 'Target="/xl/worksheets')
    parts["xl/worksheets/sheet1.xml"] = _sheet_xml(page.sheet, cell, "x:")
    return _with("prefixed names", "xlsx", page, _pack(parts))


def without_references() -> Case:
    """Some writers leave out the r of rows and cells; an empty cell then is an empty element."""
    page, cols = _page("noref")
    rows = []
    for row in page.sheet.rows:
        cells = [row[c] if c < len(row) else None for c in range(len(cols))]
        rows.append(
            "".join("<c/>" if v is None else _inline("", v).replace(' r=""', "") for v in cells)
        )
    body = "".join(f"<row>{cells}</row>" for cells in rows)
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    )
    return _with(
        "no cell references", "xlsx", page, _pack(PARTS | {"xl/worksheets/sheet1.xml": sheet})
    )


def rich_text() -> Case:
    """Texts in several fonts, and with the phonetic hints of East Asian Excel, are one text."""
    page, _ = _page("rich")
    strings: list[str] = []

    def cell(ref: str, value: Any) -> str:
        if isinstance(value, int):
            return f'<c r="{ref}"><v>{value}</v></c>'
        head, tail = escape(value[:1]), escape(value[1:])
        strings.append(
            f'<si><r><rPr><b/></rPr><t>{head}</t></r><r><t xml:space="preserve">{tail}</t></r>'
            '<rPh sb="0" eb="1"><t>ピンイン</t></rPh><phoneticPr fontId="1"/></si>'
        )
        return f'<c r="{ref}" t="s"><v>{len(strings) - 1}</v></c>'

    parts = dict(PARTS)
    parts["xl/worksheets/sheet1.xml"] = _sheet_xml(page.sheet, cell)
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{kind}" Target="sharedStrings.xml"/></Relationships>',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    return _with("rich text", "xlsx", page, _pack(parts))


def comments_and_pictures() -> Case:
    """Comments, validation lists, filters, frozen panes and hidden columns change nothing."""
    page, _ = _page("comments")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    paper = book.add_worksheet("Sheet1")
    for r, row in enumerate(page.sheet.rows):
        for c, value in enumerate(row):
            if value is not None:
                paper.write(r, c, value)
    paper.write_comment("B3", "姓名：张三")
    paper.data_validation("C3:C500", {"validate": "list", "source": ["男", "女"]})
    paper.autofilter("A2:H7")
    paper.freeze_panes(2, 0)
    paper.set_column("D:D", 20, None, {"hidden": True})
    for r in range(30, 400):
        paper.write_blank(r, 3, None, book.add_format({"border": 1}))
    book.close()
    return _with("comments and lists", "xlsx", page, out.getvalue())


def libreoffice_shorthand() -> Case:
    """LibreOffice repeats equal neighbours, writes spaces as elements and comments inside cells."""
    page, _ = _page("shorthand")
    page.put(4, 2, " ".join(page.sheet.rows[3][1]))
    page.children[1]["name"] = page.sheet.rows[3][1].replace(" ", "")
    rows = page.sheet.rows
    same = [f"{value}" for value in rows[4]]
    rows[4][5] = rows[4][6] = same[5]
    page.children[2].pop("guardian_relation", None)
    page.problem(5, "value_unknown")
    data = _edited(ods_bytes([page.sheet]), lambda xml: _shortened(xml, same[5], rows[3][1]))
    return _with("LibreOffice shorthand", "ods", page, data)


def _shortened(xml: str, twice: str, spaced: str) -> str:
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>{twice}</text:p></table:table-cell>'
    )
    if cell * 2 not in xml:
        raise ValueError("the generated .ods looks different")
    note = "<office:annotation><text:p>张三说：已核对</text:p></office:annotation>"
    xml = xml.replace(cell * 2, cell.replace("cell ", 'cell table:number-columns-repeated="2" ', 1))
    xml = xml.replace(
        f"<text:p>{spaced}</text:p>", f"{note}<text:p>{spaced.replace(' ', '<text:s/>')}</text:p>"
    )
    return xml


def _edited(data: bytes, change: Callable[[str], str]) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in source.namelist():
            text = source.read(name)
            pack.writestr(name, change(text.decode()) if name == "content.xml" else text)
    return out.getvalue()


def web_table(style: str) -> Case:
    """Web systems' tables: unclosed cells, th, a layout table around, no charset, capitals."""
    page, cols = _page(f"web {style}")
    for child in page.children:
        child["row"] = None
    rows = [[v if v is not None else "" for v in row] for row in page.sheet.rows[1:]]
    table = "".join(f"<tr>{''.join(f'<td>{v}</td>' for v in row)}</tr>" for row in rows)
    title = f"<h3>{page.sheet.rows[0][0]}</h3>"
    text = {
        "unclosed": "<table>"
        + "".join("<tr>" + "".join(f"<td>{v}" for v in row) for row in rows)
        + "</table>",
        "thead": f"<TABLE BORDER=1><THEAD><TR>{''.join(f'<TH>{c.header}</TH>' for c in cols)}</TR></THEAD>"
        f"<TBODY>{table[table.index('</tr>') + 5 :]}</TBODY></TABLE>",
        "layout": f"<table><tr><td>导出时间：2026-09-10</td></tr></table><table>{table}</table>",
        "nested": f"<table><tr><td><div><table>{table}</table></div></td></tr></table>",
    }[style]
    page.problems, page.skipped, page.header_rows = set(), set(), []
    html = f"<html><body>{title}{text}</body></html>"
    return _with(f"web table, {style}", "html", page, html.encode("gb18030"), filename="导出.xls")


def protected_csv() -> Case:
    """Exporters keep long numbers whole with ="…" or a tab before or behind."""
    page, _ = _page("protected")
    for row in page.sheet.rows[2:]:
        row[3], row[7] = f'="{row[3]}"', f"{row[7]}\t"
    return case("protected numbers", "csv-gb", page)


def csv_with_sep() -> Case:
    """A first line sep=; tells Excel the separator; it still is row 1 for nobody's child."""
    page, _ = _page("sep")
    for child in page.children:
        child["row"] = None
    page.skipped, page.header_rows = set(), []
    made = case("sep= line", "csv-semicolon", page)
    made.data = b"\xef\xbb\xbfsep=;\r\n" + made.data.removeprefix(b"\xef\xbb\xbf")
    return made


def csv_with_commas_and_breaks() -> Case:
    """Quoted commas, quotes and line breaks stay inside their cells; a row is a row of cells."""
    page = Page("Sheet1")
    cols = [*columns("seq name sex"), column("id", "身份证号\n（18位）"), *columns("class address")]
    page.header(cols)
    for child in Town("commas").children(4):
        child.address = f"{child.village}，3组,“老屋”\n旁"
        page.child(cols, child, address=_address(child.address))
    return case("commas and line breaks", "csv-utf8", page)


def _address(text: str) -> Any:
    return OneOf(text, text.replace("\n", ""), text.replace("\n", " "))


def all_foreign() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (
        inline_strings(),
        prefixed(),
        without_references(),
        rich_text(),
        comments_and_pictures(),
    )
    yield libreoffice_shorthand()
    yield from (web_table(style) for style in ("unclosed", "thead", "layout", "nested"))
    yield from (protected_csv(), csv_with_sep(), csv_with_commas_and_breaks())
