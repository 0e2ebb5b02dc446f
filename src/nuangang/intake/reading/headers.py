"""What a column's heading means: words over a column to a canonical field (domain.md §6.2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from nuangang.intake.reading import choices
from nuangang.intake.reading.synonyms import ATTRIBUTES, GROUPS, PERSONS, SHAPES, WHOLE
from nuangang.lib.typed_text import squeezed

_BRACKETS = re.compile(r"[(\[【〔<《{][^()\[\]【】〔〕<>《》{}]*[)\]】〕>》}]")
_INNER = re.compile(r"[(\[【〔<《{]([^()\[\]【】〔〕<>《》{}]+)[)\]】〕>》}]")
_CLUTTER = re.compile(r"[\s*★☆※#●○◆▲△■□:。.、/\\,;|\-_·\"'“”‘’~—–?!√✓=+&]+")
_COUNTED = re.compile(r"^\(?\d{1,2}[).、．]\s*(?=\D)")
_EITHER_PARENT = re.compile(r"父[(（]母[)）]亲?|父[(（]?[/、]母[)）]?亲?|父亲[(（/]母亲[)）]?")
_TAILS = (
    "基本情况",
    "基本信息",
    "有关情况",
    "相关信息",
    "个人信息",
    "信息",
    "情况",
    "资料",
    "状况",
    "一栏",
    "栏",
    "部分",
    "方面",
)
_NOT_A_CARER = re.compile(r"是否|有无|与|和|同|被|不|无")
_COUNTED_THINGS = re.compile(r"(?:[人总户件次个]数|率|比例|合计|小计|总计|签名|签字)$")
_HELPERS = frozenset("教师 老师 责任人 党员 干部 领导 教师姓名 老师姓名 人员".split())
_TRAVEL = re.compile(r"外出|务工|打工")
_BOTH_AWAY = re.compile(
    r"(?:是否)?(?:父母|双亲|双方|父亲母亲).*?(?:双方|均|都|同时|双双|共同)[^一地时去原]*(?:外出|务工|打工|在外)(?:务工|打工)?"
)
_FILLERS = ("的", "之", "本人", "现", "其")


def _table(words: dict[str, str]) -> dict[str, str]:
    return {_bare(word): field for field, text in words.items() for word in text.split()}


def _bare(text: str) -> str:
    return _CLUTTER.sub("", text).lower()


@lru_cache(maxsize=20_000)
def normal(typed: str) -> str:
    """A heading for comparing: half-width, no blanks, no marks, no brackets with their text."""
    text = _EITHER_PARENT.sub("父母", _COUNTED.sub("", squeezed(typed)))
    outside = _bare(_BRACKETS.sub("", text))
    return outside or _bare(text.translate(str.maketrans("", "", "()[]【】〔〕<>《》{}")))


def person_in_brackets(typed: str) -> str:
    """The person that a heading names in brackets: 联系电话（父亲）（必填）; empty if it names none."""
    parts = (_bare(part) for part in _INNER.findall(squeezed(typed)))
    return next((p for p in map(_PERSON_WORDS.get, parts) if p), "")


WHOLE_WORDS = _table(WHOLE)
_PERSON_WORDS = _table(PERSONS)
_ATTRIBUTE_WORDS = _table(ATTRIBUTES)
_GROUP_WORDS = _table(GROUPS)
_PERSONS_BY_LENGTH = sorted(_PERSON_WORDS, key=len, reverse=True)
_CHILD_WORDS = [w for w in _PERSONS_BY_LENGTH if _PERSON_WORDS[w] == "child" and w != "被监护人"]
_RELATIVES = [w for w in _PERSONS_BY_LENGTH if _PERSON_WORDS[w] not in ("child", "parents")]
_SHAPES = [(field, re.compile(shape)) for field, shape in SHAPES]
_CARERS = [
    p
    for p in _PERSONS_BY_LENGTH
    if (len(p) > 2 and _PERSON_WORDS[p] in ("guardian", "guardian2")) or p == "被监护人"
]
_ATTRIBUTES_BY_LENGTH = sorted(_ATTRIBUTE_WORDS, key=len, reverse=True)
_WHOLE_BY_LENGTH = sorted(
    (w for w in WHOLE_WORDS if len(w) > 1 and w != "留守"), key=len, reverse=True
)

_CHILD = {
    "name": "name", "phone": "family_phone", "id": "id_number", "id_type": "id_type", "age": "age",
    "gender": "gender", "ethnicity": "ethnicity", "birth": "birth", "relation": "guardian_relation",
    "health": "health", "address": "address", "hukou_place": "hukou_place", "wechat": "wechat",
    "political": "political", "post": "child_post", "remark": "remark", "state": "child_state",
}  # fmt: skip
_RENAMED = {
    "mentor_name": "mentor", "mentor_work_unit": "mentor_unit", "mentor_address": "mentor_unit",
    "helper_name": "helper", "head_teacher_name": "head_teacher",
    "child_director_name": "child_director", "parents_away": "left_type",
}  # fmt: skip
_NAME_FIELDS = {"name": "child", "mentor": "mentor", "helper": "helper", "head_teacher": "head_teacher",
                "child_director": "child_director"}  # fmt: skip
GENERIC = {"phone": "phone", "age": "age", "gender": "gender", "ethnicity": "ethnicity", "birth": "birth",
           "id_number": "id", "id_type": "id_type", "health": "health", "address": "address",
           "guardian_relation": "relation", "parents_job": "job", "political": "political",
           "wechat": "wechat", "parents_workplace": "workplace", "parents_work_unit": "work_unit",
           "away_since": "away_since", "mentor_unit": "work_unit", "mentor_post": "post",
           "marital": "marital", "hukou_place": "hukou_place", "contact_times": "times"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """A heading's field and how sure it is; a tick column also has the word its tick stands for.

    `attribute` is set where the person is still open (电话, 年龄); `how` is whole, halves, group,
    tick, part or context.
    """

    field: str = ""
    how: str = ""
    tick: str = ""
    attribute: str = ""


NOTHING = Meaning()


def person_field(person: str, attribute: str) -> str:
    """The field of a person's attribute: father + phone → father_phone, child + id → id_number."""
    if person == "child":
        return _CHILD.get(attribute, "")
    field = f"{person}_{attribute}"
    return _RENAMED.get(field, field)


def person_named_by(field: str) -> str:
    """Whose name a field holds: guardian_name → guardian; empty if it holds none."""
    if field in _NAME_FIELDS:
        return _NAME_FIELDS[field]
    return field.removesuffix("_name") if field.endswith("_name") and field != "former_name" else ""


@lru_cache(maxsize=20_000)
def person_over(text: str) -> str:
    """The person a heading over several columns is about; empty if it names none."""
    word = normal(text)
    while True:
        if found := _PERSON_WORDS.get(word):
            return found
        tail = next((t for t in _TAILS if word.endswith(t) and word != t), "")
        if not tail:
            break
        word = word.removesuffix(tail)
    if found := person_named_by(WHOLE_WORDS.get(word, "")):
        return found
    carer = next((p for p in _CARERS if p in word), "")
    if carer:
        return _PERSON_WORDS[carer]
    start = next((p for p in _PERSONS_BY_LENGTH if len(p) > 1 and word.startswith(p)), "")
    if start:
        return _PERSON_WORDS[start]
    inside = next((p for p in _PERSONS_BY_LENGTH if len(p) > 2 and p in word), "")
    return _PERSON_WORDS.get(inside, "")


@lru_cache(maxsize=20_000)
def group_over(text: str) -> str:
    """The field whose choices stand below a heading as tick columns; empty if it is none."""
    word = normal(text)
    field = _GROUP_WORDS.get(word) or WHOLE_WORDS.get(word, "")
    return field if field in choices.OPTIONS or field.endswith("relation") else ""


@lru_cache(maxsize=20_000)
def meaning(chain: tuple[str, ...]) -> Meaning:
    """The meaning of a heading, from its topmost words to the words right above the column."""
    if not chain:
        return NOTHING
    leaf, parents = normal(chain[-1]), tuple(reversed(chain[:-1]))
    if ticked := _ticked(chain[-1], parents):
        return ticked
    if (
        part := _birth_part(leaf, parents)
        or _person_below(leaf, parents)
        or _journey(leaf, parents)
    ):
        return part
    person = next((p for p in (person_over(text) for text in parents) if p), "")
    inner = person_in_brackets(chain[-1])
    return _of_leaf(leaf, inner or person) or _lone_tick(chain[-1]) or NOTHING


def _birth_part(leaf: str, parents: tuple[str, ...]) -> Meaning | None:
    """年, 月, 日 under 出生日期."""
    part = {"年": "birth_year", "月": "birth_month", "日": "birth_day"}.get(leaf, "")
    under = part and any(WHOLE_WORDS.get(normal(p)) == "birth" for p in parents)
    return Meaning(part, "halves") if under else None


def _person_below(leaf: str, parents: tuple[str, ...]) -> Meaning | None:
    """父亲, 母亲, 监护人 under 联系方式 or 父母姓名: the attribute stands above, the person below."""
    person = _PERSON_WORDS.get(leaf, "")
    for parent in parents if person else ():
        word = normal(parent)
        whole = WHOLE_WORDS.get(word, "")
        attribute = _ATTRIBUTE_WORDS.get(word) or GENERIC.get(whole, "")
        if whole.startswith("parents_"):
            attribute = whole.removeprefix("parents_")
        if attribute and (field := person_field(person, attribute)):
            return Meaning(field, "halves")
    return None


def _journey(leaf: str, parents: tuple[str, ...]) -> Meaning | None:
    """时间 and 地点 under 父亲外出务工 or 外出务工情况."""
    attribute = {
        "时间": "away_since",
        "地点": "workplace",
        "年限": "away_since",
        "时长": "away_since",
    }.get(leaf, "")
    above = next((p for p in parents if _TRAVEL.search(p)), "") if attribute else ""
    if not above:
        return None
    person = next((p for p in map(person_over, parents) if p in ("father", "mother")), "parents")
    field = (
        "away_since"
        if (person, attribute) == ("parents", "away_since")
        else person_field(person, attribute)
    )
    return Meaning(field, "halves")


def _ticked(leaf: str, parents: tuple[str, ...]) -> Meaning | None:
    for parent in parents:
        field = group_over(parent)
        if field and choices.is_option(field, squeezed(leaf)):
            return Meaning(field, "tick", tick=squeezed(leaf))
    return None


def _lone_tick(leaf: str) -> Meaning | None:
    text = normal(leaf)
    for field, words in choices.LONE_TICKS.items():
        if text in words:
            return Meaning(field, "tick", tick=text)
    return None


def _of_leaf(leaf: str, person: str) -> Meaning | None:
    attribute = _ATTRIBUTE_WORDS.get(leaf, "")
    if attribute and person and (theirs := person_field(person, attribute)):
        return Meaning(theirs, "whole" if person == "child" else "halves")
    if person == "mentor" and leaf in _HELPERS:
        return Meaning("mentor", "halves")
    if leaf in choices.LONE_WORDS:
        return None
    if field := WHOLE_WORDS.get(leaf):
        return Meaning(field, "whole", attribute=GENERIC.get(field, ""))
    if (someone := _PERSON_WORDS.get(leaf, "child")) != "child":
        return Meaning(person_field(someone, "name"), "whole")
    if _BOTH_AWAY.fullmatch(leaf):
        return Meaning("both_parents_away", "halves")
    if halves := _halves(leaf):
        return Meaning(halves, "halves")
    if attribute:
        return Meaning("", "whole", attribute=attribute)
    if inner := _after_child(leaf):
        return inner
    if shaped := _by_shape(leaf):
        return shaped
    return _loosely(leaf, person)


def _halves(leaf: str) -> str:
    for word in _PERSONS_BY_LENGTH:
        if leaf.startswith(word) and (
            field := _second_half(_PERSON_WORDS[word], leaf[len(word) :])
        ):
            return field
        if leaf.endswith(word) and (attribute := _ATTRIBUTE_WORDS.get(leaf[: -len(word)])):
            return person_field(_PERSON_WORDS[word], attribute)
    return _carer_within(leaf)


def _by_shape(leaf: str) -> Meaning | None:
    """A heading known by its build alone; one that begins with a relative's word is left to halves."""
    field = next((f for f, shape in _SHAPES if shape.fullmatch(leaf)), "")
    about = any(len(w) > 1 and leaf.startswith(w) for w in _RELATIVES)
    if not field or (about and field != "guardian_relation"):
        return None
    return Meaning(field, "part", attribute=GENERIC.get(field, ""))


def _after_child(leaf: str) -> Meaning | None:
    """学生父亲姓名, 儿童民族: the child's word in front changes nothing."""
    for word in _CHILD_WORDS:
        rest = leaf.removeprefix(word).removeprefix("的")
        if rest != leaf and len(rest) > 1 and (found := _of_leaf(rest, "child")):
            return found
    return None


def _carer_within(leaf: str) -> str:
    """现在的委托监护人电话: a carer's word with other words before it."""
    for word in _CARERS:
        at = leaf.find(word)
        if 0 < at <= 8 and not _NOT_A_CARER.match(leaf):
            person, rest = _PERSON_WORDS[word], leaf[at + len(word) :]
            return _second_half(person, rest) if rest else person_field(person, "name")
    return ""


def _second_half(person: str, rest: str) -> str:
    for filler in _FILLERS:
        if rest.startswith(filler) and len(rest) > len(filler) and rest not in _ATTRIBUTE_WORDS:
            rest = rest.removeprefix(filler)
    if attribute := _ATTRIBUTE_WORDS.get(rest):
        return person_field(person, attribute)
    if re.fullmatch(
        r"(?:姓名|名字|名)?[及和与]?(?:与学生)?(?:联系电话|联系方式|电话|手机号?码?|关系|称谓).*",
        rest,
    ):
        return person_field(person, "name")
    return (
        person_field(person, "name")
        if rest in _TAILS and person not in ("child", "parents")
        else ""
    )


def _loosely(leaf: str, person: str) -> Meaning | None:
    for word in _PERSONS_BY_LENGTH:
        if (
            len(word) > 1
            and leaf.startswith(word)
            and (found := _part(leaf[len(word) :], _PERSON_WORDS[word]))
        ):
            return found
    if person and person != "child" and (found := _part(leaf, person)):
        return found
    if _COUNTED_THINGS.search(leaf):
        return None
    word = next((w for w in _WHOLE_BY_LENGTH if w in leaf and len(w) * 2 >= len(leaf)), "")
    field = WHOLE_WORDS.get(word, "")
    if field == "name" and not leaf.endswith("名"):
        return None
    return Meaning(field, "part", attribute=GENERIC.get(field, "")) if field else None


def _part(rest: str, person: str) -> Meaning | None:
    word = next(
        (w for w in _ATTRIBUTES_BY_LENGTH if len(w) > 1 and w in rest and len(w) * 2 >= len(rest)),
        "",
    )
    field = person_field(person, _ATTRIBUTE_WORDS[word]) if word else ""
    return Meaning(field, "part") if field else None
