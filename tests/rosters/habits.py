"""Rosters with the habits of statistics offices, template makers and families with several children."""

import io
from collections.abc import Iterator

import xlsxwriter

from .columns import Column, columns, plain
from .expect import Case, Maybe
from .page import Page, bare, case, titled
from .people import Child, Town, check_digit, identity


def column_numbers(form: str = "xlsx") -> Case:
    """A row of column numbers stands under the header, as in statistics."""
    pages = []
    for number, shown in enumerate(("{}", "（{}）", "甲"), 1):
        page, cols = Page(f"表{number}"), columns("seq name sex id class guardian guardian_phone")
        page.header(cols)
        signs = "甲乙丙丁戊己庚" if shown == "甲" else range(1, len(cols) + 1)
        page.skip(*[shown.format(n) if isinstance(n, int) else n for n in signs])
        page.numbered(cols, Town(shown).children(4))
        pages.append(page)
    return case("column numbers", form, *pages)


def hint_row(form: str = "xlsx") -> Case:
    """A template's row of hints stands under the header."""
    town = Town("hints")
    cols = columns("seq name sex birth id class guardian guardian_phone")
    page = titled(cols)
    page.skip(
        None,
        "必填",
        "必填，男/女",
        "格式：2013-05-12",
        "18位",
        "如：七（1）班",
        "选填",
        "11位手机号",
    )
    page.numbered(cols, town.children(4))
    return case("hint row", form, page)


def ends_in_words(form: str = "xls") -> Case:
    """以下空白, 共12人, a date and a signature on the right end the list."""
    town = Town("ends")
    cols = columns("seq name sex id class village")
    page = titled(cols)
    page.numbered(cols, town.children(4))
    page.skip(None, "以下空白")
    page.skip("共4人，其中男生2人，女生2人")
    page.skip(None, None, None, "龙潭镇初级中学（公章）")
    page.skip("联系人：李某", None, None, "联系电话：13800000000")
    page.skip("备注：1、本表须加盖公章。")
    return case("ends in words", form, page)


def two_line_title(form: str = "xlsx") -> Case:
    """A title of two lines merged over two rows, and an attachment's number above it."""
    town, page = Town("twoline"), Page("Sheet1")
    cols = columns("seq name sex id class")
    page.add("附件2：")
    page.wide("龙潭镇初级中学\n2026年秋季学期留守儿童信息采集表", len(cols))
    page.sheet.merges.clear()
    page.blank()
    page.merge(2, 1, 3, len(cols))
    page.header(cols)
    page.numbered(cols, town.children(4))
    return case("title of two lines", form, page)


def merged_sideways(form: str = "xlsx") -> Case:
    """姓名 lies over two columns and 家庭住址 over three, in the header and in every row."""
    town, page = Town("sideways"), Page("Sheet1")
    gap = plain("")
    cols = [
        *columns("seq name"),
        gap,
        *columns("sex class address"),
        gap,
        gap,
        *columns("guardian guardian_phone"),
    ]
    page.wide("留守儿童登记表", len(cols))
    page.header(cols)
    page.numbered(cols, town.children(4))
    for row in range(2, 7):
        page.merge(row, 2, row, 3)
        page.merge(row, 6, row, 8)
    return case("merged sideways", form, page)


def siblings_share_cells(form: str = "xlsx") -> Case:
    """Sisters and brothers share merged cells of village, father and guardian: names are not filled down."""
    town, page = Town("siblings"), Page("Sheet1")
    cols = columns("seq name sex class village father guardian guardian_phone")
    page.header(cols)
    first, second, other = town.children(3)
    second.village = first.village
    row = page.child(cols, first)
    nobody = {"father_name": None, "guardian_name": None, "guardian_phone": None}
    page.child(cols, second, **nobody)
    for at in (5, 6, 7, 8):
        page.put(row + 1, at, None)
        page.merge(row, at, row + 1, at)
    page.child(cols, other)
    return case("siblings share cells", form, page)


def school_and_classes(form: str = "xlsx") -> Case:
    """A sheet of the whole school comes before a sheet a class: the same children are there twice."""
    town = Town("twice")
    cols = columns("seq name sex id class")
    whole = Page("全校")
    whole.header(cols)
    children = [*town.children(3, 7, 1), *town.children(3, 7, 2)]
    whole.numbered(cols, children)
    pages = [whole]
    for klass in (1, 2):
        page = Page(f"七（{klass}）班")
        page.header(cols)
        for child in children[(klass - 1) * 3 : klass * 3]:
            row = page.child(cols, child, _optional=True)
            page.problem(row, "duplicate_in_file")
        pages.append(page)
    return case("the school and its classes", form, *pages)


def one_number_two_names(form: str = "csv-gb") -> Case:
    """The same ID number under two names is a doubt about both, said at the second at least."""
    town = Town("twonames")
    cols = columns("name sex class id")
    page = bare(cols)
    first, second = town.children(2)
    page.child(cols, first)
    second.gender, second.birth = first.gender, first.birth
    row = page.child(cols, second, _optional=True, id_number=Maybe(first.id_number))
    page.put(row, 4, first.id_number)
    page.problem(row, "duplicate_in_file")
    return case("one number, two names", form, page)


def namesakes_without_numbers(form: str = "xls") -> Case:
    """Two of one name in one class without numbers are two children, by their birth dates."""
    town = Town("namesakes")
    cols = columns("name sex birth class father")
    page = titled(cols)
    first, second = town.children(2, 7, 1)
    second.name = first.name
    for child in (first, second):
        page.child(cols, child)
    return case("namesakes without numbers", form, page, allowed="duplicate_in_file")


def residence_permits(form: str = "xlsx") -> Case:
    """Residence permits of Hong Kong, Macao and Taiwan begin 81, 82, 83 and have the same check."""
    town = Town("permits")
    cols = columns("name sex birth class id")
    page = titled(cols)
    for area in ("810000", "820000", "830000"):
        child = town.child()
        first17 = area + identity(child.birth, child.gender == "male", 3)[6:17]
        child.id_number = first17 + check_digit(first17)
        page.child(cols, child)
    return case("residence permits", form, page)


def block_card(form: str = "xlsx") -> Case:
    """A card with blocks 父亲, 母亲 and 监护人 written down the left edge, boxes to tick for the sex."""
    pages = []
    for number, child in enumerate(Town("blockcard").children(3), 1):
        page = Page(f"卡{number}")
        _block_card(page, child)
        pages.append(page)
    return case("cards with blocks", form, *pages)


def _block_card(page: Page, child: Child) -> None:
    page.wide("留守儿童档案卡", 7)
    boxes = "☑男 □女" if child.gender == "male" else "□男 ☑女"
    page.add("儿童基本情况", "姓名", child.name, "性别", boxes, "民族", child.ethnicity + "族")
    page.add(None, "出生日期", f"{child.birth:%Y年%m月%d日}", "身份证号码", child.id_number)
    page.add(
        None,
        "班级",
        f"{'七八九'[child.grade - 7]}年级（{child.klass}）班",
        "家庭住址",
        child.address,
    )
    page.merge(2, 1, 4, 1)
    for title, person, extra in (
        ("父亲", child.father, "务工地点"),
        ("母亲", child.mother, "务工地点"),
        ("监护人", child.guardian, "与儿童关系"),
    ):
        row = page.add(
            title,
            "姓名",
            person.name,
            "联系电话",
            person.phone,
            extra,
            person.workplace or person.kin,
        )
        page.merge(row, 1, row, 1)
    cols = columns(
        "name nation birth id class address father father_phone father_work "
        "mother mother_phone mother_work guardian relation guardian_phone"
    )
    page.expect(None, cols, child, gender=Maybe(child.gender))


def chart_first(form: str = "xlsx") -> Case:
    """A sheet that is a chart, then one with a pivot's leavings, then the roster; the file is an .xlsm."""
    town, page = Town("chart"), Page("名册")
    cols = columns("seq name sex id class")
    page.header(cols)
    page.numbered(cols, town.children(4))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_chartsheet("图表")
    counts = book.add_worksheet("透视")
    counts.write_row(0, 0, ["行标签", "计数项:姓名"])
    counts.write_row(1, 0, ["七（1）班", 4])
    counts.write_row(2, 0, ["总计", 4])
    paper = book.add_worksheet("名册")
    for r, row in enumerate(page.sheet.rows):
        for c, value in enumerate(row):
            paper.write(r, c, value)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=透视!$B$2:$B$3"})
    sheet.set_chart(chart)
    book.close()
    made = case("chart first", form, page, filename="名册.xlsm")
    made.data = out.getvalue()
    return made


def nearest_person_only_lends_phone(form: str = "csv-utf8") -> Case:
    """健康状况 and 政治面貌 after a carer in one row of headers: the carer's name and phone stay right."""
    town = Town("lends")
    cols = [
        *columns("name sex class guardian guardian_phone=电话"),
        plain("健康状况", "健康"),
        plain("政治面貌", "团员"),
    ]
    cols += [
        Column(
            "家庭住址",
            lambda c: c.address,
            lambda c: {"address": c.address, "village": Maybe(c.village)},
        )
    ]
    page = bare(cols)
    for child in town.children(3):
        page.child(cols, child, guardian_health=Maybe("健康"))
    return case("the nearest person lends a phone only", form, page)


def all_habits() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (
        column_numbers(),
        hint_row(),
        ends_in_words(),
        ends_in_words("csv-gb"),
        two_line_title(),
    )
    yield from (
        merged_sideways(),
        merged_sideways("html"),
        merged_sideways("xls"),
        siblings_share_cells(),
    )
    yield from (school_and_classes(), one_number_two_names(), namesakes_without_numbers())
    yield from (residence_permits(), block_card(), block_card("ods"), chart_first())
    yield nearest_person_only_lends_phone()
