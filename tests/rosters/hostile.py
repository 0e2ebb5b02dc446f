"""Files that are no roster: each has to be refused in one sentence, quickly, in little memory."""

import base64
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import xlwt
from xlwt.CompoundDoc import XlsDoc

from .columns import columns
from .formats import (
    Sheet,
    csv_bytes,
    html_bytes,
    ods_bytes,
    openpyxl_bytes,
    xls_bytes,
    xlsxwriter_bytes,
)
from .people import Town

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
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


def _one_crc(chunk: bytes, times: int) -> int:
    crc = 0
    for _ in range(times):
        crc = zlib.crc32(chunk, crc)
    return crc


@lru_cache
def _inflating(start: bytes, chunk: bytes, times: int, end: bytes) -> tuple[bytes, int, int]:
    """Return raw deflate data, its CRC and its size, the chunk packed once and repeated."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = pack.compress(start) + pack.flush(zlib.Z_FULL_FLUSH)
    body = pack.compress(chunk) + pack.flush(zlib.Z_FULL_FLUSH)
    tail = pack.compress(end) + pack.flush(zlib.Z_FINISH)
    crc = zlib.crc32(end, zlib.crc32(b"", 0))
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
    return _append_member(files, part.encode(), data, crc, size if honest else 1024)


def _append_member(pack: bytes, name: bytes, data: bytes, crc: int, size: int) -> bytes:
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


def ole(stream: bytes, name: str) -> bytes:
    """Return a compound file with one stream of that name."""
    out = io.BytesIO()
    XlsDoc().save(out, stream)
    old, new = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    data, at = out.getvalue(), out.getvalue().index(old)
    field = new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2)
    return data[:at] + field + data[at + 66 :]


def looping(where: str) -> bytes:
    """Return an .xls whose sector chain bites its tail: the directory's, the stream's or the DIFAT's."""
    data = bytearray(xls_bytes([Sheet("A", PRICES * 200)]))
    table = (struct.unpack_from("<I", data, 0x4C)[0] + 1) * 512
    directory = struct.unpack_from("<I", data, 0x30)[0]
    if where == "difat":
        struct.pack_into("<II", data, 0x44, directory, 1)
        struct.pack_into("<I", data, (directory + 2) * 512 - 4, directory)
        return bytes(data)
    at = data.index("Workbook".encode("utf-16-le"))
    start = directory if where == "directory" else struct.unpack_from("<I", data, at + 0x74)[0]
    struct.pack_into("<I", data, table + 4 * start, start)
    return bytes(data)


def cut_in_directory() -> bytes:
    """Return an .xls that ends in the middle of its directory's fourth entry."""
    data = xls_bytes([Sheet("A", PRICES)])
    return data[: (struct.unpack_from("<I", data, 0x30)[0] + 1) * 512 + 488]


def boasting(record: int, where: int) -> bytes:
    """Return an .xls roster with one record (DIMENSIONS or SST) boasting of four thousand million things."""
    book = xlwt.Workbook()
    paper = book.add_sheet("Sheet1")
    for r, row in enumerate((("姓名", "班级"), ("张三", "701"), ("李四", "702"))):
        for c, value in enumerate(row):
            paper.write(r, c, value)
    stream, at = bytearray(book.get_biff_data()), 0
    while struct.unpack_from("<H", stream, at)[0] != record:
        at += 4 + struct.unpack_from("<H", stream, at + 2)[0]
    struct.pack_into("<I", stream, at + 4 + where, 0xFFFFFFF0)
    return ole(bytes(stream), "Workbook")


def locked_xls() -> bytes:
    """An .xls with a password: a FILEPASS record follows the first BOF."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "姓名")
    stream = book.get_biff_data()
    after = 4 + struct.unpack("<H", stream[2:4])[0]
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + random.Random(1).randbytes(48)
    return ole(stream[:after] + filepass + random.Random(2).randbytes(8192), "Workbook")


def encrypted_zip() -> bytes:
    """An .xlsx whose zip members are flagged as encrypted."""
    data = bytearray(_good())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _good() -> bytes:
    town = Town("good")
    cols = columns("seq name sex id class")
    rows = [[c.header for c in cols]] + [[c.show(k) for c in cols] for k in town.children(40)]
    return openpyxl_bytes([Sheet("Sheet1", rows)])


def docx() -> bytes:
    """A Word file in a few parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("[Content_Types].xml", PARTS["[Content_Types].xml"])
        pack.writestr(
            "word/document.xml",
            "<w:document><w:body><w:p>留守儿童工作计划 姓名 班级</w:p></w:body></w:document>",
        )
    return out.getvalue()


PRICES: list[list[Any]] = [
    ["品名", "规格", "单价", "数量", "金额"],
    *[
        [n, s, p, 10, p * 10]
        for n, s, p in (
            ("大米", "25kg", 98.5),
            ("食用油", "5L", 62),
            ("鸡蛋", "箱", 180),
            ("土豆", "斤", 1.8),
        )
    ],
    ["合计", None, None, 40, 3423],
]
ESSAY = (
    "我的家乡在一个小山村。爸爸妈妈在广东打工，奶奶照顾我。\n每到过年，全家团聚。姓名这两个字，奶奶教我写的。\n"
    * 30
)


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("空.xlsx", lambda: b""),
    "empty csv": ("空.csv", lambda: b""),
    "only a BOM": ("空.csv", lambda: b"\xef\xbb\xbf"),
    "only line ends": ("空.csv", lambda: b"\r\n\r\n,,,\r\n"),
    "no rows": ("名册.xlsx", lambda: xlsxwriter_bytes([Sheet("Sheet1")])),
    "no rows xls": ("名册.xls", lambda: xls_bytes([Sheet("Sheet1"), Sheet("Sheet2")])),
    "no rows ods": ("名册.ods", lambda: ods_bytes([Sheet("Sheet1")])),
    "header only": (
        "名册.csv",
        lambda: csv_bytes("gb18030")([Sheet("", [["姓名", "性别", "班级"]])]),
    ),
    "cut off xlsx": ("名册.xlsx", lambda: _good()[: len(_good()) // 2]),
    "cut off xls": ("名册.xls", lambda: xls_bytes([Sheet("A", PRICES * 200)])[:9000]),
    "cut off ods": ("名册.ods", lambda: ods_bytes([Sheet("A", PRICES)])[:-300]),
    "noise": ("名册.xlsx", lambda: _noise(20000)),
    "noise after PK": ("名册.xlsx", lambda: b"PK\x03\x04" + _noise(20000)),
    "noise after OLE": ("名册.xls", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + _noise(20000)),
    "noise csv": ("名册.csv", lambda: _noise(5000)),
    "nulls": ("名册.csv", lambda: bytes(5000)),
    "encrypted xlsx": ("名册.xlsx", lambda: ole(_noise(9000), "EncryptedPackage")),
    "encrypted xls": ("名册.xls", locked_xls),
    "cut in the directory": ("名册.xls", cut_in_directory),
    "looping directory": ("名册.xls", lambda: looping("directory")),
    "looping stream": ("名册.xls", lambda: looping("stream")),
    "looping DIFAT": ("名册.xls", lambda: looping("difat")),
    "encrypted zip": ("名册.xlsx", encrypted_zip),
    "row bomb": ("名册.xlsx", row_bomb),
    "lying bomb": ("名册.xlsx", lying_bomb),
    "ods bomb": ("名册.ods", ods_bomb),
    "repeated ods": ("名册.ods", repeated_ods),
    "entity bomb": ("名册.xlsx", entity_bomb),
    "docx": ("名册.docx", docx),
    "docx as xlsx": ("名册.xlsx", docx),
    "zip": (
        "名册.zip",
        lambda: _append_member(
            b"PK\x05\x06" + bytes(18), b"a.txt", zlib.compress(b"x")[2:-4], zlib.crc32(b"x"), 1
        ),
    ),
    "png": ("名册.png", lambda: PNG),
    "png as xls": ("名册.xls", lambda: PNG),
    "pdf": (
        "名册.pdf",
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ),
    "json": (
        "名册.json",
        lambda: json.dumps([{"姓名": "张三", "班级": "701"}], ensure_ascii=False).encode(),
    ),
    "essay": ("作文.txt", lambda: ESSAY.encode()),
    "essay gb": ("作文.csv", lambda: ESSAY.encode("gb18030")),
    "long essay": ("作文.txt", lambda: (ESSAY * 3000).encode("gb18030")),
    "one long line": ("名册.csv", lambda: b"a" * 20_000_000),
    "many quotes": ("名册.csv", lambda: b'"' * 2_000_001),
    "price list": ("菜价.xlsx", lambda: xlsxwriter_bytes([Sheet("菜价", PRICES)])),
    "price list xls": ("菜价.xls", lambda: xls_bytes([Sheet("菜价", PRICES)])),
    "price list csv": ("菜价.csv", lambda: csv_bytes("gb18030")([Sheet("", PRICES)])),
    "login page": (
        "导出.xls",
        lambda: "<html><body><h1>请先登录</h1><form>姓名<input></form></body></html>".encode(),
    ),
    "windows program": ("名册.xlsx", lambda: b"MZ\x90\x00" + _noise(4000)),
}


ODD: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "a far cell": ("名册.xlsx", far_cell, 3),
    "boasting dimensions": ("名册.xls", lambda: boasting(0x200, 4), 2),
    "boasting strings": ("名册.xls", lambda: boasting(0xFC, 4), 2),
    "boasting total of strings": ("名册.xls", lambda: boasting(0xFC, 0), 2),
    "a huge span": ("名册.xls", huge_span, 1),
}


def damaged(data: bytes, seed: int) -> bytes:
    """Return the file with bytes flipped, cut out, doubled or cut off."""
    rng = random.Random(seed)
    torn = bytearray(data)
    for _ in range(rng.randrange(1, 40)):
        torn[rng.randrange(len(torn))] = rng.randrange(256)
    at, size = rng.randrange(len(torn)), rng.randrange(1, 400)
    if seed % 3 == 1:
        del torn[at : at + size]
    if seed % 3 == 2:
        torn[at:at] = torn[at : at + size]
    return bytes(torn[: rng.randrange(len(torn))] if seed % 5 == 4 else torn)
