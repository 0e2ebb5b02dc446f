"""The columns a roster may have: synonyms of domain.md §6.2, what a cell shows, what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .expect import Maybe, OneOf
from .people import TODAY, Child

NUMERALS = "〇一二三四五六七八九十"


@dataclass
class Column:
    """One column: its header, the cell for a child, and the facts the contract expects of it."""

    header: str
    show: Callable[[Child], Any]
    facts: Callable[[Child], dict[str, Any]] = lambda child: {}

    def named(self, header: str) -> "Column":
        """Return the same column under another header."""
        return Column(header, self.show, self.facts)


def sex(child: Child) -> str:
    """Return 男 or 女."""
    return "男" if child.gender == "male" else "女"


def class_text(child: Child, style: str) -> Any:
    """Return the child's class as schools write it (domain.md §7.4)."""
    g, k = child.grade, child.klass
    entry = TODAY.year - g + 7
    return {
        "七（1）班": f"{NUMERALS[g]}（{k}）班",
        "七(1)班": f"{NUMERALS[g]}({k})班",
        "七（一）班": f"{NUMERALS[g]}（{NUMERALS[k]}）班",
        "七年级1班": f"{NUMERALS[g]}年级{k}班",
        "七年级一班": f"{NUMERALS[g]}年级{NUMERALS[k]}班",
        "七年级（1）班": f"{NUMERALS[g]}年级（{k}）班",
        "初一(1)班": f"初{NUMERALS[g - 6]}({k})班",
        "初一1班": f"初{NUMERALS[g - 6]}{k}班",
        "701": f"{g}0{k}",
        "701班": f"{g}0{k}班",
        "701 number": g * 100 + k,
        "7.1": f"{g}.{k}",
        "7-1": f"{g}-{k}",
        "7.1 number": float(f"{g}.{k}"),
        "七1": f"{NUMERALS[g]}{k}",
        "2024级1班": f"{entry}级{k}班",
        "24级1班": f"{entry % 100}级{k}班",
        "2027届3班": f"{entry + 3}届{k}班",
    }[style]


def left_text(
    child: Child, words: tuple[str, str, str] = ("双亲留守", "单亲留守", "单亲留守")
) -> str:
    """Return how the child is left behind, in the words for both, father only, mother only."""
    if child.both_away:
        return words[0]
    return words[1] if child.father_away else words[2]


def identity_facts(child: Child) -> dict[str, Any]:
    """Return what an identity number says; birth and sex may be drawn from it."""
    return {
        "id_number": child.id_number,
        "birth": Maybe(child.birth.isoformat()),
        "gender": Maybe(child.gender),
    }


def address_facts(child: Child) -> dict[str, Any]:
    """Return the address, from which the village may be drawn."""
    return {"address": child.address, "village": Maybe(child.village)}


def nation(text: str) -> OneOf:
    """Accept a nation with or without 族."""
    bare = text.removesuffix("族")
    return OneOf(bare, bare + "族")


SYNONYMS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "No."),
    "name": ("姓名", "学生姓名", "儿童姓名", "留守儿童姓名", "孩子姓名", "留守学生姓名"),
    "sex": ("性别",),
    "nation": ("民族", "族别"),
    "birth": ("出生日期", "出生年月", "出生年月日", "生日", "出生时间"),
    "id": ("身份证号", "身份证号码", "公民身份号码", "身份证件号", "证件号码", "公民身份证号码"),
    "class": ("班级", "班别", "所在班级", "就读班级", "年级班级", "班级名称"),
    "boarding": ("是否寄宿", "是否住校", "寄宿生", "是否寄宿生"),
    "mode": ("就读方式", "住校/走读"),
    "address": ("家庭住址", "家庭地址", "现住址", "详细地址", "住址", "家庭详细地址"),
    "village": ("村", "所在村", "行政村", "村（社区）", "村(居)"),
    "left": ("留守类型", "留守情况", "单留/双留", "父母外出情况"),
    "both": ("父母双方同时外出", "父母双方外出", "双方外出务工"),
    "father": ("父亲姓名", "父亲", "父姓名", "爸爸姓名"),
    "father_phone": ("父亲电话", "父亲联系电话", "父亲手机", "父联系方式"),
    "father_work": ("父亲务工地", "父亲务工地点", "父亲打工地点", "父亲外出务工地点"),
    "mother": ("母亲姓名", "母亲", "母姓名", "妈妈姓名"),
    "mother_phone": ("母亲电话", "母亲联系电话", "母亲手机", "母联系方式"),
    "mother_work": ("母亲务工地", "母亲务工地点", "母亲打工地点", "母亲外出务工地点"),
    "guardian": ("监护人", "监护人姓名", "委托监护人", "临时监护人", "实际监护人", "现监护人"),
    "relation": ("与学生关系", "与儿童关系", "与被监护人关系", "与留守儿童关系", "称谓"),
    "guardian_phone": ("监护人电话", "监护人联系电话", "监护人联系方式"),
    "guardian_age": ("监护人年龄",),
    "guardian_health": ("监护人身体状况",),
    "remark": ("备注", "说明"),
}


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


CELLS: dict[str, tuple[Callable[[Child], Any], Callable[[Child], dict[str, Any]]]] = {
    "name": (lambda c: c.name, lambda c: {"name": c.name}),
    "sex": (sex, lambda c: {"gender": c.gender}),
    "nation": (lambda c: c.ethnicity, lambda c: {"ethnicity": nation(c.ethnicity)}),
    "birth": (lambda c: f"{c.birth:%Y-%m-%d}", lambda c: {"birth": c.birth.isoformat()}),
    "id": (lambda c: c.id_number, identity_facts),
    "class": (
        lambda c: class_text(c, "七（1）班"),
        lambda c: {"grade": c.grade, "klass": c.klass},
    ),
    "boarding": (lambda c: _yes(c.boarding), lambda c: {"boarding": c.boarding}),
    "mode": (lambda c: "住校" if c.boarding else "走读", lambda c: {"boarding": c.boarding}),
    "address": (lambda c: c.address, address_facts),
    "village": (lambda c: c.village, lambda c: {"village": c.village}),
    "left": (left_text, lambda c: {"both_parents_away": c.both_away}),
    "both": (lambda c: _yes(c.both_away), lambda c: {"both_parents_away": c.both_away}),
    "father": (lambda c: c.father.name, lambda c: {"father_name": c.father.name}),
    "father_phone": (lambda c: c.father.phone, lambda c: {"father_phone": c.father.phone}),
    "father_work": (
        lambda c: c.father.workplace,
        lambda c: {"father_workplace": c.father.workplace},
    ),
    "mother": (lambda c: c.mother.name, lambda c: {"mother_name": c.mother.name}),
    "mother_phone": (lambda c: c.mother.phone, lambda c: {"mother_phone": c.mother.phone}),
    "mother_work": (
        lambda c: c.mother.workplace,
        lambda c: {"mother_workplace": c.mother.workplace},
    ),
    "guardian": (lambda c: c.guardian.name, lambda c: {"guardian_name": c.guardian.name}),
    "relation": (lambda c: c.guardian.kin, lambda c: {"guardian_relation": c.guardian.relation}),
    "guardian_phone": (
        lambda c: c.guardian.phone,
        lambda c: {"guardian_phone": c.guardian.phone},
    ),
    "guardian_age": (lambda c: c.guardian.age, lambda c: {"guardian_age": c.guardian.age}),
    "guardian_health": (
        lambda c: c.guardian.health,
        lambda c: {"guardian_health": c.guardian.health},
    ),
}


def column(key: str, header: str = "") -> Column:
    """Return a ready column by its key, under its first synonym unless told."""
    show, facts = CELLS.get(key, (lambda c: None, lambda c: {}))
    return Column(header or SYNONYMS[key][0], show, facts)


def columns(keys: str) -> list[Column]:
    """Return ready columns: 'name sex id=身份证件号'."""
    return [column(*word.split("=", 1)) for word in keys.split()]


def classes(style: str, header: str = "班级") -> Column:
    """Return a class column in one way of writing classes."""
    return Column(
        header, lambda c: class_text(c, style), lambda c: {"grade": c.grade, "klass": c.klass}
    )


def plain(header: str, *values: Any) -> Column:
    """Return a column that the contract has no field for, its values taken in turn."""
    turn = iter(range(10**9))
    return Column(header, lambda c: values[next(turn) % len(values)] if values else None)
