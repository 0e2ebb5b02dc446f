"""Tying children to the grown-ups who care for them, and ending it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, Staff, Tie
from nuangang.people.vetting import refuse_unvetted

AT_ONCE = 500


def tie(
    actor: Any,
    child: Child,
    adult: Staff,
    *,
    since: date,
    why: Sequence[Any] = (),
    capacity: str = Tie.Capacity.AGENT_PARENT,
) -> Tie:
    """Tie a child to a grown-up from `since` on and return the tie; see `tie_all`."""
    return tie_all(actor, [(child, adult, list(why))], since=since, capacity=capacity)[0]


def tie_all(
    actor: Any,
    pairs: Sequence[tuple[Child, Staff, list[Any]]],
    *,
    since: date,
    capacity: str = Tie.Capacity.AGENT_PARENT,
) -> list[Tie]:
    """Tie many (child, grown-up, why) of one school; return the ties in the same order.

    A tie that holds already stays as it is. An agent parent gives way to the new one on `since`;
    other capacities may have several grown-ups at once. Raises ValidationError where the school's
    rule gives no child to somebody without a valid check (people.vetting).
    """
    if not pairs:
        return []
    school_id = pairs[0][0].school_id
    with transaction.atomic():
        open_ties = _open_ties(school_id, [child for child, _adult, _why in pairs], capacity)
        kept, new = _sorted_out(actor, pairs, open_ties, since, capacity)
        refuse_unvetted(_school(actor, school_id), [t.adult for t in new], timezone.localdate())
        replaced = _replaced(new, open_ties, capacity)
        end_ties(actor, replaced, until=since, reason=Tie.EndReason.CHANGED)
        Tie.objects.bulk_create(new, batch_size=AT_ONCE)
        _tell(actor, school_id, new)
    made = {(t.child_id, t.adult_id): t for t in [*kept, *new]}
    return [made[child.pk, adult.pk] for child, adult, _why in pairs]


def end_tie(actor: Any, tie: Tie, *, until: date, reason: str, note: str = "") -> Tie:
    """End a tie: `until` is the first day it no longer holds; ending it twice changes nothing."""
    end_ties(actor, [tie], until=until, reason=reason, note=note)
    return tie


def end_ties(
    actor: Any, ties: Sequence[Tie], *, until: date, reason: str, note: str = ""
) -> list[Tie]:
    """End many ties of one school and return those that were open; `reason` is of Tie.EndReason."""
    ended = [t for t in ties if t.until is None]
    if not ended:
        return []
    school_id = ended[0].school_id
    with transaction.atomic():
        for row in ended:
            row.until = max(until, row.since)
            row.end_reason, row.end_note = reason, note
        for start in range(0, len(ended), AT_ONCE):
            some = ended[start : start + AT_ONCE]
            _end_rows(school_id, some, until, reason, note)
        _end_stand_ins(school_id, ended)
        _tell(actor, school_id, ended, ending=True)
    return ended


def _end_stand_ins(school_id: Any, ended: Sequence[Tie]) -> None:
    """End what others do in place of an agent parent together with the pair itself."""
    for row in ended:
        if row.capacity == Tie.Capacity.AGENT_PARENT and row.until:
            stand_ins = Tie.objects.filter(
                school_id=school_id,
                child_id=row.child_id,
                stands_for_id=row.adult_id,
                until__gt=row.until,
            )
            cut_short(stand_ins, row.until, Tie.EndReason.CHANGED)


def cut_short(ties: QuerySet[Tie], day: date, reason: str) -> None:
    """End ties whose last day was set already on an earlier `day`; one not begun never was."""
    ties.filter(since__gte=day).update(until=F("since"), end_reason=reason)
    ties.filter(since__lt=day).update(until=day, end_reason=reason)


def _end_rows(school_id: Any, ties: Sequence[Tie], until: date, reason: str, note: str) -> None:
    by_day: dict[date, list[Any]] = {}
    for row in ties:
        by_day.setdefault(row.until or until, []).append(row.pk)
    for day, ids in by_day.items():
        Tie.objects.filter(school_id=school_id, pk__in=ids, until__isnull=True).update(
            until=day, end_reason=reason, end_note=note
        )


def _school(actor: Any, school_id: Any) -> School:
    own = getattr(actor, "school", None)
    return own if own is not None and own.pk == school_id else School.objects.get(pk=school_id)


def _open_ties(school_id: Any, children: Iterable[Child], capacity: str) -> list[Tie]:
    ids = [child.pk for child in children]
    rows = Tie.objects.filter(school_id=school_id, capacity=capacity, until__isnull=True)
    return [
        row
        for start in range(0, len(ids), AT_ONCE)
        for row in rows.filter(child_id__in=ids[start : start + AT_ONCE])
    ]


def _sorted_out(
    actor: Any, pairs: Sequence[tuple], open_ties: list[Tie], since: date, capacity: str
) -> tuple[list[Tie], list[Tie]]:
    holding = {(t.child_id, t.adult_id): t for t in open_ties}
    kept, new = [], []
    for child, adult, why in pairs:
        if there := holding.get((child.pk, adult.pk)):
            kept.append(there)
            continue
        row = Tie(school_id=child.school_id, since=since, capacity=capacity, why=list(why))
        row.child, row.adult, row.approved_by_id = child, adult, actor.staff_id
        new.append(row)
    return kept, new


def _replaced(new: list[Tie], open_ties: list[Tie], capacity: str) -> list[Tie]:
    if capacity != Tie.Capacity.AGENT_PARENT:
        return []
    children = {t.child_id for t in new}
    return [t for t in open_ties if t.child_id in children]


def _tell(actor: Any, school_id: Any, ties: list[Tie], *, ending: bool = False) -> None:
    """Write the history lines and one audit row, and bring the files' gaps up to date."""
    if not ties:
        return
    children = Child.objects.filter(school_id=school_id).in_bulk({t.child_id for t in ties})
    adults = Staff.objects.filter(school_id=school_id).in_bulk({t.adult_id for t in ties})
    bundle = Bundle(actor, school_id)
    for row in ties:
        before, after = ("", adults[row.adult_id].name)[:: -1 if ending else 1]
        bundle.note(row, children[row.child_id], row.capacity, before, after, "")
    bundle.write()
    refresh_files(school_id, children.values(), today=bundle.today)
    verb = "ended_ties" if ending else "tied"
    label = ties[0].get_capacity_display()
    first = ties[0].pk if len(ties) == 1 else None
    record(actor, verb, kind="tie", object_id=first, label=str(label), count=len(ties))
