"""Rosters that name the class in a column, a sheet or a title, in every way of domain.md §7.4."""

from collections.abc import Iterator
from datetime import date

from .columns import (
    Column,
    classes,
    columns,
)
from .expect import Case, Clear, OneOf, Said
from .page import Page, case, titled
from .people import Town


def sheet_per_class(form: str = "xlsx") -> Case:
    """One sheet a class, the class in the sheet's name only."""
    town, pages = Town("sheets"), []
    for name, grade, klass in (("七(1)班", 7, 1), ("八2", 8, 2), ("903", 9, 3), ("初三4班", 9, 4)):
        page = Page(name)
        cols = columns("seq=序号 name sex id address guardian relation guardian_phone")
        page.wide("留守儿童名册", len(cols))
        page.header(cols)
        for child in town.children(3, grade, klass):
            page.child(cols, child, grade=grade, klass=klass)
        pages.append(page)
    return case("a sheet a class", form, *pages)


def class_in_title(form: str = "csv-gb") -> Case:
    """The class stands in the title only."""
    town, page = Town("title"), Page("Sheet1")
    cols = columns("seq name sex birth guardian guardian_phone")
    page.add("大坪镇初级中学八年级三班留守学生花名册")
    page.header(cols)
    for child in town.children(6, 8, 3):
        page.child(cols, child, grade=8, klass=3)
    return case("class in the title", form, page)


def entry_year_in_title(form: str = "xls") -> Case:
    """The title names the year of entry: 2024级 is grade 9 in November 2026."""
    town, page = Town("entry"), Page("Sheet1")
    cols = columns("seq name sex id address")
    page.wide("柳树湾初级中学2024级（5）班留守儿童名单", len(cols))
    page.header(cols)
    for child in town.children(5, 9, 5):
        page.child(cols, child, grade=9, klass=5)
    return case("entry year in the title", form, page)


def grade_in_title(form: str = "xlsx") -> Case:
    """The grade stands in the title, the class number in a column."""
    town, page = Town("gradetitle"), Page("Sheet1")
    number = Column("班级", lambda c: f"{c.klass}班", lambda c: {"klass": c.klass})
    cols = [*columns("seq name sex id"), number]
    page.wide("2026年秋季七年级留守儿童统计表", len(cols))
    page.header(cols)
    for child in town.children(6, 7):
        page.child(cols, child, grade=7)
    return case("grade in the title", form, page)


def class_in_fill_in_line(form: str = "xlsx") -> Case:
    """The class stands in the line to fill in, under the title; classes are stacked."""
    town, page = Town("fillin"), Page("Sheet1")
    cols = columns("seq name sex id guardian guardian_phone")
    for klass in (1, 2):
        page.wide("龙潭镇初级中学2026—2027学年度留守儿童登记表", len(cols))
        page.wide(f"班级：七年级（{klass}）班        班主任：周老师        人数：3", len(cols))
        page.header(cols)
        for child in town.children(3, 7, klass):
            page.child(cols, child, grade=7, klass=klass)
        page.blank(2)
    return case("class in the line to fill in", form, page)


def class_in_cells_above(form: str = "xls") -> Case:
    """班级 and its value stand in two cells above the header."""
    town, page = Town("cellsabove"), Page("Sheet1")
    cols = columns("seq name sex id guardian guardian_phone")
    page.wide("留守儿童登记表", len(cols))
    page.add("班级：", "九（4）班", None, "班主任：", "周老师")
    page.header(cols)
    for child in town.children(3, 9, 4):
        page.child(cols, child, grade=9, klass=4)
    return case("class in cells above", form, page)


def grade_in_sheet_name(form: str = "xlsx") -> Case:
    """The sheet is named for the grade, the column holds the class's number."""
    town, pages = Town("gradesheet"), []
    number = Column("班级", lambda c: f"{c.klass}班", lambda c: {"klass": c.klass})
    for name, grade in (("七年级", 7), ("初二", 8), ("九年级", 9)):
        page, cols = Page(name), [*columns("seq name sex id"), number]
        page.header(cols)
        for child in town.children(3, grade):
            page.child(cols, child, grade=grade)
        pages.append(page)
    return case("grade in the sheet's name", form, *pages)


def grade_and_class_apart(form: str = "xlsx") -> Case:
    """年级 and 班级 in two columns, as words or numbers."""
    town, page = Town("apart"), Page("Sheet1")
    grades = Column("年级", lambda c: "七八九"[c.grade - 7] + "年级", lambda c: {"grade": c.grade})
    klass = Column("班级", lambda c: c.klass, lambda c: {"klass": c.klass})
    cols = [*columns("name sex id"), grades, klass]
    page.header(cols)
    for child in town.children(4):
        page.child(cols, child)
    for child, shown in zip(town.children(4), ("初{}", "{}", "{}级", "初{}年级"), strict=True):
        value = {
            "初{}": f"初{'一二三'[child.grade - 7]}",
            "{}": child.grade,
            "{}级": f"{2033 - child.grade}级",
        }.get(shown, f"初{'一二三'[child.grade - 7]}年级")
        page.odd(cols, child, "年级", value)
    return case("grade and class apart", form, page)


def class_styles() -> Iterator[Case]:
    """Every way of writing a class, one roster each, in a middle school."""
    for style in [
        "七（1）班",
        "七(1)班",
        "七（一）班",
        "七年级1班",
        "七年级一班",
        "七年级（1）班",
        "初一(1)班",
        "初一1班",
        "701",
        "701班",
        "7.1",
        "7-1",
        "七1",
        "2024级1班",
        "24级1班",
        "2027届3班",
    ]:
        page = Page("Sheet1")
        cols = [*columns("name sex id"), classes(style)]
        page.wide("龙潭镇初级中学留守儿童花名册", len(cols))
        page.header(cols)
        for child in Town(style).children(4):
            page.child(cols, child)
        yield case(f"class as {style}", "xls", page)


def primary(form: str = "xlsx") -> Case:
    """A primary school: 三(2), 三年级二班, 302, 六年级 with one class."""
    page, town = Page("Sheet1"), Town("primary")
    cols = [*columns("name sex id"), classes("七(1)班")]
    page.wide("青山小学留守儿童名册", len(cols))
    page.header(cols)
    for grade, klass, text in (
        (3, 2, "三(2)"),
        (3, 2, "三年级二班"),
        (3, 2, "302"),
        (1, 1, "一年级1班"),
        (5, 10, "五年级十班"),
    ):
        page.odd(cols, town.child(grade, klass), "班级", text)
    page.odd(cols, town.child(6, 1), "班级", "六年级", klass=OneOf(1, None))
    return case("primary school", form, page)


def merged_class(form: str = "xlsx") -> Case:
    """班级 and 村 merged over their children are filled down; 姓名 never is."""
    town, page = Town("merged"), Page("Sheet1")
    cols = columns("class village name sex id")
    page.wide("留守儿童统计表", len(cols))
    page.header(cols)
    for klass, count in ((1, 4), (2, 3), (3, 1)):
        village, first = ("青山村", "石桥村", "大坪村")[klass - 1], len(page.sheet.rows) + 1
        for index, child in enumerate(town.children(count, 8, klass)):
            child.village = village
            row = page.child(cols, child)
            if index:
                page.put(row, 1, None)
                page.put(row, 2, None)
        page.merge(first, 1, first + count - 1, 1)
        page.merge(first, 2, first + count - 1, 2)
    return case("merged class", form, page)


def labels_on_first_row(form: str = "csv-gb") -> Case:
    """A CSV has lost its merges: an empty class or village under one is filled only with a word about it."""
    town = Town("unmerged")
    cols = columns("class village name sex id")
    page = titled(cols)
    first = town.child(7, 2)
    page.child(cols, first)
    for child in town.children(3, 7, 2):
        row = page.child(cols, child, grade=Said(7), klass=Said(2), village=Said(first.village))
        page.put(row, 1, None)
        page.put(row, 2, None)
    return case("labels on the first row only", form, page, allowed="class_unknown")


def class_became_date(form: str = "xlsx") -> Case:
    """7-1 typed as a class became 1 July: read as 7(1) or said unknown, never as another class."""
    town = Town("classdate")
    cols = columns("name sex id class")
    page = titled(cols)
    for child in town.children(4, 7):
        page.odd(
            cols,
            child,
            "班级",
            date(2026, 7, child.klass),
            grade=Clear(7),
            klass=Clear(child.klass),
        )
    return case("class became a date", form, page, allowed="class_unknown")


def class_numbers(form: str = "xlsx") -> Case:
    """Classes typed as numbers: 701 and 7.1."""
    town = Town("classnumbers")
    cols = columns("name sex id class")
    page = titled(cols)
    for child in town.children(3):
        page.odd(cols, child, "班级", child.grade * 100 + child.klass)
    for child in town.children(3):
        page.odd(cols, child, "班级", float(f"{child.grade}.{child.klass}"))
    return case("class as number", form, page)


def class_nonsense(form: str = "csv-gb") -> Case:
    """A class nobody can place is said unknown; the child stays."""
    town = Town("classnonsense")
    cols = columns("name sex id class")
    page = titled(cols)
    page.child(cols, town.child())
    for text in ("火箭班", "十九（1）班", "？"):
        row = page.odd(cols, town.child(), "班级", text, grade=None, klass=OneOf(None, 1))
        page.problem(row, "class_unknown")
    return case("class unknown", form, page)


def all_classrooms() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (sheet_per_class(), sheet_per_class("ods"), class_in_title(), class_in_title("xlsx"))
    yield from (entry_year_in_title(), grade_in_title(), grade_and_class_apart(), primary())
    yield from class_styles()
    yield from (class_in_fill_in_line(), class_in_fill_in_line("csv-gb"), class_in_cells_above())
    yield grade_in_sheet_name()
    yield from (class_became_date(), class_became_date("xls"), class_numbers(), class_nonsense())
    yield from (merged_class(), merged_class("xls"), merged_class("ods"), merged_class("html"))
    yield labels_on_first_row()
