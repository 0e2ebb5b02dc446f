"""Opening, changing, closing a child's file."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib.names import normal
from nuangang.lib.sealing import blind
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.ties import end_ties
from nuangang.people.models import Change, Child, SchoolClass, Tie

LATELY = timedelta(days=30)
_MACHINE = {
    "id", "school", "person", "search", "id_index", "roll_index", "left_behind", "left_behind_as_of", "pause",
    "came_with",
}  # fmt: skip
FIELDS = frozenset(
    f.name
    for f in Child._meta.concrete_fields
    if f.name not in _MACHINE | {"gaps", "photo", "made_at", "consents", "anonymised_on"}
)


def open_file(
    actor: Any, school: School, fields: Mapping[str, Any], *, batch_id: UUID | None = None
) -> Child:
    """Open a child's file and return it; with an `id` among the fields, twice makes one.

    `fields` are names of `FIELDS`; raises TypeError for any other.
    """
    with transaction.atomic():
        if given := fields.get("id"):
            there = Child.objects.filter(school_id=school.pk, pk=given).first()
            if there:
                return there
        bundle = Bundle(actor, school, batch_id=batch_id)
        child = new_file(bundle, fields)
        bundle.write()
        refresh_files(school, [child], today=bundle.today)
        record(actor, "opened_file", kind="child", object_id=child.pk, label=child.name)
    return child


def change_file(
    actor: Any,
    child: Child,
    fields: Mapping[str, Any],
    *,
    reason: str = "",
    batch_id: UUID | None = None,
) -> list[Change]:
    """Change fields of a file; return a history line for each that differs, none when none does."""
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id, batch_id=batch_id, reason=reason)
        lines = put_file(bundle, child, fields)
        if lines:
            bundle.write()
            refresh_files(child.school_id, [child], today=bundle.today)
            fields_changed = [line.field for line in lines]
            _record(actor, "changed_file", child, fields=fields_changed)
    return lines


def close_file(actor: Any, child: Child, *, on: date, reason: str, place: str = "") -> list[Change]:
    """Close the file of a child who is gone from `on`; whoever cared for them is released then.

    `reason` is of Child.LeaveReason, `place` where they went. The file stays; `reopen_file` takes
    the child back.
    """
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        gone = {"left_on": on, "leave_reason": reason, "leave_place": place}
        lines = put_file(bundle, child, gone)
        if lines:
            bundle.write()
            open_ties = Tie.objects.filter(
                school_id=child.school_id, child_id=child.pk, until__isnull=True
            )
            end_ties(actor, list(open_ties), until=on, reason=Tie.EndReason.CHILD_LEFT)
            refresh_files(child.school_id, [child], today=bundle.today)
            _record(actor, "closed_file", child, reason=reason)
    return lines


def reopen_file(actor: Any, child: Child) -> list[Change]:
    """Take a child back whose file was closed.

    Closed by mistake lately, its pair goes on as if nothing had been; after longer an agent parent
    must be found anew.
    """
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        if child.left_on and child.left_on > bundle.today - LATELY:
            _hold_again(child, child.left_on)
        lines = put_file(bundle, child, {"left_on": None, "leave_reason": "", "leave_place": ""})
        if lines:
            bundle.write()
            refresh_files(child.school_id, [child], today=bundle.today)
            _record(actor, "reopened_file", child)
    return lines


def _hold_again(child: Child, on: date) -> None:
    """Let the ties that ended with the closing hold again, unless somebody else took over."""
    own = {"school_id": child.school_id, "child_id": child.pk}
    again = Tie.objects.filter(**own, capacity=OuterRef("capacity"), until__isnull=True)
    closed = Tie.objects.filter(
        ~Exists(again), **own, until=on, end_reason=Tie.EndReason.CHILD_LEFT,
        adult__until__isnull=True,
    )  # fmt: skip
    free = list(closed.values_list("pk", flat=True))
    Tie.objects.filter(school_id=child.school_id, pk__in=free).update(until=None, end_reason="")


def verify_file(actor: Any, child: Child) -> list[Change]:
    """Say that the file was gone through with the child today and is right (§7.5)."""
    with transaction.atomic():
        bundle = Bundle(actor, child.school_id)
        by = bundle.alter(child, child, {"verified_by_id": actor.staff_id}, "")
        lines = bundle.alter(child, child, {"verified_on": bundle.today}, "")
        if lines or by:
            bundle.write()
            _record(actor, "verified_file", child)
    return lines


def new_file(bundle: Bundle, fields: Mapping[str, Any]) -> Child:
    """Take a new file up into the bundle; for rosters, which write hundreds at once."""
    values = _prepared(bundle, fields)
    given = {"id": values.pop("id")} if values.get("id") else {}
    child = Child(school_id=bundle.school_id, **given, **values)
    bundle.make(child, child, field="opened", label="", after=child.name)
    return child


def put_file(bundle: Bundle, child: Child, fields: Mapping[str, Any]) -> list[Change]:
    """Take changes of a file up into the bundle; return the history lines."""
    return bundle.alter(child, child, _prepared(bundle, fields), "")


def _prepared(bundle: Bundle, fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if klass_id := values.pop("klass_id", None):
        values["klass"] = SchoolClass.objects.get(school_id=bundle.school_id, pk=klass_id)
    if unknown := values.keys() - FIELDS - {"id"}:
        raise TypeError(f"no fields of a file: {', '.join(sorted(unknown))}")
    for name in ("name", "former_name"):
        if name in values:
            values[name] = normal(values[name])
    if "id_number" in values:
        values["id_number"] = (values["id_number"] or "").strip().upper()
        values["id_index"] = blind(values["id_number"], "id", bundle.school_id)
    if "roll_number" in values:
        roll = (values["roll_number"] or "").strip().upper()
        values["roll_index"] = blind(roll, "roll", bundle.school_id)
    return values


def _record(actor: Any, verb: str, child: Child, **detail: Any) -> None:
    record(actor, verb, kind="child", object_id=child.pk, label=child.name, **detail)
