"""Whom a row means: a child on file, a new child, or somebody a person must decide on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nuangang.lib.names import comparable
from nuangang.lib.sealing import blind


@dataclass(frozen=True, slots=True)
class Known:
    """What of a child on file decides on recognising them; `klass` is (grade, number)."""

    id: UUID
    name: str
    gender: str
    birth: date | None
    birth_is_month: bool
    id_index: str
    roll_index: str
    klass: tuple[int, int] | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """`child` is the one meant, `maybe` those of the same name a person must choose from."""

    child: UUID | None = None
    maybe: tuple[UUID, ...] = ()
    gone: bool = False


class Register:
    """The children on file, found by ID number, by school-roll number and by name."""

    def __init__(self, known: Iterable[Known], school: UUID) -> None:
        self.school = school
        self.by_id: dict[str, Known] = {}
        self.by_roll: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for child in known:
            if child.id_index:
                self.by_id[child.id_index] = child
            if child.roll_index:
                self.by_roll[child.roll_index] = child
            self.by_name[comparable(child.name)].append(child)

    def recognise(self, facts: dict[str, Any], klass: tuple[int, int] | None) -> Recognised:
        """Return whom a row's facts mean (issue: by ID; else only if everything agrees)."""
        number = facts.get("id_number", "")
        if number and (found := self._by_index(self.by_id, "id", number)):
            return Recognised(found.id, gone=found.gone)
        roll = facts.get("roll_no", "").upper()
        if roll and (found := self._by_index(self.by_roll, "roll", roll)):
            if not (number and found.id_index):
                return Recognised(found.id, gone=found.gone)
            return Recognised(maybe=(found.id,))
        return self._by_name(facts, klass, has_number=bool(number))

    def _by_index(self, known: dict[str, Known], purpose: str, number: str) -> Known | None:
        """Return whom a number means; a school that isn't there yet has neither children nor keys."""
        return known.get(blind(number, purpose, self.school)) if known else None

    def _by_name(
        self, facts: dict[str, Any], klass: tuple[int, int] | None, *, has_number: bool
    ) -> Recognised:
        same_name = [c for c in self.by_name.get(comparable(facts["name"]), ()) if not c.gone]
        if has_number:
            same_name = [c for c in same_name if not c.id_index or _agrees(c, facts, klass)]
        if not same_name:
            return Recognised()
        agreeing = [c for c in same_name if _agrees(c, facts, klass)]
        certain = [c for c in agreeing if not (has_number and c.id_index)]
        if len(certain) == 1 and len(agreeing) == 1:
            return Recognised(certain[0].id)
        return Recognised(maybe=tuple(c.id for c in same_name))


def _agrees(child: Known, facts: dict[str, Any], klass: tuple[int, int] | None) -> bool:
    """Say whether sex, birth and class all stand in the row and are the child's."""
    return (
        facts.get("gender") == child.gender
        and bool(child.gender)
        and klass is not None
        and klass == child.klass
        and _same_birth(child, facts.get("birth", ""))
    )


def _same_birth(child: Known, typed: str) -> bool:
    if child.birth is None or not typed:
        return False
    if len(typed) == 7 or child.birth_is_month:
        return typed[:7] == f"{child.birth:%Y-%m}"
    return typed == child.birth.isoformat()
