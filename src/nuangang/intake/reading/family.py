"""Father, mother and the family members of a school-roll sheet (domain.md §6.2, §6.3)."""

import re
from collections.abc import Iterator
from typing import Any

from nuangang.intake.reading import choices
from nuangang.intake.reading.carers import (
    Person,
    put_phones,
    put_relation,
    read_guardian,
    read_person,
)
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.identity import read_age, read_id
from nuangang.lib import kin, phones
from nuangang.lib.typed_text import says_same, tidy

_PAIR = re.compile(r"\s*[、/,，;；\n|\\&]\s*|\s+|(?<=[^父母])[和与及](?=[^父母])")
_PLACES = re.compile(r"\s*[;；/\n|]\s*|\s*[、,，]\s*")
_LABEL = re.compile(
    r"(?<![祖伯叔舅姨姑岳继养义])(?:父亲|爸爸|父|爸|母亲|妈妈|母|妈)(?![母父女子双方])"
)
_EDGES = re.compile(r"^[\s:：()（）、,，;；。/\-—]+|[\s:：()（）、,，;；。/\-—]+$")
_GONE = re.compile(r"^(?:现?在)(?=..)|(?:外出)?(?:务工|打工|工作)$")


def read_family(draft: Draft) -> None:
    """Put father, mother and guardian with their phones and places, from whatever columns there are."""
    for parent in ("father", "mother"):
        _parent(draft, parent)
    for number in (1, 2, 3):
        _member(draft, f"member{number}")
    _both_names(draft)
    read_guardian(draft)
    for field in ("father_phone", "mother_phone", "guardian_phone", "guardian2_phone", "family_phone",
                  "emergency_phone", "mentor_phone", "head_teacher_phone", "child_director_phone",
                  "child_supervisor_phone", "helper_phone"):  # fmt: skip
        put_phones(draft, field)
    _both_phones(draft)
    for person in ("father", "mother", "guardian", "guardian2", "parents"):
        if f"{person}_age" in draft.cells:
            read_age(draft, f"{person}_age")
        if person != "parents":
            read_id(draft, f"{person}_id", lost_column=draft.plain_numbers)


def _parent(draft: Draft, parent: str) -> None:
    field = f"{parent}_name"
    typed = draft.text(field)
    if typed and not draft.copied_above(field):
        _put_person(draft, parent, read_person(typed))


def _put_person(draft: Draft, parent: str, person: Person) -> None:
    draft.put(f"{parent}_name", person.name)
    draft.put(f"{parent}_state", person.state)
    for number in person.numbers:
        draft.put(f"{parent}_phone", number)


def by_parent(text: str) -> dict[str, str]:
    """父：张三 母：李四, 张三（父）李四（母） and the like as {"father": …, "mother": …}."""
    labels = list(_LABEL.finditer(text))
    if not labels:
        return {}
    leads = not text[: labels[0].start()].strip(" (（")
    edges = [0, *(m.end() for m in labels)] if not leads else [m.end() for m in labels]
    ends = (
        [m.start() for m in labels] if not leads else [*(m.start() for m in labels[1:]), len(text)]
    )
    found: dict[str, str] = {}
    for label, start, end in zip(labels, edges, ends, strict=False):
        said = _GONE.sub("", _EDGES.sub("", text[start:end]))
        if said:
            found.setdefault(_which(label[0]), said)
    return found


def _which(word: str) -> str:
    return "father" if word[0] in "父爸" else "mother"


def _both_names(draft: Draft) -> None:
    """家长姓名 and 父母姓名: two names are father's and mother's; one needs its relation."""
    typed = draft.text("parents_name")
    if not typed or draft.copied_above("parents_name"):
        return
    if labelled := by_parent(typed):
        for parent, name in labelled.items():
            _put_person(draft, parent, read_person(name))
        return
    people = [read_person(part) for part in _PAIR.split(typed) if part]
    named = [p for p in people if p.name]
    if len(named) == 2 and not _are_parents(draft):
        _elders(draft, named)
    elif len(named) == 2:
        _put_person(draft, "father", named[0])
        _put_person(draft, "mother", named[1])
    elif typed:
        _one_name(draft, read_person(typed))


def _are_parents(draft: Draft) -> bool:
    """Whether the relation beside two names lets them be father and mother."""
    word = draft.text("parents_relation")
    told = [k for k in map(kin.read, _PAIR.split(word)) if k] if word else []
    return all(k.ambiguous or k.code in ("father", "mother") for k in told) and "祖" not in word


def _elders(draft: Draft, named: list[Person]) -> None:
    """家长（监护人） 张老、王英 with 爷爷、奶奶 beside: the first is the carer."""
    draft.put("guardian_name", named[0].name)
    draft.put("guardian2_name", named[1].name)
    put_relation(draft, "parents_relation", draft.text("parents_relation"))


def _one_name(draft: Draft, person: Person) -> None:
    word = draft.text("parents_relation") or person.relation
    found = kin.read(word) if word else None
    if found and found.code in ("father", "mother"):
        _put_person(draft, found.code, person)
    elif found and found.code:
        draft.put("guardian_name", person.name)
        draft.put("guardian_relation", found.code)
        draft.put("guardian_phone", person.numbers[0] if person.numbers else "")
    else:
        draft.put("parent_name", person.name)
        draft.put("parent_phone", person.numbers[0] if person.numbers else "")


def _both_phones(draft: Draft) -> None:
    value = draft.value("parents_phone")
    if value is None or draft.copied_above("parents_phone"):
        return
    found = phones.read(value)
    bare = [p.number for p in found.phones if not p.whose]
    if len(bare) == 2 == len(found.phones):
        draft.put("father_phone", bare[0])
        draft.put("mother_phone", bare[1])
        return
    put_phones(draft, "parents_phone")
    if number := draft.facts.pop("parents_phone", None):
        draft.put(_owner(draft), number)


def _owner(draft: Draft) -> str:
    """Whose the one phone of 家长电话 is: the parent or carer whom 家长姓名 named."""
    found = kin.read(draft.text("parents_relation") or "")
    if found and found.code in ("father", "mother"):
        return f"{found.code}_phone"
    return "guardian_phone" if found and found.code else "parent_phone"


def _member(draft: Draft, member: str) -> None:
    typed = draft.text(f"{member}_name")
    if not typed:
        return
    if len(labelled := by_parent(typed)) > 1:
        for parent, name in labelled.items():
            _put_person(draft, parent, read_person(name))
        return
    person = read_person(typed)
    word = draft.text(f"{member}_relation") or person.relation
    found = kin.read(word) if word else None
    flagged = choices.yes_no(draft.text(f"{member}_is_guardian"))
    if found and found.code in ("father", "mother"):
        _take_member(draft, member, found.code, person)
    if found and found.code and (flagged or found.code not in ("father", "mother")):
        _guardian_member(draft, member, found.code, person)
    elif found is None or not found.code:
        _unsure_member(draft, member, person, word)


def read_more_family(draft: Draft, facts: dict[str, Any]) -> None:
    """Add the relative on a child's second line to the child's facts; nothing there is overwritten."""
    member = "member1" if "member1_name" in draft.present else "guardian"
    person = read_person(draft.text(f"{member}_name"))
    found = kin.read(draft.text(f"{member}_relation") or person.relation)
    if not found or not found.code:
        return
    draft.facts = facts
    whose = found.code if found.code in ("father", "mother") else "guardian"
    if f"{whose}_name" in facts:
        return
    _take_member(draft, member, whose, person)
    if whose == "guardian":
        draft.put("guardian_relation", found.code)
    put_phones(draft, f"{whose}_phone")
    draft.put(
        f"{whose}_workplace", draft.text(f"{whose}_workplace") or draft.text(f"{whose}_work_unit")
    )


def _guardian_member(draft: Draft, member: str, code: str, person: Person) -> None:
    """A carer who is no parent counts before a parent who is marked as guardian."""
    held = draft.facts.get("guardian_relation")
    if held in ("father", "mother") and code not in ("father", "mother"):
        for kept in (draft.facts, draft.cells):
            for key in [k for k in kept if k.startswith("guardian_")]:
                del kept[key]
        held = None
    if held is None and "guardian_name" not in draft.cells:
        _take_member(draft, member, "guardian", person)
        draft.put("guardian_relation", code)


def _unsure_member(draft: Draft, member: str, person: Person, word: str) -> None:
    field = f"{member}_relation" if f"{member}_relation" in draft.cells else f"{member}_name"
    if not word:
        draft.note("member_unsure", field)
        return
    if "guardian_name" not in draft.cells and "guardian_name" not in draft.facts:
        _take_member(draft, member, "guardian", person)
        put_relation(draft, field, word)


def _take_member(draft: Draft, member: str, whose: str, person: Person) -> None:
    _put_person(draft, whose, person)
    for attribute in (
        "phone",
        "work_unit",
        "workplace",
        "id",
        "job",
        "address",
        "age",
        "health",
        "gender",
    ):
        cell = draft.cells.get(f"{member}_{attribute}")
        if cell and not says_same(tidy(cell[0])):
            draft.cells.setdefault(f"{whose}_{attribute}", cell)


def read_workplaces(draft: Draft) -> None:
    """Put each parent's place of work; 父母务工地点 with one place is both parents', if both are away."""
    for parent in ("father", "mother"):
        draft.put(f"{parent}_workplace", draft.text(f"{parent}_workplace"))
        draft.put(f"{parent}_work_unit", draft.text(f"{parent}_work_unit"))
    text = draft.text("parents_workplace")
    if text and not draft.copied_above("parents_workplace"):
        for parent, place in _places(draft, text):
            draft.put(f"{parent}_workplace", place)
    for parent in ("father", "mother"):
        if f"{parent}_workplace" not in draft.present:
            draft.put(f"{parent}_workplace", draft.facts.get(f"{parent}_work_unit"))


def _places(draft: Draft, text: str) -> Iterator[tuple[str, str]]:
    if labelled := by_parent(text):
        yield from labelled.items()
        return
    parts = [p for p in _PLACES.split(text) if p]
    away = [p for p in ("father", "mother") if draft.facts.get(f"{p}_away")]
    relation = kin.read(draft.text("parents_relation") or "")
    if relation and relation.code in ("father", "mother"):
        away = [relation.code]
    if len(parts) == 2 and len(away) != 1:
        yield "father", parts[0]
        yield "mother", parts[1]
    elif len(away) == 1:
        yield away[0], text
    else:
        draft.put("parents_workplace", text)
        said = draft.said.get("parents_workplace", "")
        if draft.facts.get("both_parents_away", "父母" in said):
            yield "father", text
            yield "mother", text
