"""Which field each column holds, once its neighbours and some of its values are seen."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from nuangang.intake.reading.choices import ticked, yes_no
from nuangang.intake.reading.headers import Meaning, meaning, person_field, person_named_by
from nuangang.intake.reading.layout import Heading
from nuangang.lib.idnumber import clean
from nuangang.lib.typed_text import plain, tidy

Values = Callable[[int], list[object]]
_GROWN = 20
_CHILDS_OWN = frozenset(
    "age gender ethnicity birth id_number id_type health address hukou_place political wechat marital".split()
)
_KEEPS_RUN = frozenset("phone seq remark address guardian_relation agreement".split())
_FAMILY = ("father", "mother", "guardian", "guardian2", "parents", "emergency", "mentor")


@dataclass(frozen=True, slots=True)
class Bound:
    """A column, the words over it, the field it was taken for and why; `tick` for tick columns."""

    column: int
    header: str
    field: str
    how: str
    tick: str = ""


@dataclass(slots=True)
class _Walk:
    """What has been met on the way from the left: whose name last, and whether still about them.

    `later` are the fields of the columns still to come. `both` says that father's and mother's names stand side by side, so that 务工地点 is both's.
    """

    year: int
    person: str = "child"
    unbroken: bool = True
    both: bool = False
    later: frozenset[str] = frozenset()
    last: str = ""


def bind(
    heading: Heading, values: Values, overrides: Mapping[int, str | None], year: int
) -> list[Bound]:
    """Every headed column with its field; an empty field is an unknown column, kept as it is.

    `overrides` is the user's word for a column and counts before anything read; `year` is this
    year, by which a number is told to be a child's or a grown-up's.
    """
    order = sorted(heading.chains)
    meanings = {
        c: _by_values(meaning(heading.chains[c]), heading.chains[c][-1], values(c)) for c in order
    }
    _family_contact(order, meanings, heading)
    fields = _flattened_members(order, meanings, heading)
    taken: dict[str, int] = {}
    walk = _Walk(year)
    found = []
    for at, column in enumerate(order):
        walk.later = frozenset(meanings[c].field for c in order[at + 1 :])
        meant = _settled(column, meanings, fields, taken, walk, values)
        if meant.field == "left_type" and not meant.tick and "left_type" in taken:
            meant = Meaning("left_flag", meant.how)
        if column in overrides:
            meant = Meaning(overrides[column] or "", "chosen")
        if meant.field and not meant.tick:
            taken.setdefault(meant.field, column)
        _step(walk, meant)
        found.append(
            Bound(
                column,
                " ".join(heading.chains[column]),
                meant.field,
                meant.how or "none",
                meant.tick,
            )
        )
    return found


def _family_contact(order: list[int], meanings: dict[int, Meaning], heading: Heading) -> None:
    """联系人 with 与学生关系 beside it is somebody of the family, not who helps from the school."""
    for column, after in pairwise(order):
        if heading.chains[column][-1] == "联系人" and meanings[after].attribute == "relation":
            meanings[column] = Meaning("emergency_name", "context")


def _flattened_members(
    order: list[int], meanings: Mapping[int, Meaning], heading: Heading
) -> dict[int, str]:
    """Repeated 姓名, 关系, … blocks of a school-roll export without 成员1 above (domain.md §6.3)."""
    names = [c for c in order if meanings[c].field == "name" and len(heading.chains[c]) == 1]
    starts = [c for c in names[1:] if _relation_follows(c, order, meanings)][:3]
    found: dict[int, str] = {}
    for number, start in enumerate(starts, 1):
        found[start] = f"member{number}_name"
        for column in order[order.index(start) + 1 :]:
            if column in starts or not meanings[column].attribute:
                break
            found[column] = f"member{number}_{meanings[column].attribute}"
    return found


def _relation_follows(column: int, order: list[int], meanings: Mapping[int, Meaning]) -> bool:
    at = order.index(column)
    return any(meanings[c].attribute == "relation" for c in order[at + 1 : at + 3])


def _settled(
    column: int, meanings: Mapping[int, Meaning], fixed: Mapping[int, str],
    taken: Mapping[str, int], walk: _Walk, values: Values,
) -> Meaning:  # fmt: skip
    meant = meanings[column]
    if column in fixed:
        return Meaning(fixed[column], "context")
    if meant.field == "name" and "name" in taken and meant.how == "whole":
        return (
            Meaning(person_field("guardian", "name"), "context")
            if _after_relation(taken, column)
            else Meaning()
        )
    if not meant.attribute:
        return meant
    field = _of_person(meant, taken, walk, values(column))
    return replace(meant, field=field, how=meant.how if field == meant.field else "context")


def _by_values(meant: Meaning, leaf: str, values: list[object]) -> Meaning:
    """父亲, 母亲, 双方 over nothing but ticks tell who is away, not what they are called.

    So does 留守儿童 over nothing but 是 and 否.
    """
    away = {
        "father_name": "father_away",
        "mother_name": "mother_away",
        "parents_name": "both_parents_away",
    }
    texts = [t for t in map(tidy, values) if t]
    if (
        meant.field == "name"
        and "名" not in leaf
        and texts
        and all(yes_no(t) is not None for t in texts)
    ):
        return Meaning("left_type", "context")
    if meant.field not in away or not texts or not all(map(ticked, texts)):
        return meant
    return Meaning(away[meant.field], "context")


def _after_relation(taken: Mapping[str, int], column: int) -> bool:
    return taken.get("guardian_relation") == column - 1 and "guardian_name" not in taken


def _of_person(meant: Meaning, taken: Mapping[str, int], walk: _Walk, values: list[object]) -> str:
    person, attribute = walk.person, meant.attribute
    if attribute == "phone":
        return _phone(person, taken)
    if attribute == "relation":
        own = person in ("parents", "emergency", "guardian2") or person.startswith("member")
        return person_field(person, attribute) if own else meant.field or "guardian_relation"
    if person == "child":
        return {"mentor_unit": "parents_work_unit", "mentor_post": "child_post"}.get(
            meant.field, meant.field
        )
    if walk.both and attribute in ("workplace", "away_since", "job"):
        return person_field("parents", attribute)
    if attribute in ("workplace", "work_unit", "away_since", "job", "times"):
        return (
            person_field(person, attribute) if person in (*_FAMILY, "head_teacher") else meant.field
        )
    if meant.field in _CHILDS_OWN:
        return _childs_or(person, meant, taken, walk, values)
    return person_field(person, attribute) or meant.field


def _phone(person: str, taken: Mapping[str, int]) -> str:
    field = person_field(person, "phone")
    return field if field and field not in taken else "family_phone"


def _childs_or(
    person: str, meant: Meaning, taken: Mapping[str, int], walk: _Walk, values: list[object]
) -> str:
    """The child's own column or the carer's: by age where values tell, else by neighbourhood."""
    theirs = person_field(person, meant.attribute)
    if "name" not in taken and meant.field in walk.later:
        return theirs
    if theirs in taken and meant.field not in taken:
        return meant.field
    grown = _grown_up(meant.field, values, walk.year)
    if grown is not None and not (grown is False and meant.field in taken):
        return theirs if grown else meant.field
    if meant.field in taken:
        return theirs
    stays = meant.field in ("age", "health", "political", "wechat") and person in _FAMILY
    return theirs if stays and walk.unbroken else meant.field


def _grown_up(field: str, values: list[object], year: int) -> bool | None:
    ages = list(_ages(field, values, year))
    return None if not ages else sum(age > _GROWN for age in ages) * 2 > len(ages)


def _ages(field: str, values: list[object], year: int) -> Iterator[float]:
    for value in values:
        if field == "age" and (match := re.match(r"\d{1,3}", plain(value))):
            yield int(match[0])
        elif field == "id_number" and re.match(r"\d{6}(?:19|20)\d\d", number := clean(value)):
            yield year - int(number[6:10])


def _step(walk: _Walk, meant: Meaning) -> None:
    person = person_named_by(meant.field)
    if person:
        walk.both = {walk.person, person} == {
            "father",
            "mother",
        } and walk.last == f"{walk.person}_name"
        walk.last = meant.field
        walk.person, walk.unbroken = person, True
        return
    walk.last = meant.field
    mine = meant.field.startswith(f"{walk.person}_") or meant.attribute or meant.field in _KEEPS_RUN
    if walk.person != "child" and meant.field and not mine:
        walk.unbroken = False
