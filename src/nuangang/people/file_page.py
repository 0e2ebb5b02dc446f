"""A child's file as its page and its papers show it: plain values, sensitive ones as allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from nuangang.lib.prepared import many
from nuangang.lib.together import apart, together
from nuangang.people.completeness import by_turn
from nuangang.people.definitions import DEFINITIONS, Definition, Label, decide
from nuangang.people.facts import ChildFacts, Fact, Group, held_on, stage_of_grade
from nuangang.people.fields import FIELDS, GROUPS, Sight, as_allowed, sight_of
from nuangang.people.models import (
    Child,
    ChildGroup,
    Contact,
    Life,
    Marital,
    ParentFact,
    Relative,
    Residence,
    Staff,
    Tie,
)
from nuangang.people.models.family import Ability
from nuangang.people.queries import LEFT_BEHIND, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import CLEAR, FIELD_CLASSES, HIDDEN, MASKED
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.queries import calendar_of

WORDS: dict[str, Any] = {
    "alive": Life,
    "residence": Residence,
    "ability": Ability,
    "marital": Marital,
}


@dataclass(frozen=True)
class Kept:
    """A masked value as the page shows it, and the key by which a reason opens it."""

    text: str
    key: str

    def __str__(self) -> str:
        return self.text


def key_of(row: Any, name: str) -> str:
    """Return the key of one field of one row of a child's file, as its address carries it."""
    return f"{row._meta.model_name}.{row.pk.hex}.{name}"


@dataclass
class File:
    """Everything on file about one child that the actor may see, read in one statement."""

    actor: Actor
    child: Child
    on: date
    year: int
    relatives: list[Relative]
    contacts: list[Contact]
    facts: list[ParentFact]
    groups: list[ChildGroup]
    ties: list[Tie]
    opened: frozenset[str] = frozenset()

    @property
    def klass(self) -> str:
        """Return the class's name this school year."""
        return self.child.klass.name_on(self.year) if self.child.klass else ""

    @property
    def agent_parent(self) -> Tie | None:
        """Return today's tie to the agent parent."""
        held = (t for t in self.ties if t.capacity == Tie.Capacity.AGENT_PARENT and not t.until)
        return next(held, None)

    @property
    def carers(self) -> list[Relative]:
        """Return those who care for the child at home."""
        return [relative for relative in self.relatives if relative.is_carer]

    @property
    def counts(self) -> bool:
        """Say whether the school's definition counts the child as left-behind."""
        return self.child.left_behind in LEFT_BEHIND

    @property
    def definition(self) -> Definition:
        """Return the definition the school uses."""
        return DEFINITIONS[self.actor.school.definition]

    def label(self) -> Label:
        """Return whether the child counts by the school's definition today, and why."""
        return decide(self.definition, self.known(), self.on)

    def labels(self) -> list[tuple[Definition, Label]]:
        """Return what each definition in use says of the child today."""
        known = self.known()
        return [(each, decide(each, known, self.on)) for each in DEFINITIONS.values()]

    def known(self) -> ChildFacts:
        """Return what the definitions ask about the child."""
        return self._known

    @cached_property
    def _known(self) -> ChildFacts:
        child = self.child
        grade = child.klass.grade_on(self.year) if child.klass else None
        return ChildFacts(
            birth=child.birth,
            birth_is_month=child.birth_is_month,
            rural_household=child.rural_household,
            stage=stage_of_grade(grade),
            father=[_fact(f) for f in self.facts if f.parent == "father"],
            mother=[_fact(f) for f in self.facts if f.parent == "mother"],
            either=[_fact(f) for f in self.facts if f.parent == "either"],
            groups=[Group(g.kind, g.since, g.until) for g in self.groups],
        )

    def today(self, parent: str) -> dict[str, ParentFact]:
        """Return what holds of a parent today, by kind of fact."""
        return self._today[parent]

    @cached_property
    def _today(self) -> dict[str, dict[str, ParentFact]]:
        return {parent: self._holding(parent) for parent in ("father", "mother", "either")}

    def _holding(self, parent: str) -> dict[str, ParentFact]:
        theirs = {_fact(f): f for f in reversed(self.facts) if f.parent == parent}
        held = {kind: held_on(list(theirs)[::-1], kind, self.on) for kind in WORDS}
        return {kind: theirs[fact] for kind, fact in held.items() if fact}

    def either(self) -> list[ParentFact]:
        """Return what holds today of one of the parents, nobody knowing which."""
        return list(self.today("either").values())

    def parent_at_home(self) -> str:
        """Return which parent lives with the child, in words; '' when none does."""
        at_home = [
            str(ParentFact.Parent(parent).label)
            for parent in ("father", "mother")
            if (home := self.today(parent).get("residence")) and home.value == Residence.HOME
        ]
        return "、".join(at_home)

    def relative(self, kin: str) -> Relative | None:
        """Return the relative of this kin, such as the father."""
        return next((r for r in self.relatives if r.kin == kin), None)

    def numbers(self, relative: Relative) -> list[Contact]:
        """Return a relative's numbers in calling order."""
        return [c for c in self.contacts if c.relative_id == relative.pk]

    def calls(self) -> list[dict[str, Any]]:
        """Return whom to call, first things first: who, kin, number, and whether they may be."""
        people: dict[Any, Relative] = {row.pk: row for row in self.relatives}
        return [
            {
                "id": contact.pk,
                "who": _whose(contact, people.get(contact.relative_id)),
                "kin": _kin(people.get(contact.relative_id)),
                "number": self.shown("contact", contact.number),
                "dial": contact.number if self.sees("contact") == CLEAR else "",
                "masked": self.sees("contact") == MASKED,
                "may_call": contact.may_call,
                "failed": contact.failed_calls,
                "dead": contact.seems_dead,
                "reached": contact.last_reached_on,
            }
            for contact in sorted(self.contacts, key=lambda c: (not c.may_call, c.call_order))
        ]

    def verified_this_term(self) -> bool:
        """Say whether somebody went through the file since this term began (§7.5)."""
        return verified_since(self.child.verified_on, term_began(self.actor, self.on))

    def turns(self) -> list[dict[str, Any]]:
        """Return what the file lacks, grouped by whose turn it is."""
        return by_turn(self.child.gaps)

    def age(self) -> int | None:
        """Return the child's age in full years."""
        birth = self.child.birth
        if birth is None:
            return None
        return self.on.year - birth.year - ((self.on.month, self.on.day) < (birth.month, birth.day))

    def sees(self, field_class: str) -> str:
        """Return how the actor sees fields of this class of this child: clear, masked or hidden."""
        return self.sight.sees(field_class)

    @cached_property
    def sight(self) -> Sight:
        """Return how the actor sees this child's fields."""
        return sight_of(self.actor, self.child, self.opened)

    @property
    def masks(self) -> bool:
        """Say whether anything on file may be masked to the actor."""
        return any(self.sees(each) == MASKED for each in FIELD_CLASSES)

    def kept(self, model: str, row: Any, *names: str) -> list[tuple[Any, Any]]:
        """Return (label, value) for fields of a row that the actor may know of, masked or not."""
        found = [(name, FIELDS[model].get(name, "file")) for name in names]
        return [
            (row._meta.get_field(name).verbose_name, self.field(field_class, row, name))
            for name, field_class in found
            if self.sees(field_class) != HIDDEN
        ]

    def field(self, field_class: str, row: Any, name: str) -> Any:
        """Return one field's value as it may be shown, and its key where a reason opens it."""
        value = getattr(row, name)
        if value and hasattr(row, f"get_{name}_display"):
            value = getattr(row, f"get_{name}_display")()
        how = self.sees(field_class)
        if how == CLEAR or not value:
            return value if how != HIDDEN else ""
        return Kept(as_allowed(how, str(value)), key_of(row, name)) if how == MASKED else ""

    def shown_groups(self) -> list[tuple[ChildGroup, Any]]:
        """Return the groups the actor may know of, with their words or what stands for them."""
        found = [(g, GROUPS.get(g.kind, "family")) for g in self.groups]
        return [(g, self.field(c, g, "kind")) for g, c in found if self.sees(c) != HIDDEN]

    @property
    def may_say_why(self) -> bool:
        """Say whether the actor may read why the child counts: families' and courts' facts."""
        legal = any(GROUPS.get(group.kind) == "legal" for group in self.groups)
        return self.sees("family") == CLEAR and (not legal or self.sees("legal") == CLEAR)

    def shown(self, field_class: str, value: str) -> str:
        """Return a sensitive value as the actor may see it: as it is, masked, or not at all."""
        return self.sight.shown(field_class, value)


def file_of(actor: Actor, child: Child, opened: frozenset[str] = frozenset()) -> File:
    """Read the file of a child whom the actor was allowed to fetch (fields.with_sight)."""
    return files_of(actor, [child], opened)[0]


_ON_FILE = (Relative, Contact, ParentFact, ChildGroup, Tie)


def _on_file(actor: Actor, ids: list[UUID]) -> QuerySet[Any, Any]:
    parts: list[Any] = [visible(actor, model).filter(child_id__in=ids) for model in _ON_FILE]
    parts[-1] = parts[-1].annotate(adult_name=F("adult__name"))
    return together(parts)


_PREPARED = PreparedFor(_on_file, ids=many(60))


def files_of(
    actor: Actor, children: list[Child], opened: frozenset[str] = frozenset()
) -> list[File]:
    """Read the files of children whom the actor may see (fields.with_sight); one statement in all.

    `opened` are the classes of fields that a reason has opened for this view.
    """
    on, ids = timezone.localdate(), [child.pk for child in children]
    year = school_year_of(actor, on)
    relatives, contacts, facts, groups, ties = (
        _by_child(ids, rows) for rows in apart(_ON_FILE, _PREPARED.rows(actor, ids=ids))
    )
    for tie in (each for held in ties.values() for each in held):
        tie.adult = Staff(pk=tie.adult_id, school_id=tie.school_id, name=tie.adult_name)
    return [
        File(
            actor=actor,
            child=child,
            on=on,
            year=year,
            relatives=sorted(relatives[child.pk], key=_nearest),
            contacts=sorted(contacts[child.pk], key=lambda row: (row.call_order, row.pk)),
            facts=sorted(facts[child.pk], key=_oldest),
            groups=sorted(groups[child.pk], key=_oldest),
            ties=sorted(ties[child.pk], key=lambda tie: (tie.since, tie.made_at), reverse=True),
            opened=opened,
        )
        for child in children
    ]


def _by_child(ids: list[UUID], rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {pk: [] for pk in ids}
    for row in rows:
        found[row.child_id].append(row)
    return found


def _oldest(row: ParentFact | ChildGroup) -> tuple[date, UUID]:
    return (row.since or date.min, row.pk)


def term_began(actor: Actor, on: date) -> date:
    """Return the first day of the term of `on`, in a holiday of the term before it."""
    began = [t.begins for t in calendar_of(actor.school).terms if t.begins <= on]
    return max(began, default=date.min)


def verified_since(verified_on: date | None, began: date) -> bool:
    """Say whether a file was gone through on or after the day `began`."""
    return verified_on is not None and verified_on >= began


def _fact(fact: ParentFact) -> Fact:
    return Fact(fact.kind, fact.value, fact.since, fact.until, fact.distance)


def _nearest(relative: Relative) -> tuple[bool, list[str], str]:
    order: Iterable[str] = ("father", "mother")
    return (relative.kin not in order, [relative.kin], str(relative.pk))


def _kin(relative: Relative | None) -> str:
    return (relative.kin_word or str(relative.get_kin_display())) if relative else ""


def _whose(contact: Contact, relative: Relative | None) -> str:
    if relative is None:
        return contact.label
    return relative.name or _kin(relative)
