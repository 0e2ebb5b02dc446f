"""Taking a child's file over from another school of the same system, under one person id."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from nuangang.accounts.models import School
from nuangang.accounts.rows import SchoolRow
from nuangang.lib.sealing import blind
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.family import fact_label
from nuangang.people.actions.files import FIELDS, new_file, put_file
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative, SchoolClass

# What belongs to the stay at one school, and the words colleagues there wrote for each other.
STAYS = {
    "klass", "boarding", "dorm", "distance", "student_number", "verified_on", "verified_by",
    "joined_on", "left_on", "leave_reason", "leave_place", "remark",
}  # fmt: skip
OWN = {"id", "school", "child", "relative", "last_reached_on", "failed_calls"}


def own_id(school_id: UUID, pk: UUID) -> UUID:
    """Return the id under which a row of another school is kept here: always the same one."""
    return uuid5(school_id, str(pk))


def known_here(school_id: UUID, source: Child) -> Child | None:
    """Return the file this school has of the same person, by person or by ID number."""
    same = Q(person=source.person)
    if source.id_index:
        same |= Q(id_index=blind(source.id_number, "id", school_id))
    found = list(Child.objects.filter(same, school_id=school_id).order_by("pk"))
    return min(found, key=lambda child: child.person != source.person, default=None)


@transaction.atomic
def take_over(
    actor: Any, school: School, source: Child, *, klass: SchoolClass, on: date, came_with: dict
) -> Child:
    """Copy the file and the family of `source`, a child of another school, and return it as here.

    Somebody who was here before gets the old file back, with what the other school knew better.
    `came_with` is what is told about the care there.
    """
    bundle = Bundle(actor, school)
    values = {name: getattr(source, name) for name in FIELDS - STAYS}
    values |= {"klass": klass, "joined_on": on}
    own = known_here(school.pk, source)
    if own is None:
        own = new_file(bundle, {**values, "id": own_id(school.pk, source.pk)})
        own.person, own.came_with = source.person, came_with
    else:
        gone = {"left_on": None, "leave_reason": "", "leave_place": ""}
        put_file(bundle, own, {**values, **gone})
        machine = {"person": source.person, "came_with": came_with, "pause": ""}
        bundle.alter(own, own, machine, "")
    _carry_family(bundle, source, own)
    bundle.write()
    refresh_files(school, [own], today=bundle.today)
    return own


def _carry_family(bundle: Bundle, source: Child, own: Child) -> None:
    people, stale = _carry(bundle, source, own, Relative, _like_relative)
    for row in stale:
        bundle.alter(row, own, {"is_carer": False}, str(row))
    _carry(bundle, source, own, Contact, lambda row: row.number, relatives=people)
    _same, stale = _carry(bundle, source, own, ParentFact, _like_fact)
    for row in stale:
        bundle.drop(row, own, fact_label(row), row.value)
    _carry(bundle, source, own, ChildGroup, lambda row: (row.kind, row.since, row.basis))


def _like_relative(row: Any) -> Any:
    return row.kin if row.kin in ("father", "mother") else (row.kin, row.name)


def _like_fact(row: Any) -> Any:
    return (row.parent, row.kind, row.value, row.since)


def _carry(
    bundle: Bundle,
    source: Child,
    own: Child,
    model: Any,
    alike: Callable[[Any], Any],
    relatives: dict[UUID, SchoolRow] | None = None,
) -> tuple[dict[UUID, SchoolRow], list[Any]]:
    """Bring the rows of one kind over; return ours by their id there, and ours they don't have."""
    ours = {alike(row): row for row in bundle.known(own, model)}
    names = [f.name for f in model._meta.concrete_fields if f.name not in OWN]
    rows = model.objects.filter(school_id=source.school_id, child_id=source.pk).order_by("pk")
    found: dict[UUID, SchoolRow] = {}
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        if relatives is not None:
            values["relative"] = relatives.get(row.relative_id)
            values["number_index"] = blind(row.number, "phone", bundle.school_id)
        label, field, after = _told(row)
        if mate := ours.pop(alike(row), None):
            bundle.alter(mate, own, values, label)
        else:
            mate = model(id=own_id(bundle.school_id, row.pk), child=own, **values)
            bundle.make(mate, own, field=field, label=label, after=after)
        found[row.pk] = mate
    return found, list(ours.values())


def _told(row: Any) -> tuple[str, str, str]:
    """Return how the history tells of a row: its label, which field, and what it says."""
    if isinstance(row, ParentFact):
        return fact_label(row), row.kind, row.value
    if isinstance(row, Contact):
        return row.label, "number", row.number
    if isinstance(row, ChildGroup):
        return "", "group", row.kind
    return row.name or row.kin, "added", row.kin
