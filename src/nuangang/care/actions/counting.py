"""Keeping what the duties say is done in step with the records, inside one transaction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nuangang.care.evidence import (
    Evidence,
    Within,
    condition,
    evidence_for,
    shared_records,
    slot_of,
    standing_records,
    subject_of,
    tallies,
)
from nuangang.care.models import CareRule, Duty
from nuangang.care.subjects import GROUPED
from nuangang.lib.prepared import Prepared, many
from nuangang.lib.updates import update_each
from nuangang.people.models import Child

_DONE = ("done", "last_done_on", "last_done_by")


@dataclass(frozen=True)
class Touched:
    """Whom a change of records touches: children, their classes, and the staff named in it."""

    school_id: UUID
    children: Collection[Child]
    staff: Collection[UUID]

    @property
    def child_ids(self) -> list[UUID]:
        """Return the children's ids."""
        return [child.pk for child in self.children]

    @property
    def class_ids(self) -> list[UUID]:
        """Return the ids of the children's classes."""
        return [child.klass_id for child in self.children if child.klass_id]

    def duties(self, kinds: Collection[str]) -> list[Duty]:
        """Lock and return the standing duties that records of `kinds` can count for.

        Locking them in one order keeps two people who record at once from losing a count, and
        from waiting for each other.
        """
        asked: dict[str, Any] = {
            "school": self.school_id,
            "children": self.child_ids,
            "classes": self.class_ids,
            "staff": list(self.staff),
        }
        rows = _COUNTABLE.objects(**asked) if all(asked.values()) else _countable(**asked)
        return [duty for duty in rows if set(kinds) & set(duty.rule.proofs)]

    def within(self, duties: Iterable[Duty]) -> Within | None:
        """Return what narrows the records to those that `duties` are counted from; None: nothing."""
        subjects = [subject_of(duty) for duty in duties]
        if any(subject.group or not any(subject) for subject in subjects):
            return None
        classes = {subject.klass_id for subject in subjects if subject.klass_id}
        adults = {subject.adult_id for subject in subjects if subject.adult_id}
        return Within(self.child_ids, list(classes), list(adults))


def _countable(school: UUID, children: Any, classes: Any, staff: Any) -> QuerySet[Duty]:
    shared = Q(klass_id__in=classes) | Q(staff_id__in=staff, klass__isnull=True)
    whole = Q(rule__owed__in=[CareRule.Owed.PER_SCHOOL, *GROUPED])
    standing = Duty.objects.filter(school_id=school, closed_on__isnull=True)
    # A union of two, each by its index: an OR would read the duties of the whole school.
    theirs = standing.filter(child_id__in=children).values("pk")
    others = standing.filter(shared | whole, child__isnull=True).values("pk")
    rows = standing.filter(pk__in=theirs.union(others, all=True)).select_related("rule")
    return rows.select_for_update(of=("self",)).order_by("pk")


_COUNTABLE = Prepared(_countable, school=UUID, children=many(60), classes=many(60), staff=many(4))


def count_in(duties: list[Duty], known: Iterable[Evidence], fresh: Iterable[Evidence]) -> None:
    """Count `fresh` records beside the `known` ones, and let the duties remember the latest."""
    fresh = sorted(fresh, key=lambda item: item.happened_on)
    counted = tallies([slot_of(duty) for duty in duties], [*known, *fresh])
    latest = {item.child.id: item for item in fresh if item.child}
    for duty in duties:
        duty.done = counted[duty.pk].done(duty.rule)
        mine = latest.get(duty.child_id) if duty.child_id else fresh[-1]
        if mine and (duty.last_done_on is None or duty.last_done_on <= mine.happened_on):
            duty.last_done_on, duty.last_done_by_id = mine.happened_on, mine.staff_id
    update_each(Duty, duties, _DONE)


def count_anew(touched: Touched, duties: list[Duty]) -> None:
    """Count from the records alone, after one was corrected or withdrawn."""
    if not duties:
        return
    slots = [slot_of(duty) for duty in duties]
    within = touched.within(duties)
    counted = tallies(slots, evidence_for(touched.school_id, slots, within))
    last = _last_done(touched, duties, within)
    for duty in duties:
        duty.done = counted[duty.pk].done(duty.rule)
        duty.last_done_on, duty.last_done_by_id = last.get(duty.pk, (None, None))
    update_each(Duty, duties, _DONE)


def _last_done(
    touched: Touched, duties: list[Duty], within: Within | None
) -> dict[UUID, tuple[date, UUID]]:
    kinds = {kind for duty in duties for kind in duty.rule.proofs}
    rows = standing_records(touched.school_id).filter(
        condition(within), kind__in=kinds, could_not=""
    )
    columns = ("kind", "child_id", "child__klass_id", "staff_id", "happened_on")
    told = [*rows.values_list(*columns)]
    if any(duty.child_id is None for duty in duties):
        told += _last_shared(touched.school_id, kinds)
    found: dict[UUID, tuple[date, UUID]] = {}
    for kind, child, klass, staff, day in sorted(told, key=lambda row: row[-1]):
        for duty in duties:
            theirs = (duty.child_id, duty.klass_id, subject_of(duty).adult_id)
            if kind in duty.rule.proofs and _fits(theirs, (child, klass, staff)):
                found[duty.pk] = (day, staff)
    return found


def _last_shared(school_id: UUID, kinds: Collection[str]) -> list[tuple]:
    rows = shared_records(school_id).filter(kind__in=kinds)
    names = ("kind", "klass_id", "staff_id", "happened_on")
    return [(kind, None, *more) for kind, *more in rows.values_list(*names)]


def _fits(wanted: tuple, given: tuple) -> bool:
    return all(mine is None or mine == theirs for mine, theirs in zip(wanted, given, strict=True))


def recount(school_id: UUID, duties: Collection[Duty]) -> None:
    """Count shared duties from all records there are for them."""
    slots = [slot_of(duty) for duty in duties]
    if not slots:
        return
    counted = tallies(slots, evidence_for(school_id, slots))
    kinds = {kind for duty in duties for kind in duty.rule.proofs}
    last = {
        row[1:3]: row[3:] for row in sorted(_last_shared_by(school_id, kinds), key=lambda r: r[-2])
    }
    for duty in duties:
        tally = counted[duty.pk]
        duty.done = tally.done(duty.rule)
        before = last.get((duty.klass_id, duty.group), (None, None))
        duty.last_done_on, duty.last_done_by_id = (
            (tally.last_on, tally.last_by) if tally.last_on else before
        )
    update_each(Duty, duties, _DONE)


def _last_shared_by(school_id: UUID, kinds: Collection[str]) -> list[tuple]:
    names = ("kind", "klass_id", "group", "happened_on", "staff_id")
    return list(shared_records(school_id).filter(kind__in=kinds).values_list(*names))
