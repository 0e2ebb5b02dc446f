"""From what a row says to what stands on a child's file: plain values, no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nuangang.people.models import Child, ChildGroup
from nuangang.people.models.family import Kin, Life, Marital, ParentFact, Residence

EITHER = "either"
AT_HOME_WORDS = ("在家", "务农", "本村", "本地", "家中", "家里")
PLAIN = {
    "name": "name",
    "former_name": "former_name",
    "gender": "gender",
    "id_number": "id_number",
    "ethnicity": "ethnicity",
    "boarding": "boarding",
    "dorm": "dorm",
    "hukou_place": "household_place",
    "village": "village",
    "address": "address",
    "disability": "disability",
    "illness": "illness",
    "family": "family_situation",
    "poverty": "income_sources",
    "aid": "aid",
    "guardianship_level": "guardianship",
    "siblings": "siblings",
    "character": "character",
    "hobby": "hobby",
    "study": "study",
    "conduct": "conduct",
    "mind": "mind",
    "need": "need",
    "distance": "distance",
    "child_director": "child_director",
    "remark": "remark",
    "roll_no": "roll_number",
    "student_no": "student_number",
}
HEALTH_WORDS = (
    (Child.Health.DISABLED, ("残",)),
    (Child.Health.ILL, ("病", "患")),
    (Child.Health.WEAK, ("弱", "差", "一般")),
    (Child.Health.HEALTHY, ("健康", "良好", "好", "正常", "无")),
)
GROUP_WORDS = (
    (ChildGroup.Kind.DE_FACTO_UNRAISED, ("事实无人抚养",)),
    (ChildGroup.Kind.ORPHAN, ("孤儿",)),
    (ChildGroup.Kind.EXTREME_POVERTY, ("特困",)),
    (ChildGroup.Kind.NEAR_MINIMUM, ("低保边缘", "边缘户")),
    (ChildGroup.Kind.MINIMUM_LIVING, ("低保",)),
    (ChildGroup.Kind.HEAVY_EXPENSE, ("支出型", "刚性支出")),
    (ChildGroup.Kind.REGISTERED_POOR, ("建档立卡", "脱贫户", "监测户", "贫困户")),
    (ChildGroup.Kind.SERIOUSLY_ILL, ("重病",)),
    (ChildGroup.Kind.PARENT_IN_CUSTODY, ("服刑", "戒毒")),
    (ChildGroup.Kind.ABANDONED, ("弃婴", "遗弃")),
    (ChildGroup.Kind.SINGLE_PARENT, ("单亲家庭", "离异", "丧偶")),
)
NEGATIONS = ("否", "无", "不是", "非", "没有", "不")
LIFE_WORDS = (
    (Life.DEAD, ("故", "去世", "死亡", "亡", "不在世")),
    (Life.MISSING, ("失踪", "失联", "下落不明", "走失")),
)
MARITAL_WORDS = (
    (Marital.DIVORCED, ("离异", "离婚")),
    (Marital.WIDOWED, ("丧偶",)),
    (Marital.SEPARATED, ("分居",)),
)


@dataclass
class RelativeFacts:
    """A relative as a row tells it; `phones` in the order typed."""

    kin: str
    fields: dict[str, Any] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    call_order: int = 5


@dataclass
class OnFile:
    """Everything one row puts on a file; nothing stands for what the row leaves out."""

    child: dict[str, Any]
    relatives: list[RelativeFacts]
    parent_facts: list[tuple[str, str, str, dict[str, Any]]]
    phones: list[tuple[str, str]]
    groups: list[str]


def onto_file(facts: dict[str, Any], *, today: date) -> OnFile:
    """Return what the facts of one row put on a child's file (domain.md §6.2)."""
    return OnFile(
        child=_child(facts),
        relatives=list(_relatives(facts, today)),
        parent_facts=list(_parent_facts(facts)),
        phones=list(_other_phones(facts)),
        groups=_groups(facts),
    )


def _child(facts: dict[str, Any]) -> dict[str, Any]:
    kept = {
        column: facts[name] for name, column in PLAIN.items() if facts.get(name) not in (None, "")
    }
    kept = {column: _fitting(column, value) for column, value in kept.items()}
    if birth := facts.get("birth"):
        kept["birth"], kept["birth_is_month"] = read_birth(birth)
    if health := _first_word(facts.get("health", ""), HEALTH_WORDS):
        kept["health"] = health.value
    hukou = str(facts.get("hukou_type", ""))
    if hukou:
        kept["rural_household"] = "非农" not in hukou and "城" not in hukou
    if facts.get("disability") and "health" not in kept and _says_yes(facts["disability"]):
        kept["health"] = Child.Health.DISABLED.value
    return kept


def _fitting(column: str, value: Any) -> Any:
    longest = getattr(Child._meta.get_field(column), "max_length", None)
    return value[:longest] if isinstance(value, str) and longest else value


def read_birth(text: str) -> tuple[date, bool]:
    """Return the day of YYYY-MM-DD or YYYY-MM, and whether only the month is known."""
    year, month, *day = (int(part) for part in text.split("-"))
    return date(year, month, day[0] if day else 1), not day


def _first_word(text: Any, table: Any) -> Any:
    return next((kind for kind, words in table if any(w in str(text) for w in words)), None)


def _says_yes(text: Any) -> bool:
    return not any(str(text).startswith(word) for word in NEGATIONS)


def _relatives(facts: dict[str, Any], today: date) -> Iterator[RelativeFacts]:
    carer = facts.get("guardian_relation", "")
    for order, parent in ((2, "father"), (3, "mother")):
        found = RelativeFacts(parent, _person(facts, parent, today), _phones(facts, parent), order)
        if carer == parent:
            found.fields |= {**_person(facts, "guardian", today), "is_carer": True}
            found.phones += [p for p in _phones(facts, "guardian") if p not in found.phones]
            found.call_order = 1
        if found.fields or found.phones:
            yield found
    if carer not in ("father", "mother"):
        yield from _carer(facts, carer, today)
    if name := facts.get("emergency_name"):
        yield RelativeFacts(
            Kin.OTHER_RELATIVE, {"name": name, "is_emergency": True}, _phones(facts, "emergency"), 4
        )


def _carer(facts: dict[str, Any], kin: str, today: date) -> Iterator[RelativeFacts]:
    fields, phones = _person(facts, "guardian", today), _phones(facts, "guardian")
    if kin or fields or phones:
        yield RelativeFacts(kin, fields | {"is_carer": True}, phones, 1)


def _person(facts: dict[str, Any], who: str, today: date) -> dict[str, Any]:
    named = {
        "name": facts.get(f"{who}_name"),
        "workplace": facts.get(f"{who}_workplace"),
        "work_unit": facts.get(f"{who}_work_unit"),
        "occupation": facts.get(f"{who}_job") or _shared(facts, who, "job"),
        "health": facts.get(f"{who}_health"),
        "address": facts.get(f"{who}_address"),
        "id_number": facts.get(f"{who}_id"),
        "remark": facts.get(f"{who}_state"),
    }
    if age := facts.get(f"{who}_age"):
        named["birth_year"] = today.year - int(age)
    return {name: value for name, value in named.items() if value not in (None, "")}


def _shared(facts: dict[str, Any], who: str, what: str) -> Any:
    return facts.get(f"parents_{what}") if who in ("father", "mother") else None


def _phones(facts: dict[str, Any], who: str) -> list[str]:
    found = facts.get(f"{who}_phone")
    more = facts.get(f"{who}_phone_2")
    return [p for p in (found, more) if p]


def _other_phones(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label in (("parent_phone", "家长"), ("family_phone", "家庭")):
        if number := facts.get(name):
            yield label, number


def _parent_facts(facts: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    since = _away_since(facts)
    known = False
    for parent in ("father", "mother"):
        away = _is_away(facts, parent)
        if state := _first_word(facts.get(f"{parent}_state", ""), LIFE_WORDS):
            yield parent, ParentFact.Kind.LIFE, state.value, {}
            continue
        if away is None:
            continue
        known = known or away
        value = Residence.AWAY if away else Residence.HOME
        place = str(facts.get(f"{parent}_workplace", ""))[:120] if away else ""
        yield parent, ParentFact.Kind.RESIDENCE, value.value, {"place": place, "since": since}
    if not known and facts.get("both_parents_away") is False and _left(facts):
        yield EITHER, ParentFact.Kind.RESIDENCE, Residence.AWAY.value, {"since": since}
    if state := _first_word(facts.get("marital", ""), MARITAL_WORDS):
        for parent in ("father", "mother"):
            yield parent, ParentFact.Kind.MARITAL, state.value, {}


def _is_away(facts: dict[str, Any], parent: str) -> bool | None:
    told = facts.get(f"{parent}_away")
    if told is None and facts.get("both_parents_away"):
        return True
    if told is None and (place := str(facts.get(f"{parent}_workplace", ""))):
        return not any(word in place for word in AT_HOME_WORDS)
    return told


def taken_from_workplace(facts: dict[str, Any]) -> bool:
    """Say whether a parent was taken to be away only because a place of work is given."""
    return any(
        facts.get(f"{parent}_away") is None
        and not facts.get("both_parents_away")
        and _is_away(facts, parent)
        for parent in ("father", "mother")
    )


def _left(facts: dict[str, Any]) -> bool:
    return bool(facts.get("left_type")) and _says_yes(facts["left_type"])


def _away_since(facts: dict[str, Any]) -> date | None:
    text = str(facts.get("away_since", ""))
    try:
        return read_birth(text)[0]
    except (ValueError, TypeError):
        return None


def _groups(facts: dict[str, Any]) -> list[str]:
    text = f"{facts.get('special_type', '')} {facts.get('poverty', '')} {facts.get('marital', '')}"
    parts = re.split(r"[\s、,，;；/]+", text)
    found = [_first_word(part, GROUP_WORDS) for part in parts if _says_yes(part)]
    return list(dict.fromkeys(kind.value for kind in found if kind))
