"""Whom to call for each party, in order, with the numbers: open to whoever sees to the incident.

An incident opens the numbers of the children it is about, whatever the caller's posts; that the page was
opened is recorded. In a drill they are masked, and nothing can be dialled.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nuangang.accounts.posts import Post
from nuangang.incidents.dialling import numbers_in
from nuangang.incidents.kinds import OF_CHILD, Party
from nuangang.incidents.models import Deadline, Incident
from nuangang.incidents.queries.rota import shifts_now
from nuangang.incidents.table import NUMBERED, unreached_of
from nuangang.lib.masking import masked
from nuangang.people.models import (
    Child,
    Contact,
    Kin,
    Life,
    ParentFact,
    Relative,
    Residence,
    StaffPost,
    holding,
)

PARENTS = (Kin.FATHER.value, Kin.MOTHER.value)
_HOLDERS = {
    Party.HEAD.value: (Post.HEAD.value,),
    Party.LEAD.value: (Post.LEAD.value, Post.DEPUTY.value),
    Party.COUNSELLOR.value: (Post.COUNSELLOR.value,),
    Party.CLASS_TEACHER.value: (Post.CLASS_TEACHER.value,),
}
POST_OF = {Post.HEAD: Party.HEAD, Post.LEAD: Party.LEAD, Post.COUNSELLOR: Party.COUNSELLOR}


@dataclass(frozen=True)
class Call:
    """One number of one person: whose, what is shown, what is dialled, and the row it comes from."""

    who: str
    kin: str
    shown: str
    dial: str
    contact: UUID | None = None
    failed: int = 0
    is_dead: bool = False


@dataclass
class Family:
    """Who is on file around one child."""

    relatives: list[Relative] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    home: set[str] = field(default_factory=set)

    def _cares(self, person: Relative) -> bool:
        """Say whether somebody is with the child: the carer, or a parent who lives there."""
        return person.is_carer or person.kin in self.home

    def parties(self) -> set[str]:
        """Return which parties the child has: parents who care for it at home are told as carers."""
        parents = [r for r in self.relatives if r.kin in PARENTS and r.kin not in self.dead]
        known = {r.kin for r in self.relatives} | self.dead
        none_away = known >= set(PARENTS) and all(self._cares(r) for r in parents)
        return {Party.GUARDIAN.value} if none_away else set(OF_CHILD)

    def calls(self, party: str, *, drill: bool) -> list[Call]:
        """Return whom to call for one party, first things first."""
        people: dict[Any, Relative] = {r.pk: r for r in self.relatives}
        found = [(self._rank(people.get(c.relative_id)), c) for c in self.contacts if c.may_call]
        wanted = [(rank, c) for rank, c in found if rank is not None]
        away = [each for each in wanted if each[0] == _AWAY]
        home = [each for each in wanted if each[0] != _AWAY]
        chosen = away if party == Party.PARENTS else home or away
        ordered = sorted(chosen, key=lambda each: (each[0], each[1].call_order))
        return [_call(c, people.get(c.relative_id), drill=drill) for _rank, c in ordered]

    def _rank(self, person: Relative | None) -> int | None:
        """Return the place of a number: carers, emergency contacts, others; None for the dead."""
        if person is None:
            return 3
        if person.kin in self.dead:
            return None
        if self._cares(person):
            return 0
        if person.kin in PARENTS:
            return _AWAY
        return 1 if person.is_emergency else 2


_AWAY = 9


def _call(contact: Contact, person: Relative | None, *, drill: bool) -> Call:
    kin = (person.kin_word or str(person.get_kin_display())) if person else ""
    who = (person.name if person else "") or contact.label or kin
    number = contact.number
    return Call(
        who, kin, masked(number) if drill else number, "" if drill else number,
        contact.pk, contact.failed_calls, contact.seems_dead,
    )  # fmt: skip


def families(school_id: Any, children: Iterable[UUID]) -> dict[UUID, Family]:
    """Return who is on file around each child; three statements however many children."""
    found: dict[UUID, Family] = {child: Family() for child in children}
    if not found:
        return {}
    of = {"school_id": school_id, "child_id__in": list(found)}
    for relative in Relative.objects.filter(**of).order_by("pk"):
        found[relative.child_id].relatives.append(relative)
    for contact in Contact.objects.filter(**of).order_by("call_order", "pk"):
        found[contact.child_id].contacts.append(contact)
    facts = ParentFact.objects.filter(
        **of, value__in=(Life.DEAD, Residence.HOME), until__isnull=True
    )
    for child, parent, value in facts.values_list("child_id", "parent", "value"):
        (found[child].dead if value == Life.DEAD else found[child].home).add(parent)
    return found


def calls_for(
    incident: Incident, deadlines: Iterable[Deadline], children: Iterable[Child], on: date
) -> dict[UUID, list[Call]]:
    """Return the numbers to call for each deadline."""
    rows, about = list(deadlines), list(children)
    around = families(incident.school_id, [child.pk for child in about])
    staff = _staff(incident, about, on)
    numbers = incident.policy.table.get("numbers", {})
    found = {}
    for row in rows:
        family = around.get(row.child_id) if row.child_id else None
        if family is not None:
            found[row.pk] = family.calls(row.party, drill=incident.drill)
        else:
            found[row.pk] = [
                *staff.get(row.party, []),
                *_outside(row.party, numbers, incident.drill),
            ]
    return found


def _staff(incident: Incident, children: list[Child], on: date) -> dict[str, list[Call]]:
    posts = [post for held in _HOLDERS.values() for post in held]
    rows = StaffPost.objects.filter(holding(on), school_id=incident.school_id, post__in=posts)
    classes = {child.klass_id for child in children}
    found: dict[str, list[Call]] = defaultdict(list)
    rows = rows.exclude(staff__until__lte=on).select_related("staff").order_by("pk")
    for held in sorted(rows, key=lambda held: posts.index(held.post)):
        if held.post == Post.CLASS_TEACHER and held.klass_id not in classes:
            continue
        for party, holders in _HOLDERS.items():
            if held.post in holders:
                found[party].append(_colleague(held, incident.drill))
    return found


def _colleague(held: StaffPost, drill: bool) -> Call:
    phone = held.staff.phone
    dial = "" if drill else phone
    return Call(
        held.staff.name, str(held.get_post_display()), masked(phone) if drill else phone, dial
    )


def on_duty_calls(incident: Incident, now: datetime) -> list[tuple[str, Call]]:
    """Return who is on duty and who stands in, with their numbers."""
    shift = shifts_now(incident.school_id, now).select_related("staff", "stand_in").first()
    if shift is None:
        return []
    found = [(str(_("On duty")), shift.staff), (str(_("Stands in")), shift.stand_in)]
    return [
        (words, Call(who.name, "", masked(who.phone) if incident.drill else who.phone,
                     "" if incident.drill else who.phone))
        for words, who in found
        if who
    ]  # fmt: skip


def then_calls(incident: Incident) -> list[Call]:
    """Return whom the rules name to ring next once no number of a family answered."""
    _sms, then = unreached_of(incident.policy.table)
    return _outside(then, incident.policy.table.get("numbers", {}), incident.drill) if then else []


def _outside(party: str, numbers: dict[str, str], drill: bool) -> list[Call]:
    if party not in NUMBERED:
        return []
    label = str(Party(party).label)
    return [
        Call(number.whose or label, "", number.shown, "" if drill else number.dial)
        for number in numbers_in(numbers.get(party, ""))
    ]
