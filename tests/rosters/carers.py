"""Rosters whose cells hold phones, parents and guardians in every way people type them."""

from collections.abc import Iterator

from .columns import Column, columns
from .expect import ANY, Case, Maybe, OneOf, Said
from .page import Page, bare, case
from .people import Child, Person, Town


def phones(form: str = "xlsx") -> Case:
    """Phones in every dress give eleven digits; what is no phone is left out."""
    town = Town("phones")
    cols = columns("name sex id class guardian guardian_phone")
    page = bare(cols)
    for dress in PHONES:
        child = town.child()
        page.odd(cols, child, "监护人电话", dress(child.guardian.phone))
    if not form.startswith("csv"):
        for number in (float, int):
            child = town.child()
            page.odd(cols, child, "监护人电话", number(child.guardian.phone))
    for text in ("无", "没有", "不详", "—", "/", "同上", ""):
        page.odd(cols, town.child(), "监护人电话", text, guardian_phone=None)
    for text in ("1381234567", "138123456789", "1.39E+10", "12812345678", "打不通"):
        row = page.odd(cols, town.child(), "监护人电话", text, guardian_phone=None)
        page.problem(row, "phone_invalid")
    for glue in ["/", "、", "，", ";", "；", "或", "\n"]:
        child = town.child()
        two = child.guardian.phone, child.mother.phone
        page.odd(cols, child, "监护人电话", glue.join(two), guardian_phone=OneOf(*two))
    page.odd(cols, town.child(), "监护人电话", "0717-7654321", guardian_phone=ANY)
    return case("phones", form, page, allowed="same_as_above")


PHONES = (
    lambda p: p,
    lambda p: "+86 " + p,
    lambda p: "+86" + p,
    lambda p: "86-" + p,
    lambda p: f"{p[:3]} {p[3:7]} {p[7:]}",
    lambda p: f"{p[:3]}-{p[3:7]}-{p[7:]}",
    lambda p: p + ".0",
    lambda p: p.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}),
    lambda p: f" {p}\u00a0",
    lambda p: "'" + p,
    lambda p: p + "（微信同号）",
)


def parents_phone(form: str = "xlsx") -> Case:
    """父138… 母139… in one cell are two phones."""
    town = Town("parentsphone")
    cols = [
        *columns("name sex id class father mother"),
        Column("家长电话", lambda c: None),
    ]
    page = bare(cols)
    for pattern in (
        "父{} 母{}",
        "父亲：{}\n母亲：{}",
        "父{}、母{}",
        "爸爸{}，妈妈{}",
        "{}(父) {}(母)",
    ):
        child = town.child()
        page.odd(
            cols, child, "家长电话", pattern.format(child.father.phone, child.mother.phone),
            father_phone=child.father.phone, mother_phone=child.mother.phone,
            guardian_phone=Maybe(child.father.phone, child.mother.phone),
        )  # fmt: skip
    return case("father's and mother's phone in a cell", form, page)


def parents_names(form: str = "csv-gb") -> Case:
    """Both parents' names in one cell."""
    town = Town("parentsnames")
    cols = [*columns("name sex id class"), Column("父母姓名", lambda c: None)]
    page = bare(cols)
    for glue in ("、", " ", "/", "，", "\u3000"):
        child = town.child()
        father, mother = child.father.name, child.mother.name
        page.odd(
            cols, child, "父母姓名", f"{father}{glue}{mother}", father_name=father, mother_name=mother,
            guardian_name=Maybe(father, mother), guardian_relation=Maybe("father", "mother"),
        )  # fmt: skip
    return case("both parents' names in a cell", form, page)


KIN = {
    "爷爷": "paternal_grandfather", "祖父": "paternal_grandfather", "奶奶": "paternal_grandmother",
    "外公": "maternal_grandfather", "姥爷": "maternal_grandfather", "家公": "maternal_grandfather",
    "嘎公": "maternal_grandfather", "外祖父": "maternal_grandfather", "外婆": "maternal_grandmother",
    "姥姥": "maternal_grandmother", "家婆": "maternal_grandmother", "嘎婆": "maternal_grandmother",
    "爸爸": "father", "父": "father", "爹": "father", "母亲": "mother", "妈妈": "mother", "娘": "mother",
    "大伯": "other_relative", "幺爸": "other_relative", "满叔": "other_relative", "叔叔": "other_relative",
    "嬢嬢": "other_relative", "姑妈": "other_relative", "舅舅": "other_relative", "小姨": "other_relative",
    "伯父": "other_relative", "婶母": "other_relative", "亲戚": "other_relative", "姐姐": "sibling", "哥哥": "sibling",
    "兄": "sibling", "姐": "sibling", "邻居": "non_relative", "保姆": "non_relative", "老师": "non_relative",
    "朋友": "non_relative", "本人": "self", "继父": "father", "养母": "mother", "曾祖母": "other_relative",
    " 爷 爷 ": "paternal_grandfather", "父子": "father", "母女": "mother", "爷孙": "paternal_grandfather",
}  # fmt: skip


def kin(form: str = "xlsx") -> Case:
    """Kin in standard and dialect words."""
    town = Town("kin")
    cols = columns("name sex id class guardian relation guardian_phone")
    page = bare(cols)
    for word, relation in KIN.items():
        page.odd(cols, town.child(), "与学生关系", word, guardian_relation=relation)
    for word in ("婆婆", "公公", "隔代", "祖辈"):
        page.odd(cols, town.child(), "与学生关系", word, guardian_relation=Said(*set(KIN.values())))
    row = page.odd(cols, town.child(), "与学生关系", "咕噜", guardian_relation=None)
    page.problem(row, "value_unknown")
    return case("kin", form, page, allowed="value_unknown relation_ambiguous relation_unclear")


def inverse_kin(form: str = "xls") -> Case:
    """与监护人关系=孙子 looks from the guardian: it may be turned round only as far as it is known."""
    town = Town("inverse")
    cols = columns("name sex id class guardian relation=与监护人关系")
    page = bare(cols)
    unclear = {
        "孙子": ("paternal_grandfather", "paternal_grandmother"),
        "孙女": ("paternal_grandfather", "paternal_grandmother"),
        "外孙": ("maternal_grandfather", "maternal_grandmother"),
        "外孙女": ("maternal_grandfather", "maternal_grandmother"),
        "儿子": ("father", "mother"),
        "女儿": ("father", "mother"),
        "祖孙": ("paternal_grandfather", "paternal_grandmother"),
    }
    for word, right in unclear.items():
        female = "女" in word
        child = town.child(gender="female" if female else "male")
        page.odd(cols, child, "与监护人关系", word, guardian_relation=Said(*right))
    for word in ("侄子", "外甥女", "侄女"):
        child = town.child(gender="female" if "女" in word else "male")
        page.odd(cols, child, "与监护人关系", word, guardian_relation="other_relative")
    page.odd(cols, town.child(), "与监护人关系", "奶奶", guardian_relation="paternal_grandmother")
    return case(
        "kin looked at from the guardian", form, page, allowed="value_unknown relation_ambiguous"
    )


def guardian_combos(form: str = "xlsx") -> Case:
    """'爷爷 王某' in one cell is a relation and a name."""
    town = Town("combos")
    cols = columns("name sex id class guardian")
    page = bare(cols)
    for pattern in ("爷爷 {}", "{}（爷爷）", "爷爷：{}", "{}(爷爷)", "爷爷{}", "{} 爷爷"):
        child = town.child()
        page.odd(
            cols, child, "监护人", pattern.format(child.guardian.name),
            guardian_name=child.guardian.name, guardian_relation="paternal_grandfather",
        )  # fmt: skip
    grandmother = OneOf("paternal_grandmother", None)
    page.odd(
        cols, town.child(), "监护人", "奶奶", guardian_name=None, guardian_relation=grandmother
    )
    return case("guardian with kin word", form, page, allowed="value_unknown")


def name_with_phone(form: str = "xlsx") -> Case:
    """监护人及电话 holds a name and a number."""
    town = Town("namephone")
    cols = [*columns("name sex id class"), Column("监护人及联系电话", lambda c: None)]
    page = bare(cols)
    for pattern in ("{} {}", "{}{}", "{}：{}", "{}\n{}"):
        child = town.child()
        page.odd(
            cols, child, "监护人及联系电话", pattern.format(child.guardian.name, child.guardian.phone),
            guardian_name=Maybe(child.guardian.name), guardian_phone=Maybe(child.guardian.phone),
        )  # fmt: skip
    return case("guardian with phone", form, page, allowed="value_unknown phone_invalid")


def nearest_left(form: str = "csv-gb") -> Case:
    """联系电话 belongs to the nearest person on its left; without one it is the family's."""
    town = Town("nearest")
    cols = columns(
        "name sex class father father_phone=联系电话 mother mother_phone=联系电话 guardian guardian_phone=联系电话 address"
    )
    page = bare(cols)
    page.numbered(cols, town.children(5))
    return case("phone of the nearest person", form, page)


def family_phone(form: str = "xlsx") -> Case:
    """电话 next to the child is no parent's."""
    town = Town("family")
    cols = [
        *columns("name sex"),
        Column(
            "联系电话",
            lambda c: c.mother.phone,
            lambda c: {"guardian_phone": Maybe(c.mother.phone)},
        ),
        *columns("class father mother"),
    ]
    page = bare(cols)
    page.numbered(cols, town.children(4))
    return case("family phone", form, page)


def child_and_guardian_age(form: str = "xls") -> Case:
    """年龄 and 健康状况 of the child are not the guardian's."""
    town, page = Town("ages"), Page("Sheet1")
    cols = page.blocks(
        ("", columns("seq name sex")),
        ("", [Column("年龄", lambda c: 2026 - c.birth.year), Column("身体状况", lambda c: "健康")]),
        ("", columns("class")),
        (
            "监护人",
            columns("guardian=姓名 guardian_age=年龄 guardian_health=健康状况 guardian_phone=电话"),
        ),
    )
    page.numbered(cols, town.children(5))
    return case("ages and health", form, page)


def repeated_headers(form: str = "xls") -> Case:
    """One row of headers where 务工地点 and 联系电话 repeat behind each person."""
    town = Town("repeated")
    cols = columns(
        "seq class name sex birth father father_work=务工地点 father_phone=联系电话 mother mother_work=务工地点 "
        "mother_phone=联系电话 guardian=监护人姓名 guardian_age=年龄 relation=与儿童关系 guardian_phone=联系电话 left"
    )
    page = bare(cols)
    page.numbered(cols, town.children(5))
    return case("repeated headers", form, page)


def away_parent(form: str = "xlsx") -> Case:
    """外出务工家长情况 names one parent by 与学生关系, beside the carer at home."""
    town, page = Town("awayparent"), Page("Sheet1")
    away = [Column("姓名", lambda c: _away(c).name), Column("与学生关系", lambda c: _away(c).kin)]
    away += [
        Column("务工地点", lambda c: _away(c).workplace),
        Column("联系电话", lambda c: _away(c).phone),
    ]
    cols = page.blocks(
        ("", columns("name sex class")),
        ("外出务工家长情况", away),
        ("监护人情况", columns("guardian=姓名 relation=与学生关系 guardian_phone=联系电话")),
    )
    for child in town.children(6):
        person = _away(child)
        facts = {"name": person.name, "phone": person.phone, "workplace": person.workplace}
        page.child(
            cols, child, **{f"{person.relation}_{key}": value for key, value in facts.items()}
        )
    return case("the parent who is away", form, page)


def _away(child: Child) -> Person:
    return child.father if child.father_away else child.mother


def family_in_lines(form: str = "xlsx") -> Case:
    """家庭成员 stand in several lines under one child, whose own cells are merged over them."""
    town, page = Town("lines"), Page("Sheet1")
    own, adults = (
        columns("seq name sex class"),
        [Column(h, lambda c: None) for h in ("姓名", "关系", "电话")],
    )
    cols = page.blocks(("", own), ("家庭成员", adults))
    says = columns("father father_phone mother mother_phone guardian relation guardian_phone")
    for child in town.children(3):
        row = page.child(cols, child)
        page.children.pop()
        page.expect(row, [*own, *says], child)
        for line, person in enumerate((child.father, child.mother, child.guardian)):
            if line:
                page.skip()
            for at, value in enumerate((person.name, person.kin, person.phone), 5):
                page.put(row + line, at, value)
        for at in range(1, 5):
            page.merge(row, at, row + 2, at)
    return case("family in lines", form, page)


def all_carers() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (phones(), phones("csv-bom"), phones("ods"), parents_phone(), parents_names(), kin())
    yield from (inverse_kin(), guardian_combos(), name_with_phone(), nearest_left())
    yield from (repeated_headers(), repeated_headers("csv-gb"), away_parent(), family_in_lines())
    yield from (nearest_left("xlsx"), family_phone(), child_and_guardian_age())
