"""The shapes of domain.md §6.1: flat, two and three header rows, cards, stacked classes, the school roll."""

from collections.abc import Iterator

from .columns import (
    Column,
    class_text,
    column,
    columns,
    left_text,
    nation,
    plain,
    sex,
)
from .expect import Case, Clear, Maybe, OneOf
from .formats import FORMATS
from .page import Page, case
from .people import Child, Town

FLAT = (
    "seq name sex nation birth id class address boarding father father_phone father_work "
    "mother mother_phone mother_work guardian relation guardian_phone both remark"
)


def flat(form: str) -> Case:
    """A: title merged over all, fill-in line, header, data, foot lines."""
    town, page, cols = Town(f"flat-{form}"), Page("留守儿童花名册"), columns(FLAT)
    page.wide("龙潭镇初级中学2026—2027学年度第一学期留守儿童花名册", len(cols))
    page.wide("填报单位（盖章）：龙潭镇初级中学      填报时间：2026年9月10日", len(cols))
    page.header(cols)
    page.numbered(cols, town.children(12))
    page.skip("合计", "12人")
    page.wide("填表人：李某      审核人：王某      校长签字：", len(cols))
    page.skipped.add((page.sheet.name, len(page.sheet.rows)))
    page.skip("注：本表一式两份，学校、教办各存一份。")
    return case("flat", form, page)


def whole_school(count: int) -> Case:
    """Return a flat .xlsx roster of so many children."""
    town, page, cols = Town(count), Page("花名册"), columns(FLAT)
    page.header(cols)
    page.numbered(cols, town.children(count))
    return case("whole school", "xlsx", page)


def two_rows(form: str = "xlsx") -> Case:
    """B: blocks 父亲, 母亲 and 监护人情况 over repeated 姓名, 联系电话, 务工地点."""
    town, page = Town("two"), Page("七八九年级")
    page.wide("石桥镇中心学校留守儿童基本情况登记表", 18)
    cols = page.blocks(
        ("", columns("seq name sex birth id class")),
        ("父亲", columns("father=姓名 father_phone=联系电话 father_work=务工地点")),
        ("母亲", columns("mother=姓名 mother_phone=联系电话 mother_work=务工地点")),
        (
            "监护人情况",
            columns("guardian=姓名 relation=与学生关系 guardian_age=年龄")
            + columns("guardian_health=身体状况 guardian_phone=联系电话"),
        ),
        ("", columns("remark")),
    )
    page.numbered(cols, town.children(10))
    return case("two header rows", form, page)


def three_rows(form: str = "xlsx") -> Case:
    """C: 学生基本信息, 家庭情况 (父亲, 母亲), 监护人 and 结对帮扶 over sub-blocks over fields."""
    town, page = Town("three"), Page("台账")
    page.wide("白果乡农村留守儿童摸底统计台账", 17)
    blocks: list[tuple[str, str, list[Column]]] = [
        ("", "", columns("seq")),
        ("学生基本信息", "", columns("name=姓名 sex nation id=身份证号 class village=村")),
        ("家庭情况", "父亲", columns("father=姓名 father_work=务工地 father_phone=电话")),
        ("家庭情况", "母亲", columns("mother=姓名 mother_work=务工地 mother_phone=电话")),
        ("监护人", "", columns("guardian=姓名 relation=关系 guardian_phone=电话")),
        (
            "结对帮扶",
            "",
            [plain("姓名", "周老师"), plain("职务", "教师"), plain("电话", "13900000000")],
        ),
    ]
    flat_columns = _three_headers(page, blocks)
    page.numbered(flat_columns, town.children(9))
    return case("three header rows", form, page)


def _three_headers(page: Page, blocks: list[tuple[str, str, list[Column]]]) -> list[Column]:
    top = page.add()
    page.blank(2)
    flat_columns: list[Column] = []
    spans: dict[str, list[int]] = {}
    for title, sub, inner in blocks:
        first = len(flat_columns) + 1
        flat_columns += inner
        last = len(flat_columns)
        if title:
            spans.setdefault(title, [first, last])[1] = last
        if sub:
            page.put(top + 1, first, sub)
            page.merge(top + 1, first, top + 1, last)
        for at, one in enumerate(inner, first):
            row = top + 2 if sub else (top + 1 if title else top)
            page.put(row, at, one.header)
            page.merge(row, at, top + 2, at)
    for title, (first, last) in spans.items():
        page.put(top, first, title)
        page.merge(top, first, top, last)
    page.remember([top, top + 1, top + 2], flat_columns)
    return flat_columns


def _card(page: Page, child: Child, where: int | None = None) -> None:
    page.wide("农村留守儿童信息卡", 6)
    page.add("姓名", child.name, "性别", sex(child), "民族", child.ethnicity)
    page.add(
        "出生年月", f"{child.birth:%Y.%m.%d}", "身份证号", child.id_number,
        "班级", class_text(child, "七年级1班"),
    )  # fmt: skip
    row = page.add(
        "家庭住址", child.address, None, None, "是否寄宿", "是" if child.boarding else "否"
    )
    page.merge(row, 2, row, 4)
    page.add(
        "父亲姓名",
        child.father.name,
        "联系电话",
        child.father.phone,
        "务工地点",
        child.father.workplace,
    )
    page.add(
        "母亲姓名",
        child.mother.name,
        "联系电话",
        child.mother.phone,
        "务工地点",
        child.mother.workplace,
    )
    page.add(
        "监护人姓名", child.guardian.name, "与儿童关系", child.guardian.kin,
        "联系电话", child.guardian.phone,
    )  # fmt: skip
    row = page.add("健康状况", "健康（√） 残疾（ ） 患病（ ）")
    page.merge(row, 2, row, 6)
    row = page.add("备注")
    page.merge(row, 2, row, 6)
    cols = columns(
        "name sex nation birth id class address boarding father father_phone father_work "
        "mother mother_phone mother_work guardian relation guardian_phone"
    )
    page.expect(where, cols, child)


def cards(form: str = "xlsx") -> Case:
    """D: one card a sheet."""
    town, pages = Town("cards"), []
    for number, child in enumerate(town.children(4), 1):
        page = Page(f"{number}{child.name}")
        _card(page, child)
        pages.append(page)
    return case("a card a sheet", form, *pages)


def cards_on_one_sheet(form: str = "xls") -> Case:
    """D: several cards under one another on one sheet."""
    page = Page("档案卡")
    for child in Town("stacked cards").children(3):
        _card(page, child)
        page.blank(2)
    return case("cards under one another", form, page)


def stacked(form: str = "xlsx") -> Case:
    """E: classes under one another, each with title and header; the class stands in the title only."""
    town, page = Town("stacked"), Page("全校")
    cols = columns("seq name sex id guardian relation guardian_phone=联系电话")
    for klass, title in ((1, "七年级（1）班留守儿童名册"), (2, "七（2）班留守儿童名册")):
        page.wide(title, len(cols))
        page.wide(f"班主任：周老师{klass}    电话：1390000000{klass}", len(cols))
        page.header(cols)
        for child in town.children(5, 7, klass):
            page.child(cols, child, grade=7, klass=klass)
        page.skip("小计", "5人")
        page.blank()
    return case("stacked classes", form, page)


def school_roll(form: str = "xls", members: bool = False) -> Case:
    """F: the school-roll export, 71 columns, the class by 班号 and 入学年月."""
    town, page = Town("roll"), Page("学生信息")
    own = _roll_columns()
    block = "姓名 关系 关系说明 现住址 户口所在地行政区划 联系电话 是否监护人 身份证件类型 身份证件号 民族 工作单位 职务"
    member = {n: [_member(n, header) for header in block.split()] for n in (1, 2)}
    last = plain("是否进城务工人员随迁子女", "否")
    if members:
        cols = page.blocks(("", own), ("成员1", member[1]), ("成员2", member[2]), ("", [last]))
    else:
        flat_members = [c.named(f"成员{n}{c.header}") for n in (1, 2) for c in member[n]]
        cols = [*own, *flat_members, last]
        page.header(cols)
    for child in town.children(8):
        page.child(cols, child, grade=Clear(child.grade))
    return case(
        "school roll" + (" in two rows" if members else ""), form, page, allowed="class_unknown"
    )


def _roll_columns() -> list[Column]:
    known = {
        "学校标识码": plain("学校标识码", "3142999999"),
        "姓名": column("name"),
        "性别": column("sex"),
        "出生日期": Column(
            "出生日期", lambda c: f"{c.birth:%Y%m%d}", lambda c: {"birth": c.birth.isoformat()}
        ),
        "民族": Column(
            "民族",
            lambda c: c.ethnicity + "族",
            lambda c: {"ethnicity": nation(c.ethnicity)},
        ),
        "国籍/地区": plain("国籍/地区", "中国"),
        "身份证件类型": plain("身份证件类型", "居民身份证"),
        "身份证件号": column("id", "身份证件号"),
        "健康状况": plain("健康状况", "健康或良好"),
        "户口性质": plain("户口性质", "农业户口"),
        "班号": Column("班号", lambda c: f"0{c.klass}", lambda c: {"klass": c.klass}),
        "入学年月": Column("入学年月", lambda c: f"{2026 - c.grade + 7}09"),
        "就读方式": column("mode", "就读方式"),
        "现住址": column("address", "现住址"),
        "家庭地址": Column("家庭地址", lambda c: c.address),
        "联系电话": Column(
            "联系电话",
            lambda c: c.mother.phone,
            lambda c: {"guardian_phone": Maybe(c.mother.phone)},
        ),
        "是否留守儿童": Column(
            "是否留守儿童", left_text, lambda c: {"both_parents_away": c.both_away}
        ),
        "曾用名": plain("曾用名", "无", None),
    }
    names = (
        "学校标识码 姓名 性别 出生日期 出生地行政区划代码 籍贯 民族 国籍/地区 身份证件类型 港澳台侨外 健康状况 政治面貌 "
        "身份证件号 户口性质 户口所在地行政区划 班号 入学年月 入学方式 就读方式 现住址 通信地址 家庭地址 联系电话 "
        "邮政编码 是否独生子女 是否受过学前教育 是否留守儿童 是否需要申请资助 是否享受一补 是否孤儿 是否烈士或优抚子女 "
        "上下学距离 上下学方式 是否需要乘坐校车 曾用名 身份证件有效期 血型 特长 学籍辅号 班内学号 学生来源 电子信箱 "
        "主页地址 残疾类型 是否由政府购买学位 随班就读"
    )
    return [
        known.get(name, plain(name, "否" if name.startswith("是否") else None))
        for name in names.split()
    ]


def _member(number: int, header: str) -> Column:
    side = "father" if number == 1 else "mother"
    person = (lambda c: c.father) if number == 1 else (lambda c: c.mother)
    guarding = "是" if number == 1 else "否"
    facts = {
        "姓名": (
            lambda c: person(c).name,
            lambda c: (
                {f"{side}_name": person(c).name}
                | ({"guardian_name": c.father.name} if number == 1 else {})
            ),
        ),
        "关系": (
            lambda c: person(c).kin,
            lambda c: {"guardian_relation": "father"} if number == 1 else {},
        ),
        "联系电话": (
            lambda c: person(c).phone,
            lambda c: (
                {f"{side}_phone": person(c).phone}
                | ({"guardian_phone": OneOf(c.father.phone, c.mother.phone)} if number == 1 else {})
            ),
        ),
        "是否监护人": (lambda c: guarding, lambda c: {}),
        "身份证件类型": (lambda c: "居民身份证", lambda c: {}),
        "民族": (lambda c: "汉族", lambda c: {}),
        "工作单位": (
            lambda c: person(c).workplace,
            lambda c: {f"{side}_workplace": person(c).workplace},
        ),
    }
    show, says = facts.get(header, (lambda c: None, lambda c: {}))
    return Column(header, show, says)


def roll_with_grandparent(form: str = "xlsx") -> Case:
    """F: 成员1 is the grandmother who is the guardian, 成员2 the mother who is not."""
    town, page = Town("grand"), Page("sheet1")
    cols = columns("name sex id=身份证件号 class=班级")
    cols += [
        Column(
            "成员1姓名", lambda c: c.guardian.name, lambda c: {"guardian_name": c.guardian.name}
        ),
        Column("成员1关系", lambda c: "祖母"),
        Column(
            "成员1联系电话",
            lambda c: c.guardian.phone,
            lambda c: {"guardian_phone": c.guardian.phone},
        ),
        plain("成员1是否监护人", "是"),
        Column("成员2姓名", lambda c: c.mother.name, lambda c: {"mother_name": c.mother.name}),
        Column("成员2关系", lambda c: "母亲"),
        Column(
            "成员2联系电话", lambda c: c.mother.phone, lambda c: {"mother_phone": c.mother.phone}
        ),
        plain("成员2是否监护人", "否"),
    ]
    page.header(cols)
    for child in town.children(5):
        page.child(cols, child, guardian_relation="paternal_grandmother")
    return case("school roll, grandmother guards", form, page)


def all_shapes() -> Iterator[Case]:
    """Yield every case of this module."""
    for form in FORMATS:
        yield flat(form)
    for form in ("xlsx", "xls", "ods", "html", "openpyxl", "csv-gb"):
        yield two_rows(form)
        yield three_rows(form)
    for form in ("xlsx", "xls", "ods"):
        yield cards(form)
    yield from (cards_on_one_sheet(), cards_on_one_sheet("html"))
    yield from (stacked(), stacked("csv-gb"), stacked("html"))
    yield from (school_roll(), school_roll("csv-bom"), school_roll("xlsx", members=True))
    yield from (roll_with_grandparent(), roll_with_grandparent("csv-gb"))
