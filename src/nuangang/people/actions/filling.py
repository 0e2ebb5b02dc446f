"""Filling one gap in many files at once: one thing asked of a whole class."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.family import put_fact, put_relative
from nuangang.people.actions.files import put_file
from nuangang.people.actions.households import put_person
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, ParentFact, Relative, Residence

Filler = Callable[[Bundle, Child, Any], None]


def fill_in(actor: Any, school: School, code: str, values: Mapping[Child, Any]) -> int:
    """Write what was typed for gap `code` into each child's file; return how many files changed.

    `code` is of FILLERS, `values` maps children of one school to cleaned values, none of them empty.
    """
    with transaction.atomic():
        bundle = Bundle(actor, school)
        bundle.know(values)
        for child, value in values.items():
            FILLERS[code](bundle, child, value)
        changed = bundle.write()
        refresh_files(school, changed, today=bundle.today)
        if changed:
            ids = sorted(str(child.pk) for child in changed)
            record(actor, "filled_in", kind="child", label=code, children=ids)
    return len(changed)


def _into_file(field: str) -> Filler:
    def fill(bundle: Bundle, child: Child, value: Any) -> None:
        put_file(bundle, child, {field: value})

    return fill


def _into_parent(parent: str, field: str) -> Filler:
    def fill(bundle: Bundle, child: Child, value: Any) -> None:
        put_relative(bundle, child, parent, {field: value})

    return fill


def _phone_of(parent: str) -> Filler:
    def fill(bundle: Bundle, child: Child, value: Any) -> None:
        put_person(bundle, child, parent, {}, value)

    return fill


def _whereabouts(parent: str) -> Filler:
    def fill(bundle: Bundle, child: Child, value: Any) -> None:
        put_fact(bundle, child, parent, ParentFact.Kind.RESIDENCE, value)

    return fill


def _into_carer(field: str) -> Filler:
    def fill(bundle: Bundle, child: Child, value: Any) -> None:
        carer = _carer(bundle, child)
        if carer and field == "phone":
            put_person(bundle, child, carer.kin, {}, value, relative=carer)
        elif carer:
            put_relative(bundle, child, carer.kin, {field: value}, relative=carer)

    return fill


def _carer(bundle: Bundle, child: Child) -> Relative | None:
    """Return who cares for the child at home: a carer, else the parent who lives there."""
    relatives: list[Relative] = bundle.known(child, Relative)
    if carer := next((relative for relative in relatives if relative.is_carer), None):
        return carer
    facts: list[ParentFact] = bundle.known(child, ParentFact)
    for fact in facts:
        if fact.until is None and fact.value == Residence.HOME and fact.parent != "either":
            return put_relative(bundle, child, fact.parent, {})
    return None


FILLERS: dict[str, Filler] = {
    "character": _into_file("character"),
    "family": _into_file("family_situation"),
    "boarding": _into_file("boarding"),
    "address": _into_file("village"),
    "gender": _into_file("gender"),
    "birth": _into_file("birth"),
    "carer_name": _into_carer("name"),
    "carer_phone": _into_carer("phone"),
    "carer_age": _into_carer("birth_year"),
    "carer_health": _into_carer("health"),
    "carer_occupation": _into_carer("occupation"),
    **{f"{parent}_name": _into_parent(parent, "name") for parent in ("father", "mother")},
    **{f"{parent}_workplace": _into_parent(parent, "workplace") for parent in ("father", "mother")},
    **{f"{parent}_phone": _phone_of(parent) for parent in ("father", "mother")},
    **{f"{parent}_whereabouts": _whereabouts(parent) for parent in ("father", "mother")},
}
