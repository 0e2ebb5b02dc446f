"""Which care records count for which duties: read in one statement, then plain sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuangang.care.models import CareRecord, CareRule, Duty, SharedRecord
from nuangang.care.subjects import (
    CHILD_COLUMNS,
    GROUPED,
    ChildHere,
    Subject,
    concerns,
    groups_on,
)
from nuangang.lib.prepared import Prepared, many


class Evidence(NamedTuple):
    """What of a record decides on the duties it counts for; `child` is None of what was shared."""

    id: UUID
    child: ChildHere | None
    kind: str
    staff_id: UUID
    happened_on: date
    recorded_at: datetime
    klass_id: UUID | None = None
    group: str = ""


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
        if found.child:
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
    return Subject(duty.child_id, duty.klass_id, adult, duty.group)


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


_CHILD = tuple(f"child__{name}" if name != "id" else "child_id" for name in CHILD_COLUMNS)
_COLUMNS = (
    "id", "kind", "staff_id", "happened_on", "recorded_at", "supersedes__recorded_at", *_CHILD,
)  # fmt: skip


def as_evidence(row: tuple[Any, ...]) -> Evidence:
    """Return a row of the columns above as evidence, known since it was first told."""
    pk, kind, staff_id, happened_on, told, first_told = row[:6]
    return Evidence(pk, ChildHere(*row[6:]), kind, staff_id, happened_on, first_told or told)


class Within(NamedTuple):
    """Whose records can have changed something: of these children, classes, or made by these."""

    children: list[UUID]
    classes: list[UUID]
    adults: list[UUID]


def condition(within: Within | None) -> Q:
    """Return the condition for records within; every record fulfils None."""
    if within is None:
        return Q()
    found = Q(child_id__in=within.children)
    if within.classes:
        found |= Q(child__klass_id__in=within.classes)
    if within.adults:
        found |= Q(staff_id__in=within.adults)
    return found


def evidence_for(
    school_id: UUID,
    slots: Iterable[Slot],
    within: Within | None = None,
    *,
    also: Iterable[UUID] = (),
    like: Iterable[Slot] = (),
) -> list[Evidence]:
    """Return what can count for `slots`, oldest first, in one statement for the children's own.

    `within` narrows the records to those that can have changed something; records with the ids in
    `also` come along whatever they are, with what slots such as those in `like` ask of a child. What was done with a class or the whole school takes a
    second statement, the groups of children a third, each only where a slot asks for it.
    """
    slots = list(slots)
    found = [as_evidence(row) for row in _told(school_id, _since(slots), within, list(also))]
    shared = _since([slot for slot in slots if not slot.subject.child_id])
    found = with_groups(school_id, [*slots, *like], found)
    return found + (_shared(school_id, shared) if shared else [])


def _since(slots: Iterable[Slot]) -> dict[str, date]:
    since: dict[str, date] = {}
    for slot in slots:
        for kind in slot.rule.proofs:
            since[kind] = min(since.get(kind, slot.begins), slot.begins)
    return since


def _told(
    school_id: UUID, since: dict[str, date], within: Within | None, also: list[UUID]
) -> Iterable[tuple[Any, ...]]:
    asked: dict[str, Any] = {"school": school_id, "also": also}
    for number, (kind, begins) in enumerate(since.items()):
        asked |= {f"kind{number}": kind, f"since{number}": begins}
    if within is None or not also:
        return _records(within, **asked).values_list(*_COLUMNS)
    narrowed = {name: ids for name, ids in within._asdict().items() if ids}
    return _prepared(len(since), *narrowed).tuples(**asked, **narrowed)


def _records(within: Within | None, school: UUID, also: Any, **since: Any) -> QuerySet[CareRecord]:
    wanted = Q(pk__in=[])
    for number in range(len(since) // 2):
        begins = since[f"since{number}"]
        wanted |= Q(kind=since[f"kind{number}"], happened_on__gte=begins)
    counting = Q(wanted, condition(within), stands(school), could_not="")
    rows = CareRecord.objects.filter(counting | Q(pk__in=also), school_id=school)
    return rows.order_by("recorded_at")


@cache
def _prepared(kinds: int, *narrowed: str) -> Prepared:
    """Return the statement for so many kinds, narrowed by these parts of Within."""

    def build(**given: Any) -> QuerySet[CareRecord, Any]:
        within = Within(*(given.pop(name, []) for name in Within._fields))
        return _records(within, **given).values(*_COLUMNS)

    since: dict[str, Any] = {f"kind{n}": str for n in range(kinds)}
    since |= {f"since{n}": date for n in range(kinds)}
    ids: dict[str, Any] = dict.fromkeys((*narrowed, "also"), many(60))
    return Prepared(build, loose=narrowed, school=UUID, **since, **ids)


def with_groups(school_id: UUID, slots: Iterable[Slot], found: list[Evidence]) -> list[Evidence]:
    """Return `found` with the groups of the children filled in, where a shared slot asks for them."""
    slots = list(slots)
    asks = any(s.rule.children.get("groups") for s in slots if not s.subject.child_id)
    if not asks or not found:
        return found
    children = {item.child.id for item in found if item.child}
    groups = groups_on(school_id, max(slot.begins for slot in slots), children)
    return [
        item._replace(child=item.child._replace(groups=groups.get(item.child.id, frozenset())))
        if item.child
        else item
        for item in found
    ]


def shared_records(school_id: UUID) -> QuerySet[SharedRecord]:
    """Return what was done with several together and has not been taken back."""
    later = SharedRecord.objects.filter(school_id=school_id, supersedes=OuterRef("pk"))
    return SharedRecord.objects.filter(~Exists(later), school_id=school_id, withdrawn=False)


def _shared(school_id: UUID, since: dict[str, date]) -> list[Evidence]:
    wanted = Q(pk__in=[])
    for kind, begins in since.items():
        wanted |= Q(kind=kind, happened_on__gte=begins)
    names = ("id", "kind", "staff_id", "happened_on", "recorded_at", "klass_id", "group")
    rows = shared_records(school_id).filter(wanted).order_by("recorded_at").values_list(*names)
    return [Evidence(row[0], None, *row[1:]) for row in rows]


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
    if child is None:
        for subject in _subjects_shared(item):
            yield from index.get((item.kind, *subject), ())
        return
    yield from index.get((item.kind, *Subject(child_id=child.id)), ())
    shared = [Subject(adult_id=item.staff_id), Subject()]
    if child.klass_id:
        shared.append(Subject(klass_id=child.klass_id))
    shared += [Subject(group=group) for by in GROUPED.values() if (group := child.group(by))]
    for subject in shared:
        for slot in index.get((item.kind, *subject), ()):
            if concerns(slot.rule, child, slot.begins, tied=child.left_behind == "unknown"):
                yield slot


def _subjects_shared(item: Evidence) -> Iterable[Subject]:
    """Yield for whom something done with several counts: whoever did it, those it was for, the school."""
    yield Subject(adult_id=item.staff_id)
    yield Subject()
    if item.klass_id:
        yield Subject(klass_id=item.klass_id)
    if item.group:
        yield Subject(group=item.group)
