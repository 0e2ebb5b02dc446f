"""What a child's file still lacks, and whose turn it is (domain.md R20–R28, R94)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CLASS_TEACHER, RECORDS_OFFICER, LEAD = "class_teacher", "records_officer", "lead"
TURNS = {
    CLASS_TEACHER: _("Class teacher"),
    RECORDS_OFFICER: _("School-roll officer"),
    LEAD: _("Moral-education lead"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a file lacks: in words, whose turn it is, and on which form it is mended."""

    code: str
    text: Any
    whose: str
    form: str


_ALL = (
    Gap("gender", _("Sex"), RECORDS_OFFICER, "basics"),
    Gap("birth", _("Date of birth"), RECORDS_OFFICER, "basics"),
    Gap("identity", _("ID number, or why there is none"), RECORDS_OFFICER, "basics"),
    Gap("klass", _("Class"), RECORDS_OFFICER, "basics"),
    Gap("father_whereabouts", _("Where the father is"), CLASS_TEACHER, "father"),
    Gap("mother_whereabouts", _("Where the mother is"), CLASS_TEACHER, "mother"),
    Gap("first_call", _("Whom to call first"), CLASS_TEACHER, "contacts"),
    Gap("address", _("Village or home address"), CLASS_TEACHER, "basics"),
    Gap("boarding", _("Boards or goes home"), CLASS_TEACHER, "basics"),
    Gap("character", _("Character"), CLASS_TEACHER, "basics"),
    Gap("family", _("Family situation"), CLASS_TEACHER, "basics"),
    Gap("father_name", _("Father's name"), CLASS_TEACHER, "father"),
    Gap("mother_name", _("Mother's name"), CLASS_TEACHER, "mother"),
    Gap("father_phone", _("Father's phone, or why there is none"), CLASS_TEACHER, "father"),
    Gap("mother_phone", _("Mother's phone, or why there is none"), CLASS_TEACHER, "mother"),
    Gap("father_workplace", _("Where the father works"), CLASS_TEACHER, "father"),
    Gap("mother_workplace", _("Where the mother works"), CLASS_TEACHER, "mother"),
    Gap("carer", _("Who cares for the child at home"), CLASS_TEACHER, "carer"),
    Gap("carer_name", _("Carer's name"), CLASS_TEACHER, "carer"),
    Gap("carer_phone", _("Carer's phone, or why there is none"), CLASS_TEACHER, "carer"),
    Gap("carer_age", _("Carer's age"), CLASS_TEACHER, "carer"),
    Gap("carer_health", _("Carer's health"), CLASS_TEACHER, "carer"),
    Gap("carer_occupation", _("Carer's occupation"), CLASS_TEACHER, "carer"),
    Gap("agent_parent", _("Agent parent"), LEAD, "pairing"),
)
GAPS = {gap.code: gap for gap in _ALL}
GONE = frozenset({"dead", "missing", "unknown"})
ALONE = "self"


@dataclass(frozen=True, slots=True)
class Person:
    """A relative as far as completeness asks; `reachable` is a phone or a reason for none."""

    kin: str
    named: bool = False
    reachable: bool = False
    aged: bool = False
    health: bool = False
    occupation: bool = False
    workplace: bool = False
    carer: bool = False


@dataclass(frozen=True, slots=True)
class ParentState:
    """What is known of a parent today: codes of Life and Residence, empty when nothing is."""

    life: str = ""
    residence: str = ""
    place: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Which things a file holds; True where something stands there."""

    gender: bool
    birth: bool
    identity: bool
    klass: bool
    address: bool
    boarding: bool
    character: bool
    family: bool
    callable: bool
    agent_parent: bool
    parents: dict[str, ParentState]
    relatives: tuple[Person, ...] = ()


def gaps(file: FileFacts, *, left_behind: bool) -> list[str]:
    """Return the codes of what a file lacks, in the order of GAPS.

    Every pupil's file needs the basics, both parents' whereabouts and somebody to call; a
    left-behind child's all that R24 and R25 list, and an agent parent (R40).
    """
    found = set(_basics(file))
    if left_behind:
        found |= set(_rest(file))
    return [code for code in GAPS if code in found]


def by_turn(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Return gaps grouped by whose turn it is: dicts of whose, label and a list of Gap."""
    known = [GAPS[code] for code in codes if code in GAPS]
    return [
        {"whose": whose, "label": label, "gaps": theirs}
        for whose, label in TURNS.items()
        if (theirs := [gap for gap in known if gap.whose == whose])
    ]


def _basics(file: FileFacts) -> Iterator[str]:
    for code in ("gender", "birth", "identity", "klass"):
        if not getattr(file, code):
            yield code
    for parent in ("father", "mother"):
        state = file.parents.get(parent, ParentState())
        if not (state.residence or state.life in GONE):
            yield f"{parent}_whereabouts"
    if not file.callable:
        yield "first_call"


def _rest(file: FileFacts) -> Iterator[str]:
    for code in ("address", "boarding", "character", "family", "agent_parent"):
        if not getattr(file, code):
            yield code
    for parent in ("father", "mother"):
        yield from _parent(file, parent)
    yield from _carer(file)


def _parent(file: FileFacts, parent: str) -> Iterator[str]:
    state = file.parents.get(parent, ParentState())
    if state.life in GONE:
        return
    person = _relative(file, parent) or Person(parent)
    if not person.named:
        yield f"{parent}_name"
    if not person.reachable:
        yield f"{parent}_phone"
    if state.residence == "away" and not (state.place or person.workplace):
        yield f"{parent}_workplace"


def _carer(file: FileFacts) -> Iterator[str]:
    carer = next((p for p in file.relatives if p.carer), None) or _parent_at_home(file)
    if carer is None:
        yield "carer"
    elif carer.kin != ALONE:
        held = {
            "name": carer.named,
            "phone": carer.reachable,
            "age": carer.aged,
            "health": carer.health,
            "occupation": carer.occupation,
        }
        twice = {"name", "phone"} if carer.kin in file.parents else set()
        yield from (f"carer_{code}" for code in held.keys() - twice if not held[code])


def _parent_at_home(file: FileFacts) -> Person | None:
    at_home = [p for p, state in file.parents.items() if state.residence == "home"]
    return next(((_relative(file, p) or Person(p)) for p in at_home), None)


def _relative(file: FileFacts, kin: str) -> Person | None:
    return next((person for person in file.relatives if person.kin == kin), None)
