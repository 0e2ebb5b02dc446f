"""Rosters as a stranger may bring them: habits of one office or another, met once each."""

from collections.abc import Iterator
from typing import Any

from .columns import Column, class_text, columns, plain
from .expect import ANY, Case, Clear, Maybe, OneOf, Said
from .page import Page, bare, case, titled
from .people import Child, Town, identity


def class_bands(form: str = "xlsx") -> Case:
    """A row with nothing but the class heads each class's children; the header stands once."""
    town = Town("bands")
    cols = columns("seq name sex id guardian guardian_phone")
    page = titled(cols)
    for klass, band in ((1, "七年级（1）班"), (2, "七（2）班"), (3, "703班")):
        page.wide(band, len(cols))
        for child in town.children(3, 7, klass):
            page.child(cols, child, grade=7, klass=klass)
    return case("class bands", form, page)


def more_classes(form: str = "csv-gb") -> Case:
    """Classes with spaces, full-width figures, the north-east's 七年一班, entry year in brackets."""
    town = Town("moreclasses")
    cols = columns("name sex id class")
    page = titled(cols)
    for text, grade, klass in (
        ("七 （1） 班", 7, 1), ("7（1）班", 7, 1), ("7年级2班", 7, 2), ("七年一班", 7, 1), ("八年3班", 8, 3), ("七1班", 7, 1),
        ("７０２", 7, 2), ("初二（4）", 8, 4), ("九年级（5）", 9, 5), ("初三五班", 9, 5), ("2025级（1）班", 8, 1),
        ("25级3班", 8, 3), ("七年级十班", 7, 10), ("710", 7, 10), ("七（10）班", 7, 10), ("七年级第2班", 7, 2),
        ("2501班", 8, 1), ("初2025级2班", 8, 2), ("七年级01班", 7, 1), ("七-2", 7, 2),
    ):  # fmt: skip
        page.odd(cols, town.child(grade, klass), "班级", text)
    return case("more classes", form, page)


def primary_entry_year(form: str = "xlsx") -> Case:
    """In a primary school 2024级 is grade 3 in November 2026."""
    town, page = Town("primaryentry"), Page("Sheet1")
    cols = columns("name sex id class")
    page.wide("青山小学留守儿童名册", len(cols))
    page.header(cols)
    for child in town.children(4, 3, 2):
        page.odd(cols, child, "班级", "2024级2班")
    return case("entry year in a primary school", form, page)


def names_that_are_none(form: str = "xls") -> Case:
    """A number in the name column is no name: the row is blocked or the doubt is said."""
    town = Town("namewords")
    cols = columns("seq name sex id class")
    page = titled(cols)
    for text in (12345, "12345", "13812345678", "999999201503010016"):
        child = town.child()
        page.odd(cols, child, "姓名", text, name=Said(str(text)), _optional=True)
    return case("names that are none", form, page, allowed="missing_name name_odd value_unknown")


def brackets_after_names(form: str = "xlsx") -> Case:
    """张三（转学） is 张三 or is left as typed, never a lost child."""
    town = Town("brackets")
    cols = columns("name sex id class")
    page = titled(cols)
    for word in ("（转学）", "(新生)", "★", "*", "（孤儿）"):
        child = town.child()
        page.odd(cols, child, "姓名", child.name + word, name=OneOf(child.name, child.name + word))
    return case("brackets after names", form, page, allowed="name_odd value_unknown")


def parent_not_there(form: str = "xlsx") -> Case:
    """去世, 离异, 无 in a parent's column is no parent's name."""
    town = Town("notthere")
    cols = columns("name sex id class father father_phone mother mother_phone")
    page = titled(cols)
    for word in ("去世", "已故", "离异", "无", "不详", "失联", "/", "亡", "改嫁"):
        child = town.child()
        row = page.odd(cols, child, "父亲姓名", word, father_name=None, father_phone=None)
        page.put(row, 6, None)
    return case("parent not there", form, page, allowed="value_unknown")


def birth_in_three(form: str = "xlsx") -> Case:
    """出生年月 over 年, 月 and 日 in three columns."""
    town, page = Town("three"), Page("Sheet1")
    page.wide("留守儿童登记表", 8)
    parts = [
        Column("年", lambda c: c.birth.year, lambda c: {"birth": OneOf(c.birth.isoformat())}),
        Column("月", lambda c: c.birth.month),
        Column("日", lambda c: c.birth.day),
    ]
    cols = page.blocks(
        ("", columns("seq name sex")), ("出生日期", parts), ("", columns("class guardian"))
    )
    page.numbered(cols, town.children(4))
    return case("birth in three columns", form, page)


def address_in_parts(form: str = "xlsx") -> Case:
    """家庭住址 over 乡镇, 村 and 组."""
    town, page = Town("parts"), Page("Sheet1")
    parts = [plain("乡镇", "龙潭镇"), *columns("village=村"), plain("组", "3组", 5)]
    cols = page.blocks(("", columns("name sex id class")), ("家庭住址", parts))
    for child in town.children(4):
        page.child(cols, child, address=ANY)
    return case("address in parts", form, page)


def own_numbers_of_adults(form: str = "xls") -> Case:
    """Adults' own ID numbers, ages, sexes and nations under their block are not the child's."""
    town, page = Town("adults"), Page("Sheet1")
    number = Column("身份证号", lambda c: identity(c.birth.replace(year=1980, day=1), True, 77))
    cols = page.blocks(
        ("", columns("seq name sex nation birth id class")),
        ("父亲", [*columns("father=姓名"), number, plain("民族", "苗"), *columns("father_phone=电话")]),
        (
            "监护人",
            [
                *columns("guardian=姓名"), plain("性别", "女"), *columns("guardian_age=年龄"), number,
                *columns("relation=与被监护人关系 guardian_health=健康状况"), plain("家庭住址", "外村"),
                *columns("guardian_phone=联系方式"),
            ],
        ),
    )  # fmt: skip
    page.numbered(cols, town.children(5))
    return case("adults' own numbers", form, page)


def name_and_more(form: str = "xlsx") -> Case:
    """One column for a person and more: 父亲姓名及电话, 监护人及关系."""
    town = Town("namemore")
    cols = [
        *columns("name sex id class"),
        Column("父亲姓名及电话", lambda c: f"{c.father.name}{c.father.phone}"),
        Column("监护人及与学生关系", lambda c: f"{c.guardian.name}（{c.guardian.kin}）"),
    ]
    page = titled(cols)
    for child in town.children(4):
        page.child(
            cols, child,
            father_name=child.father.name, father_phone=child.father.phone,
            guardian_name=child.guardian.name, guardian_relation=child.guardian.relation,
        )  # fmt: skip
    return case("name and more", form, page)


def more_dates(form: str = "csv-utf8") -> Case:
    """Dates with spaces, a last dot, a lost 日, a float's tail."""
    town = Town("moredates")
    cols = columns("name sex class birth")
    page = titled(cols)
    for pattern in (
        "{y}. {m}. {d}", "{y}.{m:02}.{d:02}.", "{y}年{m}月{d}", "{y}{m:02}{d:02}.0", "{y}-{m:02}-{d:02}T00:00:00", "{y} {m} {d}",
        "{y}年{m:02}月{d:02}日生", "{y}，{m}，{d}", "{y}/{m:02}/{d:02} 0:00", "{y}－{m}－{d}",
    ):  # fmt: skip
        child = town.child()
        b = child.birth
        page.odd(
            cols,
            child,
            "出生日期",
            pattern.format(y=b.year, m=b.month, d=b.day),
            birth=Clear(b.isoformat()),
        )
    for pattern in ("{y}.{m}月", "{y}年{m}月生", "{y}年{m}", "{y}{m:02}.0"):
        child = town.child()
        b = child.birth
        page.odd(
            cols, child, "出生日期", pattern.format(y=b.year, m=b.month), birth=Clear(f"{b:%Y-%m}")
        )
    return case("more dates", form, page, allowed="date_unreadable")


def more_phones(form: str = "csv-gb") -> Case:
    """Phones with a word before or behind, two with a space between."""
    town = Town("morephones")
    cols = columns("name sex class guardian guardian_phone")
    page = titled(cols)
    for pattern in (
        "{}（爷爷）",
        "爷爷{}",
        "手机：{}",
        "{}，",
        "电话:{}",
        "{} ",
        "tel{}",
        "{}(奶奶)",
    ):
        child = town.child()
        page.odd(cols, child, "监护人电话", pattern.format(child.guardian.phone))
    for pattern in ("{} {}", "{}  {}", "{}（爷爷）{}（奶奶）", "{}/0717-7654321"):
        child = town.child()
        two = child.guardian.phone, child.mother.phone
        page.odd(cols, child, "监护人电话", pattern.format(*two), guardian_phone=OneOf(*two))
    return case("more phones", form, page)


def more_words(form: str = "xlsx") -> Case:
    """More words for boarding and for being left behind."""
    town = Town("morewords")
    cols = columns("name sex id class mode left")
    page = titled(cols)
    both = {
        "双方": True, "单方": False, "一方外出": False, "父外出": False, "母外出": False, "父母外出": True,
        "父母双方": True, "双亲外出务工": True, "父母一方外出": False, "父母都外出": True, "爸爸妈妈都在外打工": True,
        "父亲外出务工": False, "单亲外出": False, "双亲": True,
    }  # fmt: skip
    mode = {
        "寄宿": True, "内宿": True, "住宿": True, "住读": True, "在校住宿": True, "走读": False, "外宿": False, "通学": False,
        "通校": False, "非寄宿": False, "住宿生": True, "1": None, "寄宿制": True, "校外租房": None,
    }  # fmt: skip
    for (left, away), (text, boards) in zip(both.items(), mode.items(), strict=True):
        boarding = Clear(boards) if boards is not None else ANY
        row = page.odd(
            cols, town.child(), "就读方式", text, boarding=boarding, both_parents_away=Clear(away)
        )
        page.put(row, 6, left)
    return case("more words", form, page, allowed="value_unknown")


def not_left_behind(form: str = "xls") -> Case:
    """The school-roll words for 是否留守儿童, the whole school's list with those who are not."""
    town = Town("notleft")
    cols = columns("name sex id class left=是否留守儿童")
    page = titled(cols)
    for text, both in (
        ("双亲留守", True), ("单亲留守", False), ("非留守", Maybe(False)), ("非留守儿童", Maybe(False)), ("否", Maybe(False)), ("是", None),
        ("双亲留守儿童", True), ("单亲留守儿童", False),
    ):  # fmt: skip
        page.odd(cols, town.child(), "是否留守儿童", text, both_parents_away=both)
    return case("not left behind", form, page)


def side_by_side(form: str = "xlsx") -> Case:
    """Two lists next to each other on one sheet: the right one is read too, or is said to be left out."""
    town, page = Town("sidebyside"), Page("Sheet1")
    left, right = columns("seq name sex class"), columns("seq name sex class")
    page.wide("龙潭镇初级中学留守儿童名单", 8)
    page.header([*left, *right])
    beside: list[Child] = town.children(4)
    for one, other in zip(town.children(4), beside, strict=True):
        row = page.child(left, one)
        for at, column in enumerate(right, 5):
            page.put(row, at, column.show(other))
    for row, other in enumerate(beside, 3):
        page.expect(row, right, other, _optional=True)
    return case("side by side", form, page)


def grown_by_hand(form: str = "xlsx") -> Case:
    """A sheet with stray texts beside the table, a second remark row and an empty column in it."""
    town = Town("byhand")
    cols = [*columns("seq name sex"), plain(""), *columns("id class guardian guardian_phone")]
    page = titled(cols)
    page.numbered(cols, town.children(5))
    page.put(3, 12, "←缺照片")
    page.put(5, 13, "待核实")
    page.put(1, 12, "打印时删除此列")
    return case("grown by hand", form, page)


def parents_block(form: str = "csv-gb") -> Case:
    """父母情况 over both names, one phone and one place."""
    town, page = Town("parentsblock"), Page("Sheet1")
    cols = page.blocks(
        ("", columns("seq name sex class")),
        (
            "父母情况",
            [
                *columns("father=父亲姓名 mother=母亲姓名"),
                Column("联系电话", lambda c: c.mother.phone),
            ],
        ),
        ("监护人情况", columns("guardian=姓名 relation=与儿童关系 guardian_phone=电话")),
    )
    for child in town.children(4):
        page.child(
            cols,
            child,
            mother_phone=Maybe(child.mother.phone),
            father_phone=Maybe(child.mother.phone),
        )
    return case("parents' block", form, page)


def same_class_text(form: str = "xlsx") -> Case:
    """Numbers in class columns as floats with a fraction typed as 7.10 mean class 10 only as text."""
    town = Town("sevenpointten")
    cols = columns("name sex id class")
    page = titled(cols)
    page.odd(cols, town.child(7, 10), "班级", "7.10")
    page.odd(cols, town.child(7, 2), "班级", "7.2")
    value: Any = class_text(town.child(7, 3), "7.1")
    page.odd(cols, town.child(7, 3), "班级", value)
    page.odd(cols, town.child(7, 1), "班级", 7.1, grade=Clear(7), klass=OneOf(1, 10, None))
    return case("class 7.10", form, page, allowed="class_unknown")


def self_guarded(form: str = "xlsx") -> Case:
    """监护人 = 父母, 父亲 or 本人 says who, not a name."""
    town = Town("selfguard")
    cols = columns("name sex id class guardian relation")
    page = bare(cols)
    for word, relation in (
        ("父亲", "father"),
        ("本人", "self"),
        ("父母", None),
        ("爷爷奶奶", None),
    ):
        right: Any = OneOf(relation, None) if relation else Said("father", "mother")
        if word == "爷爷奶奶":
            right = Said("paternal_grandfather", "paternal_grandmother")
        row = page.odd(
            cols, town.child(), "监护人", word, guardian_name=None, guardian_relation=right
        )
        page.put(row, 6, None)
    return case("guardian without a name", form, page, allowed="value_unknown")


def all_strays() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (class_bands(), class_bands("csv-gb"), more_classes(), primary_entry_year())
    yield from (names_that_are_none(), brackets_after_names(), parent_not_there(), birth_in_three())
    yield from (address_in_parts(), own_numbers_of_adults(), name_and_more(), more_dates())
    yield from (more_phones(), more_words(), not_left_behind(), side_by_side(), grown_by_hand())
    yield from (parents_block(), same_class_text(), self_guarded())
