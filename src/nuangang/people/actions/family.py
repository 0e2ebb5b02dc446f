"""A child's relatives and carers, their numbers, the dated facts about parents, and groups."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from nuangang.audit.actions import record
from nuangang.lib.names import comparable, normal
from nuangang.lib.sealing import blind
from nuangang.people.actions.bundle import Bundle, as_text
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, ChildGroup, Contact, Kin, ParentFact, Relative
from nuangang.people.models.family import VALUES

ONE_OF_EACH = frozenset(
    {
        Kin.FATHER,
        Kin.MOTHER,
        Kin.PATERNAL_GRANDFATHER,
        Kin.PATERNAL_GRANDMOTHER,
        Kin.MATERNAL_GRANDFATHER,
        Kin.MATERNAL_GRANDMOTHER,
        Kin.SELF,
    }
)
Row = TypeVar("Row")


def set_relative(
    actor: Any,
    child: Child,
    kin: str,
    fields: Mapping[str, Any],
    *,
    relative: Relative | None = None,
    batch_id: UUID | None = None,
) -> Relative:
    """Put a relative on file, or change the one already there, and return the row.

    `kin` is of Kin. Without `relative` the row is found by kin (parents, grandparents) or by kin
    and name (everybody else); `fields` are names of Relative's columns.
    """
    return _apply(
        actor,
        child,
        lambda bundle: put_relative(bundle, child, kin, fields, relative=relative),
        "set_relative",
        batch_id,
        kin=str(kin),
    )


def set_contact(
    actor: Any,
    child: Child,
    number: str,
    *,
    relative: Relative | None = None,
    contact: Contact | None = None,
    fields: Mapping[str, Any] | None = None,
    batch_id: UUID | None = None,
) -> Contact:
    """Put a number on file, or change the one already there, and return the row.

    Without `contact` the row is found by number and relative. `number` is written as lib.phones
    gives it; `fields` may hold label, call_order (1 is called first) and may_call.
    """
    return _apply(
        actor,
        child,
        lambda bundle: put_contact(
            bundle, child, number, relative=relative, contact=contact, fields=fields or {}
        ),
        "set_contact",
        batch_id,
    )


def add_fact(
    actor: Any,
    child: Child,
    parent: str,
    kind: str,
    value: str,
    *,
    batch_id: UUID | None = None,
    **details: Any,
) -> ParentFact:
    """State a dated fact about a parent and return the row; see `put_fact` for `details`."""
    return _apply(
        actor,
        child,
        lambda bundle: put_fact(bundle, child, parent, kind, value, **details),
        "set_fact",
        batch_id,
        fact=f"{parent} {kind}",
    )


def correct_fact(actor: Any, child: Child, fact: ParentFact, fields: Mapping[str, Any]) -> None:
    """Mend a fact that was written down wrongly; what it said stays in the history."""
    _apply(
        actor,
        child,
        lambda bundle: bundle.alter(fact, child, dict(fields), fact_label(fact)),
        "corrected_fact",
    )


def set_group(
    actor: Any,
    child: Child,
    kind: str,
    *,
    group: ChildGroup | None = None,
    batch_id: UUID | None = None,
    **details: Any,
) -> ChildGroup:
    """Put a child into a recognised group (§2.2), or change the entry; kind is of ChildGroup.Kind.

    `details` are basis, since and until.
    """
    return _apply(
        actor,
        child,
        lambda bundle: put_group(bundle, child, kind, group=group, **details),
        "set_group",
        batch_id,
        group=str(kind),
    )


def drop_row(actor: Any, child: Child, row: Relative | Contact | ParentFact | ChildGroup) -> None:
    """Take a row off the file that should not be there; the history keeps it.

    A relative's numbers go with the relative.
    """
    if type(row)._base_manager.filter(school_id=row.school_id, pk=row.pk).exists():
        _apply(actor, child, lambda bundle: take_off(bundle, child, row), "dropped_row")


def put_relative(
    bundle: Bundle,
    child: Child,
    kin: str,
    fields: Mapping[str, Any],
    *,
    relative: Relative | None = None,
) -> Relative:
    """Take a relative up into the bundle; see `set_relative`."""
    values = {**fields, "kin": str(kin)}
    if "name" in values:
        values["name"] = normal(values["name"])
    there = relative or _same_relative(bundle, child, kin, values.get("name", ""))
    if there:
        bundle.alter(there, child, values, there.name or there.kin)
        return there
    made = Relative(child=child, school_id=bundle.school_id, **values)
    bundle.make(made, child, field="added", label=made.name or made.kin, after=made.kin)
    return made


def put_contact(
    bundle: Bundle,
    child: Child,
    number: str,
    *,
    relative: Relative | None = None,
    contact: Contact | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Contact:
    """Take a number up into the bundle; see `set_contact`."""
    index = blind(number, "phone", bundle.school_id)
    values = {**(fields or {}), "number": number, "number_index": index}
    there = contact or next(
        (c for c in bundle.known(child, Contact) if _same_number(c, index, relative)), None
    )
    label = values.get("label") or (relative.name or relative.kin if relative else "")
    if there:
        if relative is not None:
            values["relative"] = relative
        bundle.alter(there, child, values, label)
        return there
    values.setdefault("call_order", 1 + len(bundle.known(child, Contact)))
    made = Contact(child=child, relative=relative, school_id=bundle.school_id, **values)
    bundle.make(made, child, field="number", label=label, after=number)
    return made


def put_fact(
    bundle: Bundle,
    child: Child,
    parent: str,
    kind: str,
    value: str,
    *,
    since: date | None = None,
    until: date | None = None,
    source: str = ParentFact.Source.HAND,
    **details: Any,
) -> ParentFact:
    """Take a dated fact up into the bundle and return the row that states it.

    `parent`, `kind` and `value` are codes of ParentFact and of VALUES[kind] (ValueError for any
    other); `details` are place, place_code, distance and cause. The same value again only brings
    the open fact's details up to date. Another value closes the open fact the day before `since`;
    one that begins before the open fact is kept as what came before it. A change typed by hand
    without a day is taken as of today; of one in a roster nobody knows since when it is so.
    """
    value = VALUES[kind](value).value
    said = {name: text for name, text in details.items() if text not in ("", None)}
    there = _open_fact(bundle, child, parent, kind) if until is None else None
    if there and (there.value == value or there.since == (since or bundle.today)):
        said |= {"since": since} if since else {}
        bundle.alter(there, child, {"value": value, **said}, fact_label(there))
        return there
    since, until = _fitted(bundle, child, there, since, until, source)
    made = ParentFact(
        child=child, school_id=bundle.school_id, parent=str(parent), kind=str(kind),
        value=value, since=since, until=until, source=source, **said,
    )  # fmt: skip
    words = " ".join(filter(None, (value, as_text(since), said.get("place", ""))))
    bundle.make(made, child, field=str(kind), label=fact_label(made), after=words)
    return made


def put_group(
    bundle: Bundle, child: Child, kind: str, *, group: ChildGroup | None = None, **details: Any
) -> ChildGroup:
    """Take a group up into the bundle; see `set_group`."""
    there = group or next(
        (g for g in bundle.known(child, ChildGroup) if g.kind == kind and g.until is None), None
    )
    if there:
        bundle.alter(there, child, {"kind": str(kind), **details}, there.kind)
        return there
    made = ChildGroup(child=child, school_id=bundle.school_id, kind=str(kind), **details)
    bundle.make(made, child, field="group", label="", after=made.kind)
    return made


def take_off(bundle: Bundle, child: Child, row: Any) -> None:
    """Take a row, and a relative's numbers with it, off the file."""
    if isinstance(row, Relative):
        for contact in [c for c in bundle.known(child, Contact) if c.relative_id == row.pk]:
            bundle.drop(contact, child, row.name or row.kin, contact.number)
        bundle.drop(row, child, row.name or row.kin, row.kin)
    elif isinstance(row, Contact):
        bundle.drop(row, child, row.label, row.number)
    elif isinstance(row, ParentFact):
        bundle.drop(row, child, fact_label(row), row.value)
    else:
        bundle.drop(row, child, "", row.kind)


def fact_label(fact: ParentFact) -> str:
    """Return what a fact is about, in codes: 'father residence'."""
    return f"{fact.parent} {fact.kind}"


def _apply(
    actor: Any,
    child: Child,
    work: Callable[[Bundle], Row],
    verb: str,
    batch_id: UUID | None = None,
    **detail: Any,
) -> Row:
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id, batch_id=batch_id)
        row = work(bundle)
        if bundle.changes:
            bundle.write()
            refresh_files(child.school_id, [child], today=bundle.today)
            record(actor, verb, kind="child", object_id=child.pk, label=child.name, **detail)
    return row


def _same_relative(bundle: Bundle, child: Child, kin: str, name: str) -> Relative | None:
    same_kin = [r for r in bundle.known(child, Relative) if r.kin == kin]
    if kin in ONE_OF_EACH:
        return same_kin[0] if same_kin else None
    wanted = comparable(name)
    return next((r for r in same_kin if comparable(r.name) == wanted), None)


def _same_number(contact: Contact, index: str, relative: Relative | None) -> bool:
    if contact.number_index != index:
        return False
    return relative is None or contact.relative_id in (None, relative.pk)


def _open_fact(bundle: Bundle, child: Child, parent: str, kind: str) -> ParentFact | None:
    facts = [f for f in bundle.known(child, ParentFact) if f.parent == parent and f.kind == kind]
    return next((f for f in facts if f.until is None), None)


def _fitted(
    bundle: Bundle,
    child: Child,
    there: ParentFact | None,
    since: date | None,
    until: date | None,
    source: str,
) -> tuple[date | None, date | None]:
    """Make room for a new fact beside the open one: one of the two ends the day before the other."""
    if there is None:
        return since, until
    begins = since or bundle.today
    if there.since and begins < there.since:
        return since, there.since - timedelta(days=1)
    bundle.alter(there, child, {"until": begins - timedelta(days=1)}, fact_label(there))
    return (None if since is None and source == ParentFact.Source.ROSTER else begins), None
