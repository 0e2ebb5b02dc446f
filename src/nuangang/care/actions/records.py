"""Recording what was done for a child, and mending what was recorded."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.care.actions.counting import Touched, count_anew, count_in
from nuangang.care.actions.photos import remove_photos_without_record
from nuangang.care.evidence import Evidence, Slot, evidence_for, slot_of, standing_records
from nuangang.care.models import CareRecord, Duty, Kind
from nuangang.care.subjects import ChildHere
from nuangang.lib.ids import new_id
from nuangang.lib.inserts import insert_each
from nuangang.people.actions.touching import touch_classes
from nuangang.people.models import Child, Contact
from nuangang.terms.calendar import school_day_now

CALLS = {Kind.PARENT_CALL, Kind.CARER_CALL, Kind.CHILD_CALL}
UNREACHED = {CareRecord.CouldNot.NO_ANSWER, CareRecord.CouldNot.NUMBER_WRONG}
_KEPT = (
    "kind",
    "staff_id",
    "happened_on",
    "could_not",
    "aspects",
    "mood",
    "words",
    "with_whom",
    "follow_up_on",
    "together",
)


class NotYetError(ValueError):
    """Something is said to have happened on a day that is still to come."""


@transaction.atomic
def record_care(
    actor: Any,
    children: Sequence[Child],
    *,
    kind: str,
    happened_on: date,
    ids: Sequence[UUID] | None = None,
    could_not: str = "",
    aspects: Sequence[str] = (),
    mood: str = "",
    words: str = "",
    with_whom: str = "",
    follow_up_on: date | None = None,
    staff: UUID | None = None,
    together: UUID | None = None,
    phone_at: datetime | None = None,
    now: datetime | None = None,
) -> list[CareRecord]:
    """Record one kind of care for several children at once; return the records.

    `ids`, one per child, are made by whoever fills in the form: sending it twice makes one record.
    `staff` is who did it, the actor unless told; `phone_at` when a phone without a network kept it. With `could_not`, a reason, the attempt is kept
    and meets no duty. What happened in a frozen period is marked late and changes no result.
    `children` are the actor's to record for (guards.children_to_record). Raises NotYetError.
    """
    now = now or timezone.now()
    if happened_on > school_day_now(now):
        raise NotYetError
    ids = list(ids or [new_id() for _child in children])
    staff_id = staff or actor.staff_id
    touched = Touched(actor.school_id, children, [staff_id])
    duties = [] if could_not else touched.duties([kind])
    slots = [slot_of(duty) for duty in duties]
    known = evidence_for(actor.school_id, slots, touched.within(duties), also=ids)
    sent = {item.id for item in known} & set(ids)
    said = {
        "kind": kind,
        "staff_id": staff_id,
        "happened_on": happened_on,
        "could_not": could_not,
        "aspects": list(aspects),
        "mood": mood,
        "words": words,
        "with_whom": with_whom,
        "follow_up_on": follow_up_on,
        "together": together,
        "phone_at": phone_at,
    }
    fresh = [
        _row(actor, pk, child, now, said, late_for=_late_for(duties, child, happened_on))
        for pk, child in zip(ids, children, strict=True)
        if pk not in sent
    ]
    if fresh:
        insert_each(fresh, ignore_conflicts=True)
        if duties and not sent:
            count_in(duties, known, _as_evidence(actor, slots, fresh))
        elif duties:
            count_anew(touched, duties)
        touch_classes(actor.school_id, [child.klass_id for child in children])
        _tell(actor, touched, fresh)
    return [*_already(actor, sent), *fresh]


def _row(
    actor: Any, pk: UUID, child: Child, now: datetime, said: dict[str, Any], **more: Any
) -> CareRecord:
    return CareRecord(
        id=pk,
        school_id=actor.school_id,
        child=child,
        recorded_by_id=actor.staff_id,
        recorded_at=now,
        **said,
        **more,
    )


def _already(actor: Any, sent: set[UUID]) -> list[CareRecord]:
    rows = CareRecord.objects.filter(school_id=actor.school_id, pk__in=sent)
    return list(rows) if sent else []


def _tell(actor: Any, touched: Touched, fresh: list[CareRecord]) -> None:
    """Leave a trace: with the number that was called, and in the audit."""
    first = fresh[0]
    if first.kind in CALLS and first.with_whom:
        _note_call(touched, first)
    record(
        actor,
        "recorded",
        kind="care_record",
        object_id=first.pk,
        label=first.child.name if len(fresh) == 1 else "",
        what=first.kind,
        children=[str(item.child_id) for item in fresh],
    )


def _late_for(duties: Iterable[Duty], child: Child, day: date) -> date | None:
    """Return the last day of the frozen period that this comes too late for."""
    frozen = [d.frozen_through for d in duties if d.child_id == child.pk and d.frozen_through]
    return max((end for end in frozen if day <= end), default=None)


def _as_evidence(actor: Any, slots: list[Slot], fresh: list[CareRecord]) -> list[Evidence]:
    """Return what was just written as evidence; a shared duty needs to know the children well."""
    if any(not slot.subject.child_id for slot in slots):
        return evidence_for(actor.school_id, [], also=[item.pk for item in fresh], like=slots)
    return [
        Evidence(
            item.pk,
            _barely(item.child),
            item.kind,
            item.staff_id,
            item.happened_on,
            item.recorded_at,
        )
        for item in fresh
    ]


def _barely(child: Child) -> ChildHere:
    return ChildHere(child.pk, child.klass_id, None, child.left_behind, None, False)


def _note_call(touched: Touched, call: CareRecord) -> None:
    """Keep with the number whether somebody answered, for the calling order."""
    numbers = Contact.objects.filter(
        school_id=touched.school_id,
        child_id__in=touched.child_ids,
        relative__kin=call.with_whom,
    )
    if not call.could_not:
        numbers.update(last_reached_on=call.happened_on, failed_calls=0)
    elif call.could_not in UNREACHED:
        numbers.update(failed_calls=F("failed_calls") + 1)


def correct_record(
    actor: Any, item: CareRecord, *, reason: str, now: datetime | None = None, **changes: Any
) -> CareRecord:
    """Put a corrected row in place of `item`; both stay, the later one counts.

    `changes` are columns of the record, as in record_care. Correcting again what was corrected
    meanwhile returns the row that stands.
    """
    kept = {name: getattr(item, name) for name in _KEPT}
    made = _supersede(actor, [item], reason, now or timezone.now(), **{**kept, **changes})
    return made[0] if made else last_version(item)


def withdraw_record(
    actor: Any, item: CareRecord, *, reason: str, now: datetime | None = None
) -> None:
    """Take `item` back; the row stays, marked as withdrawn, and meets no duty any more."""
    withdraw_records(actor, [item], reason=reason, now=now)


def withdraw_records(
    actor: Any, items: Sequence[CareRecord], *, reason: str, now: datetime | None = None
) -> None:
    """Take several records back at once, as when a batch is undone."""
    _supersede(actor, items, reason, now or timezone.now(), withdrawn=True)


@transaction.atomic
def _supersede(
    actor: Any, items: Sequence[CareRecord], reason: str, now: datetime, **columns: Any
) -> list[CareRecord]:
    ids = [item.pk for item in items]
    rows = standing_records(actor.school_id).filter(pk__in=ids).select_related("child")
    standing = list(rows)
    if not standing:
        return []
    made = [_successor(actor, item, reason, now, columns) for item in standing]
    kinds = {row.kind for row in (*standing, *made)}
    people = {row.staff_id for row in (*standing, *made)}
    touched = Touched(actor.school_id, [item.child for item in standing], list(people))
    duties = touched.duties(list(kinds))
    CareRecord.objects.bulk_create(made, ignore_conflicts=True)
    count_anew(touched, duties)
    touch_classes(actor.school_id, [item.child.klass_id for item in standing])
    verb = "withdrawn" if made[0].withdrawn else "corrected"
    if verb == "withdrawn":
        remove_photos_without_record(actor, standing, now=now)
    for item in standing:
        record(actor, verb, kind="care_record", object_id=item.pk, label=item.child.name)
    return made


def _successor(
    actor: Any, item: CareRecord, reason: str, now: datetime, columns: dict[str, Any]
) -> CareRecord:
    kept = {name: getattr(item, name) for name in (*_KEPT, "late_for", "phone_at")}
    return CareRecord(
        school_id=item.school_id,
        child=item.child,
        recorded_by_id=actor.staff_id,
        recorded_at=now,
        supersedes=item,
        reason=reason,
        **{**kept, **columns},
    )


def last_version(item: CareRecord) -> CareRecord:
    """Return the last of the rows that correct `item`."""
    rows = CareRecord.objects.filter(school_id=item.school_id)
    while later := rows.filter(supersedes=item).first():
        item = later
    return item
