"""Rosters with the traps of domain.md §5.7 and §6.4 in their rows and columns."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import xlsxwriter

from .columns import column, columns, nation, plain
from .expect import ANY, Case, Said
from .formats import Error, Formula
from .page import Page, case, titled
from .people import Child, Town, identity


def same_as_above(form: str = "xlsx") -> Case:
    """同上 and 〃 are no value; a name is never copied, a village only with a word about it."""
    town = Town("ditto")
    cols = columns("name sex id class village guardian")
    page = titled(cols)
    first = town.child(7, 1)
    page.child(cols, first)
    for ditto in ("同上", "〃"):
        village = Said(first.village)
        row = page.odd(cols, town.child(7, 1), "村", ditto, village=village, guardian_name=None)
        page.put(row, 6, ditto)
    return case("same as above", form, page, allowed="same_as_above value_unknown")


def summary_first(form: str = "xlsx") -> Case:
    """A sheet that counts classes comes before the roster and has no children."""
    town = Town("summary")
    counts, roster = Page("统计表"), Page("名单")
    counts.wide("龙潭镇初级中学留守儿童统计表", 6)
    counts.add("班级", "学生总数", "留守儿童人数", "男", "女", "班主任")
    for klass in range(1, 5):
        counts.add(f"七（{klass}）班", 45, 22, 10, 12, "周老师")
    counts.add("合计", None, 88, 40, 48)
    cols = columns("seq name sex id class")
    roster.header(cols)
    roster.numbered(cols, town.children(5))
    return case("summary first", form, counts, roster)


def rows_that_are_no_child(form: str = "xls") -> Case:
    """Sample row, blank rows, rows with a number only, subtotals per class, signatures, repeated header."""
    town = Town("rows")
    cols = columns("seq name sex id class guardian guardian_phone")
    page = titled(cols)
    page.skip("例：", "张三", "男", "999999201503010016", "七（1）班", "张大爷", "13800000000")
    page.skip("示例", "例：李四", "女", "999999201503010024", "七（1）班", "李奶奶", "13800000000")
    for klass in (1, 2):
        page.numbered(cols, town.children(3, 7, klass))
        page.skip(None, "小计", "3人")
        page.blank()
    page.add(7)
    page.add(8)
    page.header(cols)
    page.skipped.add((page.sheet.name, len(page.sheet.rows)))
    page.numbered(cols, town.children(2, 7, 3))
    page.skip("总计", None, None, "8")
    page.blank(3)
    page.skip("单位负责人（签字）：", None, None, "审核人：", None, "填表人：")
    page.skip(None, None, None, None, None, "2026年9月12日")
    page.skip("说明：1．此表由班主任填写；2．身份证号请设为文本格式。")
    page.skip("第1页 共1页")
    return case("rows that are no child", form, page)


def decorated_headers(form: str = "xlsx") -> Case:
    """Line breaks, stars, brackets, colons and spaces in headers."""
    town = Town("decorated")
    headers = {
        "seq": "序\n号", "name": "*姓\u3000名", "sex": "性\n别（必填）", "birth": "出生\n年月日★",
        "id": "身份证号码(18位)", "class": "班 级：", "address": "家庭住址（详细到组）", "nation": "民  族",
        "guardian": "监护人\n姓名*", "guardian_phone": "监护人\n联系电话（手机）",
    }  # fmt: skip
    cols = [column(key, header) for key, header in headers.items()]
    page = titled(cols)
    page.numbered(cols, town.children(5))
    return case("decorated headers", form, page)


def odd_order(form: str = "xlsx") -> Case:
    """Columns in an odd order with unknown and empty ones between, starting at C4."""
    town, page = Town("odd"), Page("Sheet1", left=2)
    cols = columns("guardian_phone guardian relation class")
    cols += [plain("上学期操行等第", "优", "良"), plain(""), plain("")]
    cols += [*columns("id name"), plain("校服尺码", "160", "165"), *columns("sex village")]
    page.blank(3)
    page.header(cols)
    page.numbered(cols, town.children(6))
    return case("odd order", form, page)


def late_header(form: str = "xlsx") -> Case:
    """The header stands in row 15, after the filling-in instructions."""
    town, page = Town("late"), Page("Sheet1")
    cols = columns("seq name sex birth id class guardian relation guardian_phone")
    page.wide("关于报送2026年秋季留守儿童花名册的通知附件", len(cols))
    for number in range(1, 13):
        page.add(f"{number}．姓名、性别、身份证号等项目请逐项如实填写，不得漏项。")
    page.blank()
    page.header(cols)
    page.numbered(cols, town.children(6))
    return case("late header", form, page)


def wide(form: str = "xlsx") -> Case:
    """Over forty columns, most of them of no use here."""
    town = Town("wide")
    cols = columns(FULL)
    cols += [plain(f"附加项{n}", "甲", None) for n in range(25)]
    cols += [
        plain("血型", "A"),
        plain("身高(cm)", 152),
        plain("体重(kg)", 41.5),
        plain("视力", "4.9"),
    ]
    page = titled(cols)
    page.numbered(cols, town.children(5))
    return case("over forty columns", form, page)


FULL = (
    "seq name sex nation birth id class address boarding father father_phone father_work "
    "mother mother_phone mother_work guardian relation guardian_phone guardian_age guardian_health both"
)


def extra_sheets(form: str = "xlsx") -> Case:
    """Instructions first, notes hidden, an empty Sheet3: the roster is the second sheet."""
    town = Town("extra")
    notes, roster, hidden, empty = Page("填表说明"), Page("花名册"), Page("字典"), Page("Sheet3")
    notes.add("填表说明")
    for line in ("一、姓名须与户口簿一致。", "二、性别填男或女。", "三、班级填写如七（1）班。"):
        notes.add(line)
    cols = columns("seq name sex id class guardian relation guardian_phone")
    roster.wide("留守儿童花名册", len(cols))
    roster.header(cols)
    roster.numbered(cols, town.children(6))
    for words in (
        ("性别", "民族", "关系"),
        ("男", "汉族", "爷爷"),
        ("女", "土家族", "奶奶"),
        (None, "苗族", "外公"),
    ):
        hidden.add(*words)
    hidden.sheet.hidden = True
    return case("extra sheets", form, notes, roster, hidden, empty)


def hidden_rows(form: str = "xlsx") -> Case:
    """Rows hidden by a filter are children all the same."""
    town = Town("hiddenrows")
    cols = columns("name sex id class")
    page = titled(cols)
    page.numbered(cols, town.children(6))
    page.sheet.hidden_rows = {4, 5}
    return case("hidden rows", form, page)


def twins_and_namesakes(form: str = "xlsx") -> Case:
    """Twins and namesakes are several children; the same ID number twice is one too many."""
    town = Town("twins")
    cols = columns("seq name sex birth id class address father guardian")
    page = titled(cols)
    first, second, namesake, other, again = town.children(5, 7, 1)
    second.birth, second.father, second.guardian = first.birth, first.father, first.guardian
    second.id_number = _number(second, 331)
    namesake.name = first.name
    for child in (first, second, namesake, other):
        page.child(cols, child)
    row = page.child(cols, other, _optional=True)
    page.problem(row, "duplicate_in_file")
    page.child(cols, again)
    return case("twins and namesakes", form, page)


def _number(child: Child, serial: int) -> str:
    return identity(child.birth, child.gender == "male", serial)


def nameless(form: str = "xls") -> Case:
    """A row full of facts without a name is blocked and said."""
    town = Town("nameless")
    cols = columns("seq name sex birth id class guardian guardian_phone")
    page = titled(cols)
    page.child(cols, town.child())
    for empty in (None, "  ", "/"):
        row = page.odd(cols, town.child(), "姓名", empty, name=ANY, _optional=True)
        page.problem(row, "missing_name")
    page.child(cols, town.child())
    return case("nameless rows", form, page)


def names(form: str = "xlsx") -> Case:
    """Rare characters, spaces inside, dots of all kinds, four characters."""
    town = Town("names")
    cols = columns("seq name sex id class")
    page = titled(cols)
    shown = {
        "张  三": "张三", "李\u3000四": "李四", " 王小明 ": "王小明", "欧阳 文静": "欧阳文静", "石𠮷": "石𠮷",
        "向㛃": "向㛃", "冉龑䶮": "冉龑䶮", "慕容晓雨": "慕容晓雨", "赵\n云": "赵云", "阿的·木呷": "阿的·木呷",
        "阿依古丽.买买提": "阿依古丽·买买提", "买买提•艾力": "买买提·艾力", "扎西‧次仁": "扎西·次仁",
        "努尔兰．哈山": "努尔兰·哈山", "古丽娜尔。吐尔逊": "古丽娜尔·吐尔逊", "田喆": "田喆", "单于飞": "单于飞",
    }  # fmt: skip
    for text, name in shown.items():
        page.odd(cols, town.child(), "姓名", text, name=name)
    return case("names", form, page)


def formulas_and_errors(form: str = "xlsx") -> Case:
    """Formula cells give their value; #N/A is an empty cell, said aloud."""
    town = Town("formulas")
    cols = columns("seq name sex birth id class village guardian")
    cols[2].show = lambda c: Formula(
        '=IF(MOD(MID(E3,17,1),2)=1,"男","女")', "男" if c.gender == "male" else "女"
    )
    cols[3].show = lambda c: Formula('=TEXT(MID(E3,7,8),"0000-00-00")', c.birth.isoformat())
    page = titled(cols)
    page.numbered(cols, town.children(4))
    page.odd(cols, town.child(), "村", Error(), village=None)
    page.odd(cols, town.child(), "监护人", Error("#N/A"), guardian_name=None)
    return case("formulas and errors", form, page, allowed="value_unknown")


def broken_reference(form: str = "csv-utf8") -> Case:
    """Error words in a CSV are no names."""
    town = Town("errors")
    cols = columns("name sex id class guardian village")
    page = titled(cols)
    page.odd(cols, town.child(), "监护人", "#REF!", guardian_name=None)
    page.odd(cols, town.child(), "村", "#VALUE!", village=None)
    return case("error words", form, page, allowed="value_unknown")


def nations(form: str = "xlsx") -> Case:
    """Nations with and without 族, with spaces; a word that is none is said aloud."""
    town = Town("nations")
    cols = columns("name sex id class nation")
    page = titled(cols)
    for text in ("汉", "汉族", "土家", "土家族", "苗 族", "维吾尔族", "仡佬族", "达斡尔"):
        page.odd(cols, town.child(), "民族", text, ethnicity=nation(text.replace(" ", "")))
    row = page.odd(cols, town.child(), "民族", "火星族", ethnicity=ANY)
    page.problem(row, "value_unknown")
    return case("nations", form, page)


def remarks(form: str = "xlsx") -> Case:
    """Remarks, wishes and other free text with words that look like other things."""
    town = Town("remarks")
    cols = [*columns("name sex id class"), plain("微心愿", "想要一本《合计》"), *columns("remark")]
    cols[-1].show = lambda c: "父亲合计外出三年；说明：奶奶照看。例：每周日回家"
    page = titled(cols)
    page.numbered(cols, town.children(4))
    return case("remarks", form, page)


def pairing_list(form: str = "xls") -> Case:
    """A list of children and mentors: the mentor's name and phone are nobody's parent's."""
    town = Town("pairing")
    cols = [
        *columns(
            "seq name=帮扶对象 sex class guardian=监护人 relation=关系 guardian_phone=联系电话"
        ),
        plain("代理家长", "周老师", "吴老师"),
        plain("职务", "教师"),
        plain("联系电话", "13911112222", "13933334444"),
    ]
    page = titled(cols)
    page.numbered(cols, town.children(6))
    return case("pairing list", form, page)


def numbers_1904(form: str = "xlsx") -> Case:
    """A workbook counting days from 1904 gives the dates it shows."""
    town, page = Town("1904"), Page("Sheet1")
    cols = columns("name sex class birth")
    page.header(cols)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    paper, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy-mm-dd"})
    for child in town.children(4):
        page.child(cols, child)
    for r, line in enumerate(page.sheet.rows):
        for c, value in enumerate(line):
            if r and c == 3:
                paper.write_datetime(r, c, date.fromisoformat(value), day)
            else:
                paper.write(r, c, value)
    book.close()
    result = case("days from 1904", form, page)
    result.data = out.getvalue()
    return result


def serials(form: str = "xlsx") -> Case:
    """Birth dates that lost their format are numbers of days."""
    town = Town("serials")
    cols = columns("name sex class birth")
    cols[3].show = lambda c: (c.birth - date(1899, 12, 30)) // timedelta(days=1)
    page = titled(cols)
    page.numbered(cols, town.children(4))
    return case("serial days", form, page)


def date_cells() -> Iterator[Case]:
    """Birth dates as true date cells."""
    for form in ("xlsx", "openpyxl", "xls", "ods"):
        town = Town("datecells")
        cols = columns("name sex class birth id")
        cols[3].show = lambda c: c.birth
        page = titled(cols)
        page.numbered(cols, town.children(4))
        yield case("date cells", form, page)


def all_traps() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (same_as_above(), summary_first(), summary_first("ods"))
    yield from (rows_that_are_no_child(), rows_that_are_no_child("csv-gb"))
    yield from (decorated_headers(), decorated_headers("csv-utf8"))
    yield from (odd_order(), odd_order("xls"), odd_order("ods"), odd_order("csv-gb"))
    yield from (late_header(), late_header("csv-gb"), wide(), extra_sheets(), extra_sheets("xls"))
    yield from (hidden_rows(), twins_and_namesakes(), nameless(), nameless("csv-bom"))
    yield from (names(), names("csv-utf8"), names("csv-gb"), formulas_and_errors())
    yield from (broken_reference(), nations(), remarks(), pairing_list(), numbers_1904(), serials())
    yield from date_cells()
