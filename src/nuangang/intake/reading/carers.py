"""The carer in a row: name, relation, phone, out of every way they are written together."""

import re
from dataclasses import dataclass

from nuangang.intake.reading import choices
from nuangang.intake.reading.draft import Draft
from nuangang.lib import idnumber, kin, names, phones
from nuangang.lib.typed_text import plain, says_nothing, tidy

_BRACKETS = re.compile(r"^(.*?)[(（\[【](.+?)[)）\]】](.*)$", re.DOTALL)
_APART = re.compile(r"[\s:：/、,，;；\-—–+|]+")
_STATES = re.compile(
    r"已?故|去世|死亡|病故|亡故|身亡|离异|离婚|失踪|失联|服刑|改嫁|出走|在押|丧偶|再婚|不在世|坐牢|走失|分居|下落不明|智障|残疾|重病|^[亡故卒殁]$|过世|逝世|已逝|已亡|抛弃|不知去向|弃养"
)
_COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 端木 南宫 西门 独孤 申屠 轩辕 第五 "
    "闻人 呼延 完颜 赫连 澹台 公冶 宗政 濮阳 太史 钟离 鲜于 闾丘 亓官 司空 仲孙 东郭 百里 拓跋 纳兰 欧阳".split()
)
_NUMBER = re.compile(r"[+\d][\d\-－ ]{5,}\d")
_LONGEST = 120
_LONGEST_KIN = max(map(len, kin.KIN_WORDS))


@dataclass(frozen=True, slots=True)
class Person:
    """What a cell for a person says: name, a relation word, phones, what has become of them."""

    name: str = ""
    relation: str = ""
    numbers: tuple[str, ...] = ()
    state: str = ""
    more: tuple[str, ...] = ()


def read_person(typed: str) -> Person:
    """张大山, 爷爷, 爷爷(张大山), 张大山（爷爷）, 爷爷 张大山, 张大山13812345678, 已故 … taken apart."""
    text = tidy(typed)[:_LONGEST]
    numbers: tuple[str, ...] = ()
    if text.isalpha() and len(text) < 4 and not kin.read(text) and not _STATES.search(text):
        return _plain_person(text)
    if sum(c.isdigit() for c in text) >= 7:
        numbers = tuple(p.number for p in phones.read(text).phones)
        text = _NUMBER.sub(" ", text).strip(" /:：,，、;；")
    if says_nothing(text):
        return Person(numbers=numbers)
    parts = [p for p in _parts(text) if p]
    kin_words = [p for p in parts if _says_who(p)]
    if len(kin_words) > 1 and len(kin_words) == len(parts):
        return Person("", text, numbers)
    relation = kin_words[0] if kin_words else ""
    state = next((p for p in parts if _STATES.search(p) and p != relation), "")
    named = [p for p in parts if p not in (relation, state)]
    if not relation and len(named) == 1:
        relation, named = _attached(named[0])
    clean = [n for n in (names.normal(n) for n in named) if n]
    return Person(clean[0] if clean else "", relation, numbers, state, tuple(clean[1:]))


def _plain_person(text: str) -> Person:
    """A short word that is a name, with at most a kin word grown on: 王奶奶."""
    relation, named = _attached(text)
    return Person("" if says_nothing(text) else names.normal(named[0]), relation)


def _says_who(text: str) -> bool:
    """Whether a word tells the carer's relation; 孙子 in a name's place is somebody of family 孙."""
    found = kin.read(text)
    return bool(found and not found.inverse)


def _parts(text: str) -> list[str]:
    if match := _BRACKETS.match(text):
        return [*_parts(match[1]), *_parts(match[2]), *_parts(match[3])]
    if _says_who(text):
        return [text]
    bare = text.strip(" :：,，、;；")
    if names.HAN.search(bare) and re.fullmatch(r"\S\s+\S", bare):
        return [bare]
    return _APART.split(bare)


def _attached(text: str) -> tuple[str, list[str]]:
    """爷爷张大山 and 张大山爷爷 without a gap."""
    bare = "".join(text.split())
    for length in range(min(_LONGEST_KIN, len(bare) - 1), 1, -1):
        rest = len(bare) - length
        if 2 <= rest <= 4 and bare[:length] in kin.KIN_WORDS:
            return bare[:length], [bare[length:]]
        if rest <= 4 and bare[-length:] in kin.KIN_WORDS:
            return bare[-length:], [bare if rest == 1 else bare[:-length]]
    return "", [text]


def surname(name: str) -> str:
    """A Chinese name's family name; empty for other names."""
    if "·" in name or not names.HAN.match(name or " "):
        return ""
    return name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[:1]


def read_guardian(draft: Draft) -> None:
    """Put guardian_name, _relation, _phone; the relation's own column counts before the name's."""
    typed = draft.text("guardian_name")
    person = Person()
    if typed and not draft.copied_above("guardian_name"):
        person = read_person(typed)
        draft.put("guardian_name", person.name)
        draft.put("guardian2_name", person.more[0] if person.more else "")
        draft.put("guardian_state", person.state)
    relation = draft.text("guardian_relation") or _ticked_relation(draft)
    field = "guardian_relation" if relation else "guardian_name"
    if (word := relation or person.relation) and not _same(draft, relation):
        put_relation(draft, field, word)
    for number in person.numbers:
        draft.put("guardian_phone", number)


def _same(draft: Draft, relation: str) -> bool:
    return bool(relation) and draft.copied_above("guardian_relation")


def _ticked_relation(draft: Draft) -> str:
    words = [word for word, _ in draft.ticks.get("guardian_relation", [])]
    return words[0] if len(words) == 1 else ""


def put_relation(draft: Draft, field: str, typed: str) -> None:
    """Put guardian_relation from a word, turned round if it says who the child is to the carer."""
    found = kin.read(typed) or _one_of_several(draft, typed)
    if found is None:
        draft.problem("value_unknown", field, typed=typed)
    elif found.code:
        draft.put("guardian_relation", found.code)
    elif found.ambiguous:
        draft.problem("relation_two", field, typed=typed)
    else:
        _turn_round(draft, field, typed, found.inverse)


def _one_of_several(draft: Draft, typed: str) -> kin.Kin | None:
    """爷爷（监护人） is one; 爷爷、奶奶 is the first of two only where two names stand in the same order."""
    told = [k for k in map(kin.read, _parts(typed)) if k]
    if len({k.code for k in told if k.code}) > 1 and "guardian2_name" not in draft.facts:
        return kin.Kin(ambiguous=True)
    return told[0] if told else None


def _turn_round(draft: Draft, field: str, typed: str, inverse: str) -> None:
    code = inverse if inverse in kin.RELATIONS else _turned(draft, inverse)
    if code:
        draft.put("guardian_relation", code)
        draft.note("relation_turned", field, typed=typed)
    else:
        draft.problem("relation_unsure", field, typed=typed)


def _turned(draft: Draft, inverse: str) -> str:
    carer = draft.facts.get("guardian_name", "")
    line = _line(draft, carer, inverse)
    if inverse.startswith("child") and carer:
        for parent in ("father", "mother"):
            if draft.facts.get(f"{parent}_name") == carer:
                return parent
    man = _is_man(draft, carer, line)
    if man is None or not line:
        return ""
    if line == "parent":
        return "father" if man else "mother"
    return f"{line}_{'grandfather' if man else 'grandmother'}"


def _line(draft: Draft, carer: str, inverse: str) -> str:
    if inverse.startswith("child"):
        return "parent"
    if inverse != "grandchild":
        return inverse.removesuffix("_grandchild")
    return "paternal" if carer and surname(carer) == surname(draft.facts.get("name", "")) else ""


def _is_man(draft: Draft, carer: str, line: str) -> bool | None:
    """By the carer's sex or ID number; else by the family name a grandfather hands down."""
    if sex := choices.gender(draft.text("guardian_gender")):
        return sex == "male"
    if (word := kin.read(_attached(carer)[0])) and (man := kin.male(word.code)) is not None:
        return man
    try:
        return idnumber.read(draft.text("guardian_id")).gender == "male"
    except idnumber.BadIdNumber:
        pass
    heir = draft.facts.get("mother_name" if line == "maternal" else "name", "")
    if not carer or not surname(carer) or not surname(heir):
        return None
    return surname(carer) == surname(heir)


def put_phones(draft: Draft, field: str) -> None:
    """Put a phone cell's numbers; those marked 父 or 母 go to that parent, others are kept beside."""
    value = draft.value(field)
    if value is None or value == 0 or draft.copied_above(field):
        return
    found = phones.read(value)
    for bad in found.bad:
        kind = "phone_lost_digits" if "E" in bad.upper() else "phone_invalid"
        draft.problem(kind, field, "note" if found.phones else "cell", typed=bad)
    if not found.phones and not found.bad and not says_nothing(plain(value)):
        draft.problem("phone_invalid", field, typed=tidy(value))
    _name_beside(draft, field, value, found)
    for phone in found.phones:
        whose = f"{phone.whose}_phone" if phone.whose else field
        target = whose if whose not in draft.facts else ""
        if target:
            draft.facts[target] = phone.number
        elif draft.facts[whose] != phone.number:
            draft.facts.setdefault("more_phones", []).append(phone.number)


def _name_beside(draft: Draft, field: str, value: object, found: phones.PhoneReading) -> None:
    """张老(爷爷)13712345678 under a heading for phones: the name, if no column has it."""
    person = field.removesuffix("_phone")
    if person not in ("father", "mother", "guardian") or not found.phones or len(found.words) < 2:
        return
    if f"{person}_name" in draft.present:
        return
    told = read_person(tidy(value))
    draft.put(f"{person}_name", told.name)
    if person == "guardian" and told.relation and "guardian_relation" not in draft.present:
        put_relation(draft, field, told.relation)
