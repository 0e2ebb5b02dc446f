"""Files of every kind, told by their bytes; refusals in one sentence; nothing that hurts."""

import contextlib
import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuangang.intake.reading import UnreadableRoster, understand
from nuangang.intake.reading.problems import CODES, MESSAGES, UNREADABLE
from nuangang.intake.tests.paper import TODAY, ods, only, read, text, xls, xlsx

ROWS = [["姓名", "性别", "班级", "电话"], ["张三", "男", "七(1)班", "13812345678"]]
HTML = (
    "<html><head><meta charset=gbk></head><table><tr><td colspan=4>花名册</td></tr><tr><th rowspan=2>姓名<th rowspan=2>性别"
    "<th rowspan=2>班级<th>监护人</tr><tr><td>电话</td></tr><tr><td>张三<td>男<td>七(1)班<td>13812345678</td></tr></table></html>"
)
XML2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="七(1)班"><Table><Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">性别</Data></Cell></Row>'
    '<Row ss:Index="4"><Cell><Data ss:Type="String">张三</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">男</Data></Cell></Row></Table></Worksheet></Workbook>'
)
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\n" + HTML.encode("gbk") + b"\r\n--x--\r\n"
)


def _no_bytes(value: object) -> str | None:
    """Names for tests that do not hold a file's bytes, which differ from run to run."""
    return "file" if isinstance(value, bytes) else None


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (xlsx({"a": ROWS}), "a.csv", "workbook"), (xls(ROWS), "a.xlsx", "xls"), (xls(ROWS), "a.et", "xls"),
        (ods(ROWS), "a.xls", "workbook"), (text(ROWS), "a.xlsx", "csv"), (text(ROWS, encoding="utf-8-sig"), "a.csv", "csv"),
        (text(ROWS, encoding="gb18030"), "a.csv", "csv"), (text(ROWS, "\t", "utf-16"), "a.txt", "csv"),
        (text(ROWS, ";", "gbk"), "a.csv", "csv"), (b"sep=|\r\n" + text(ROWS, "|"), "a.csv", "csv"),
        (HTML.encode("gbk"), "a.xls", "html"), (HTML.encode(), "a.xls", "html"), (MHTML, "a.xls", "html"),
    ],
    ids=_no_bytes,
)  # fmt: skip
def test_every_kind_is_told_by_its_bytes(data: bytes, name: str, kind: str) -> None:
    """The name is never believed."""
    got = understand(data, name, today=TODAY)
    assert got.kind == kind
    child = only(got).facts
    assert (child["name"], child["gender"], child["klass"]) == ("张三", "male", 1)
    assert "13812345678" in child.values()


def test_spreadsheet_xml_of_2003() -> None:
    """Rows and cells by index; Excel's own row numbers."""
    got = understand(XML2003.encode(), "a.xls", today=TODAY)
    assert got.kind == "xml"
    assert (only(got).row, only(got).facts["klass"]) == (4, 1)


def test_sheets_that_do_not_begin_in_a1() -> None:
    """Row numbers and letters are Excel's in every format."""
    rows = [[""] * 5, [""] * 5, ["", "", *ROWS[0]], ["", "", *ROWS[1]]]
    for data in (xlsx({"a": rows}), xls(rows), ods(rows), text(rows)):
        got = understand(data, "a", today=TODAY)
        assert only(got).row == 4
        assert got.sheets[0].columns[0].letter == "C"


def test_many_sheets_and_hidden_ones() -> None:
    """One class per sheet; a hidden sheet is read and marked; a sheet of notes is skipped."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["填表说明"])
    for name in ("七(1)班", "七(2)班"):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "性别"])
        sheet.append(["张三", "男"])
    book["七(2)班"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    got = understand(out.getvalue(), "a.xlsx", today=TODAY)
    assert [(s.name, s.hidden, s.children) for s in got.sheets] == [
        ("说明", False, 0),
        ("七(1)班", False, 1),
        ("七(2)班", True, 1),
    ]
    assert [c.facts["klass"] for c in got.children] == [1, 2]
    assert (got.skipped[0].sheet, got.skipped[0].code) == ("说明", "no_header")


def test_a_number_format_settles_october() -> None:
    """2013.1 shown as 2013.10 is October."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "出生年月", "班级"])
    book.active.append(["张三", 2013.1, "701"])
    book.active["B2"].number_format = "0.00"
    out = io.BytesIO()
    book.save(out)
    assert only(understand(out.getvalue(), "a.xlsx", today=TODAY)).facts["birth"] == "2013-10"


def test_progress_is_told() -> None:
    """Rows done and rows in all, to the end."""
    heard: list[tuple[int, int]] = []
    data = xlsx(
        {"七1": [["姓名", "性别"], *[[f"张{c}", "男"] for c in "一二三四五六七八九十"] * 60]}
    )
    understand(
        data, "a.xlsx", today=TODAY, progress=lambda done, total: heard.append((done, total))
    )
    assert heard[-1] == (601, 601)
    assert len(heard) > 1


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 2**20))
    return out.getvalue()


def _entities() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"a": ROWS}))) as good, zipfile.ZipFile(out, "w") as bad:
        for entry in good.infolist():
            data = good.read(entry)
            bad.writestr(entry.filename, bomb + data if "sheet1" in entry.filename else data)
    return out.getvalue()


def _far(ref: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"a": ROWS}))) as good, zipfile.ZipFile(out, "w") as bad:
        for entry in good.infolist():
            data = good.read(entry)
            if "sheet1" in entry.filename:
                data = data.replace(
                    b"</sheetData>",
                    f'<row r="9"><c r="{ref}"><v>1</v></c></row></sheetData>'.encode(),
                )
            bad.writestr(entry.filename, data)
    return out.getvalue()


def _zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"x")
    return out.getvalue()


def _ods_crowd() -> bytes:
    crowd = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="9000" office:value-type="float" office:value="1"/></table:table-row>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods(ROWS))) as good, zipfile.ZipFile(out, "w") as bad:
        for entry in good.infolist():
            data = good.read(entry)
            bad.writestr(
                entry.filename,
                data.replace(b"</table:table>", crowd + b"</table:table>")
                if entry.filename == "content.xml"
                else data,
            )
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b" \r\n ", "empty"), (b"\0" * 900, "empty"), (text([[""]]), "empty"),
        (xlsx({"a": ROWS})[:-200], "cut_off"), (xls(ROWS)[:2600], "cut_off"), ("姓名,性别\r\n张三,男\r\n李".encode()[:-1], "cut_off"),
        (HTML.encode()[:-60], "cut_off"), (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "word"), (_zipped("word/document.xml"), "word"), (b"{\\rtf1", "word"),
        (_zipped("ppt/slides/slide1.xml"), "slides"), (_zipped("roster.xlsx"), "archive"), (b"Rar!\x1a\x07\0", "archive"),
        (b"%PDF-1.7\n", "pdf"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image"), (b"MZ\x90\0" + b"\0" * 60, "program"),
        (bytes(range(256)) * 20, "program"), ("今天天气很好".encode(), "no_roster"), (xlsx({"a": [["品名", "单价"], ["苹果", 3]]}), "no_roster"),
        (xlsx({"a": [[]]}), "empty"), (xlsx({"a": ROWS[:1]}), "no_children"), (b"<html><p>hi</p></html>", "no_roster"),
        (_bomb(), "bomb"), (_entities(), "bomb"), (_far("XFD1048576"), "too_big"), (_far("ZZ99999"), "too_big"), (_ods_crowd(), "too_big"),
        (b"a,b\n" * 200_000, "too_big"), (b"<table>" + b"<tr><td>1" * 2_400_000 + b"</table>", "too_big"),
    ],
    ids=_no_bytes,
)  # fmt: skip
def test_what_cannot_be_used_gets_one_sentence(data: bytes, code: str) -> None:
    """Each kind of refusal has its own words."""
    with pytest.raises(UnreadableRoster) as caught:
        understand(data, "名册.xlsx", today=TODAY)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_an_xlsx_that_lies_about_its_sizes() -> None:
    """The directory says little, the entry unpacks to much."""
    data = bytearray(_bomb())
    honest = (300 * 2**20).to_bytes(4, "little")
    while (at := data.find(honest)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableRoster):
        understand(bytes(data), "a.xlsx", today=TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        "9" * 30_000,
        "(" * 30_000,
        "爷爷、" * 9_000,
        "父138" * 6_000,
        "年级班" * 9_000,
        "外出务工" * 8_000,
    ],
)
def test_long_cells_cost_little(cell: str) -> None:
    """No pattern of ours falls into a hole on a cell as long as Excel allows."""
    head = (
        "姓名 性别 班级 监护人 关系 电话 出生年月 身份证号 留守类型 父母姓名 父母务工地点".split()
    )
    started = time.process_time()
    read([head, ["张三", *[cell] * 10], [cell] * 11, [cell]], "七1")
    assert time.process_time() - started < 2


def test_a_misnamed_file_is_told() -> None:
    """A CSV called .xlsx is read, and one can see that it is no .xlsx."""
    assert understand(text(ROWS), "a.xlsx", today=TODAY).misnamed
    assert not understand(xlsx({"a": ROWS}), "a.XLSX", today=TODAY).misnamed


def test_every_code_has_words() -> None:
    """No problem kind without a message, no alias without a kind."""
    assert set(CODES) <= set(MESSAGES)
    assert all(str(m) for m in [*MESSAGES.values(), *UNREADABLE.values()])


CELL = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False, width=32), st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.sampled_from("张三 男 女 爷爷 奶奶(王秀英) 父138 13812345678 七(1)班 701 2013.5 农历 同上 √ × 合计 填表人： 姓名 监护人 关系 双留 孙子 无 #N/A 李四、王五 5.1E+17".split()),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
)  # fmt: skip
HEAD = st.lists(
    st.sampled_from("姓名 性别 班级 年级 出生年月 身份证号 监护人 关系 电话 父亲 母亲 父母姓名 父母电话 务工地点 留守类型 是否寄宿 村 男 女 双留 成员1 备注 民族 怪".split()),
    min_size=1, max_size=9,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(head=HEAD, rows=st.lists(st.lists(CELL, max_size=9), max_size=8))
def test_any_grid_is_read_or_refused(head: list[str], rows: list[list[object]]) -> None:
    """Whatever stands in the cells: a reading whose sums add up, or a refusal."""
    try:
        got = read([["姓名", "性别", *head], *rows], "七(1)班")
    except UnreadableRoster:
        return
    totals = got.totals()
    assert (
        totals["rows"] == totals["children"] + totals["blocked"] == sum(s.rows for s in got.sheets)
    )
    assert all(c["name"] for c in got.as_json()["children"])
    assert all(p.message for p in got.problems)


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", OLE, b"<table><tr>", b"\xff\xfe", "姓名,性别\n".encode()]),
)
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    """Garbage of every kind ends in UnreadableRoster."""
    with contextlib.suppress(UnreadableRoster):
        understand(start + data, "a.xlsx", today=TODAY)
