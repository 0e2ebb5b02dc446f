"""Which care records count for which duties: read in one statement, then plain sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuangang.care.models import CareRecord, CareRule, Duty
from nuangang.care.subjects import ChildHere, Subject, concerns


class Evidence(NamedTuple):
    """What of a care record decides on the duties it counts for."""

    id: UUID
    child: ChildHere
    kind: str
    staff_id: UUID
    happened_on: date
    recorded_at: datetime


@dataclass
class Tally:
    """What is done of one duty in its period, and when it was last done by whom."""

    records: int = 0
    children: set[UUID] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    last_on: date | None = None
    last_by: UUID | None = None

    def add(self, found: Evidence) -> None:
        """Count one record."""
        self.records += 1
        self.children.add(found.child.id)
        self.days.add(found.happened_on)
        if self.last_on is None or found.happened_on >= self.last_on:
            self.last_on, self.last_by = found.happened_on, found.staff_id

    def done(self, rule: CareRule) -> int:
        """Return how much that is, counted as the rule counts."""
        match rule.counting:
            case CareRule.Counting.CHILDREN:
                return len(self.children)
            case CareRule.Counting.DAYS:
                return len(self.days)
        return self.records


@dataclass(frozen=True)
class Slot:
    """One period of one duty that records can fill; `known_by` leaves out what was told later."""

    key: Any
    rule: CareRule
    subject: Subject
    begins: date
    ends: date
    known_by: datetime | None = None

    def takes(self, item: Evidence) -> bool:
        """Say whether `item` falls into this period and was known in time."""
        if self.known_by and item.recorded_at > self.known_by:
            return False
        return self.begins <= item.happened_on <= self.ends


def subject_of(duty: Duty) -> Subject:
    """Return whom `duty` is for."""
    adult = duty.staff_id if duty.rule.owed == CareRule.Owed.PER_ADULT else None
    return Subject(duty.child_id, duty.klass_id, adult)


def slot_of(duty: Duty) -> Slot:
    """Return the present period of `duty`, its key being the duty's id."""
    return Slot(duty.pk, duty.rule, subject_of(duty), duty.begins, duty.ends)


def standing_records(school_id: UUID | None) -> QuerySet[CareRecord]:
    """Return the records of a school that no later row corrects or withdraws."""
    return CareRecord.objects.filter(stands(school_id), school_id=school_id)


def stands(school_id: UUID | None) -> Q:
    """Return the condition for a record that no later row corrects or withdraws."""
    later = CareRecord.objects.filter(school_id=school_id, supersedes=OuterRef("pk"))
    return Q(withdrawn=False) & ~Q(Exists(later))


_COLUMNS = (
    "id",
    "child_id",
    "child__klass_id",
    "child__klass__entry_year",
    "child__left_behind",
    "child__boarding",
    "child__special_needs",
    "kind",
    "staff_id",
    "happened_on",
    "recorded_at",
    "supersedes__recorded_at",
)


def as_evidence(row: tuple[Any, ...]) -> Evidence:
    """Return a row of the columns above as evidence, known since it was first told."""
    kind, staff_id, happened_on, told, first_told = row[7:]
    child = ChildHere(*row[1:7])
    return Evidence(row[0], child, kind, staff_id, happened_on, first_told or told)


def evidence_for(
    school_id: UUID, slots: Iterable[Slot], within: Q | None = None, *, also: Iterable[UUID] = ()
) -> list[Evidence]:
    """Return what can count for `slots`, oldest first, in one statement.

    `within` narrows the records to those that can have changed something; records with the ids in
    `also` come along whatever they are.
    """
    since: dict[str, date] = {}
    for slot in slots:
        for kind in slot.rule.proofs:
            since[kind] = min(since.get(kind, slot.begins), slot.begins)
    wanted = Q(pk__in=[])
    for kind, begins in since.items():
        wanted |= Q(kind=kind, happened_on__gte=begins)
    counting = Q(wanted, within or Q(), stands(school_id), could_not="")
    rows = CareRecord.objects.filter(counting | Q(pk__in=list(also)), school_id=school_id)
    return [as_evidence(row) for row in rows.order_by("recorded_at").values_list(*_COLUMNS)]


def tallies(slots: Iterable[Slot], found: Iterable[Evidence]) -> dict[Any, Tally]:
    """Return per slot's key what of `found` counts for it."""
    result: dict[Any, Tally] = {}
    index: dict[tuple, list[Slot]] = defaultdict(list)
    for slot in slots:
        result[slot.key] = Tally()
        for kind in slot.rule.proofs:
            index[kind, *slot.subject].append(slot)
    for item in found:
        for slot in _slots_for(index, item):
            if slot.takes(item):
                result[slot.key].add(item)
    return result


def _slots_for(index: dict[tuple, list[Slot]], item: Evidence) -> Iterable[Slot]:
    child = item.child
    yield from index.get((item.kind, *Subject(child_id=child.id)), ())
    shared = [Subject(adult_id=item.staff_id), Subject()]
    if child.klass_id:
        shared.append(Subject(klass_id=child.klass_id))
    for subject in shared:
        for slot in index.get((item.kind, *subject), ()):
            if concerns(slot.rule, child, tied=child.left_behind == "unknown"):
                yield slot
