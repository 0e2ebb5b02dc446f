"""One form's worth about one person of a child's family, and the order of calling."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nuangang.audit.actions import record
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.family import (
    fact_label,
    put_contact,
    put_fact,
    put_relative,
    take_off,
)
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, Contact, Relative

Facts = Mapping[str, Mapping[str, Any]]


def set_parent(
    actor: Any,
    child: Child,
    parent: str,
    *,
    person: Mapping[str, Any],
    phone: str,
    facts: Facts,
) -> Relative:
    """Write down all that was said about one parent at once and return the relative's row.

    `parent` is father or mother; `facts` maps a kind of ParentFact to its value, since, place …,
    and says nothing about kinds whose value is empty. An empty `phone` takes the number off.
    """
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        relative = put_person(bundle, child, parent, person, phone)
        for kind, said in facts.items():
            if said.get("value"):
                fact = put_fact(bundle, child, parent, kind, **said)
                details = {n: v for n, v in said.items() if n not in ("value", "since", "until")}
                bundle.alter(fact, child, details, fact_label(fact))
        _finish(bundle, child, "set_parent", parent)
    return relative


def set_person(
    actor: Any,
    child: Child,
    kin: str,
    *,
    person: Mapping[str, Any],
    phone: str,
    relative: Relative | None = None,
) -> Relative:
    """Write down all that was said about a relative or carer and return the row."""
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        row = put_person(bundle, child, kin, person, phone, relative=relative)
        _finish(bundle, child, "set_relative", kin)
    return row


def put_person(
    bundle: Bundle,
    child: Child,
    kin: str,
    person: Mapping[str, Any],
    phone: str,
    *,
    relative: Relative | None = None,
) -> Relative:
    """Take a relative with the first of their numbers up into the bundle."""
    row = put_relative(bundle, child, kin, person, relative=relative)
    numbers = [c for c in bundle.known(child, Contact) if c.relative_id == row.pk]
    first = min(numbers, key=lambda c: c.call_order, default=None)
    if phone and not any(c.number == phone for c in numbers):
        put_contact(bundle, child, phone, relative=row, contact=first)
    elif not phone and first:
        take_off(bundle, child, first)
    return row


def move_contact(actor: Any, child: Child, contact: Contact, *, up: bool) -> None:
    """Let a number be called one place earlier or later; the places become 1, 2, 3 … (R94)."""
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        order = sorted(bundle.known(child, Contact), key=lambda c: (c.call_order, c.pk))
        place = next(i for i, c in enumerate(order) if c.pk == contact.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        for number, row in enumerate(order, start=1):
            bundle.alter(row, child, {"call_order": number}, row.label)
        _finish(bundle, child, "ordered_calls", "")


def _finish(bundle: Bundle, child: Child, verb: str, kin: str) -> None:
    if bundle.changes:
        bundle.write()
        refresh_files(child.school_id, [child], today=bundle.today)
        detail = {"kin": str(kin)} if kin else {}
        record(bundle.actor, verb, kind="child", object_id=child.pk, label=child.name, **detail)
