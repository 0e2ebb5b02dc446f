"""Small files that grow: past a gigabyte when inflated, over a million million cells when laid out."""

import io
import struct
import zipfile
import zlib

from .formats import (
    Sheet,
    html_bytes,
    ods_bytes,
)
from .people import Town

PARTS = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
OPEN = '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = "</sheetData></worksheet>"


def _cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def _roster_rows() -> str:
    town, rows = Town("rows"), []
    for number in range(1, 5):
        child = town.child()
        words = (
            ("姓名", "身份证号", "班级") if number == 1 else (child.name, child.id_number, "701")
        )
        cells = "".join(_cell(f"{c}{number}", w) for c, w in zip("ABC", words, strict=True))
        rows.append(f'<row r="{number}">{cells}</row>')
    return "".join(rows)


def xlsx_of(sheet: bytes, extra: dict[str, str] | None = None) -> bytes:
    """Pack one sheet's XML into a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in (PARTS | (extra or {})).items():
            pack.writestr(name, text)
        pack.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def _inflating(start: bytes, chunk: bytes, times: int, end: bytes) -> tuple[bytes, int, int]:
    """Return raw deflate data, its CRC and its size, the chunk packed once and repeated."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = pack.compress(start) + pack.flush(zlib.Z_FULL_FLUSH)
    body = pack.compress(chunk) + pack.flush(zlib.Z_FULL_FLUSH)
    tail = pack.compress(end) + pack.flush(zlib.Z_FINISH)
    crc = zlib.crc32(start)
    for _ in range(times):
        crc = zlib.crc32(chunk, crc)
    return (
        head + body * times + tail,
        zlib.crc32(end, crc),
        len(start) + len(chunk) * times + len(end),
    )


def bomb(
    part: str, start: str, chunk: str, end: str, parts: dict[str, str], honest: bool = True
) -> bytes:
    """Return a small zip with one part that inflates past a gigabyte; not honest: it says 1 kB."""
    piece = chunk.encode() * (2**20 // len(chunk.encode()))
    data, crc, size = _inflating(start.encode(), piece, 1100, end.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in parts.items():
            pack.writestr(name, text)
    files = out.getvalue()
    return append_member(files, part.encode(), data, crc, size if honest else 1024)


def append_member(pack: bytes, name: bytes, data: bytes, crc: int, size: int) -> bytes:
    """Return the zip with one more member of deflated data."""
    end = pack.rindex(b"PK\x05\x06")
    count, directory_size, directory_at = struct.unpack("<HII", pack[end + 10 : end + 20])
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + data
    central = pack[directory_at : directory_at + directory_size]
    central += (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + common
        + struct.pack("<HHHII", 0, 0, 0, 0, directory_at)
        + name
    )
    tail = struct.pack(
        "<HHHHIIH", 0, 0, count + 1, count + 1, len(central), directory_at + len(local), 0
    )
    return pack[:directory_at] + local + central + b"PK\x05\x06" + tail


def row_bomb() -> bytes:
    """A well-formed sheet of millions of rows."""
    return bomb(
        "xl/worksheets/sheet1.xml",
        OPEN.format(doctype=""),
        '<row><c t="inlineStr"><is><t>张三</t></is></c></row>',
        CLOSE,
        PARTS,
    )


def lying_bomb() -> bytes:
    """The same, of blanks in one cell, and the directory says it is a kilobyte."""
    start = OPEN.format(doctype="") + '<row><c t="inlineStr"><is><t>'
    return bomb(
        "xl/worksheets/sheet1.xml", start, " " * 1024, "</t></is></c></row>" + CLOSE, PARTS, False
    )


def ods_bomb() -> bytes:
    """An .ods whose content inflates."""
    head = '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
    row = "<table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell></table:table-row>"
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    return bomb(
        "content.xml",
        head,
        row,
        end,
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
    )


def repeated_ods() -> bytes:
    """An .ods with one cell said to be repeated 1,048,576 × 16,384 times."""
    data = ods_bytes([Sheet("A", [["姓名", "班级"], ["张三", "701"]])])
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in source.namelist():
            text = source.read(name)
            if name == "content.xml":
                text = text.replace(
                    b'table:number-columns-repeated="1024"',
                    b'table:number-columns-repeated="16384" office:value-type="float" office:value="7"',
                )
            pack.writestr(name, text)
    return out.getvalue()


def entity_bomb() -> bytes:
    """A sheet whose document type laughs a billion times."""
    lines = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    sheet = OPEN.format(doctype=f"<!DOCTYPE x [{''.join(lines)}]>")
    return xlsx_of(
        f'{sheet}<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>{CLOSE}'.encode()
    )


def far_cell() -> bytes:
    """A true roster with a stray cell in XFD1048576: children may be read, memory may not be eaten."""
    stray = f'<row r="1048576">{_cell("XFD1048576", "。")}</row>'
    return xlsx_of((OPEN.format(doctype="") + _roster_rows() + stray + CLOSE).encode())


def huge_span() -> bytes:
    """An HTML table with a cell over a thousand million rows and columns."""
    data = html_bytes()([Sheet("A", [["姓名", "班级"], ["张三", "701"]])])
    return data.replace(b"<td>", b'<td rowspan="1000000000" colspan="1000000000">', 1)
