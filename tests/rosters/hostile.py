"""Files that are no roster: each has to be refused in one sentence, quickly, in little memory."""

import base64
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import xlwt
from xlwt.CompoundDoc import XlsDoc

from .bombs import (
    PARTS,
    append_member,
    entity_bomb,
    far_cell,
    huge_span,
    lying_bomb,
    ods_bomb,
    repeated_ods,
    row_bomb,
)
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


def zipped(data: bytes) -> bytes:
    """Return a zip that holds a roster as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("名册.xlsx", data)
    return out.getvalue()


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


ROWS = [["姓名", "性别", "班级"], ["张三", "男", "七（1）班"], ["李四", "女", "七（2）班"]]


def letter_card() -> bytes:
    """Return a card whose labels share their cells with the values."""
    return xls_bytes(
        [Sheet("卡", [["联系卡"], ["姓名：张三", "性别：男"], ["班级：七（1）班", "监护人：李四"]])]
    )


def xml_of_2003() -> bytes:
    """Return SpreadsheetML of 2003, which old systems save under .xls."""
    cells = [[f'<Cell><Data ss:Type="String">{v}</Data></Cell>' for v in row] for row in ROWS]
    rows = "".join(f"<Row>{''.join(row)}</Row>" for row in cells)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def web_archive() -> bytes:
    """Return an HTML table wrapped as mail, Excel's single-file web page."""
    page = base64.encodebytes(html_bytes()([Sheet("A", ROWS)])).decode()
    return (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset=gb2312\r\n\r\n"
        f"{page}\r\n--b--\r\n"
    ).encode()


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
    "zipped roster": ("名册.zip", lambda: zipped(_good())),
    "zip": (
        "名册.zip",
        lambda: append_member(
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
    "long essay": ("作文.txt", lambda: (ESSAY * 1500).encode("gb18030")),
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
    "letter cards": ("联系卡.xls", letter_card, 1),
    "utf-16 text": ("名册.txt", lambda: csv_bytes("utf-16", "\t")([Sheet("", ROWS)]), 2),
    "xml of 2003": ("名册.xls", xml_of_2003, 2),
    "web archive": ("名册.xls", web_archive, 2),
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
