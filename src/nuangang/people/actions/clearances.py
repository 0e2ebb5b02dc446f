"""Noting checks, trainings and signed codes, correcting them, and what a check that is not clear does."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.accounts.sessions import end_sessions
from nuangang.audit.actions import record
from nuangang.people.actions.ties import cut_short, end_ties
from nuangang.people.models import Clearance, Staff, Tie
from nuangang.people.vetting import KEY, VettingRule

KEPT = ("cleared_until", "barred_on", "check_asked_on", "safety_trained_on", "code_signed_on")
FACTS = ("what", "result", "on", "due", "organ", "remark", "scan")


@dataclass(frozen=True)
class Fact:
    """One thing to note about one of the staff; the fields are those of Clearance."""

    staff: Staff
    what: str
    on: date
    result: str = ""
    due: date | None = None
    organ: str = ""
    remark: str = ""
    scan: UUID | None = None


def a_year_on(day: date) -> date:
    """Return the day a year after; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def note_clearances(actor: Any, facts: Sequence[Fact]) -> list[Clearance]:
    """Note what is new about several of the staff; what is on record exactly so already stays.

    A check is due again a year on unless a day is given. Whoever's check is not clear is shut out
    at once, and the children given to them wait for somebody else.
    """
    school_id = actor.school_id
    there = {_same(row) for row in _standing(school_id, [fact.staff.pk for fact in facts])}
    rows = [_row(actor, fact) for fact in facts]
    new = list({_same(row): row for row in rows if _same(row) not in there}.values())
    Clearance.objects.bulk_create(new)
    for row in new:
        _tell(actor, "clearance_noted", row)
    keep_standing(actor, {row.staff_id for row in new})
    return new


@transaction.atomic
def correct_clearance(
    actor: Any, wrong: Clearance, fact: Fact | None, *, reason: str
) -> Clearance | None:
    """Put `fact` in the place of what was noted wrongly, or nothing; None if that was done already."""
    if Clearance.objects.of(wrong.school_id).filter(supersedes_id=wrong.pk).exists():
        return None
    row = _row(actor, fact) if fact else _copy(actor, wrong)
    row.supersedes_id, row.reason, row.withdrawn = wrong.pk, reason, fact is None
    row.save(force_insert=True)
    _tell(actor, "clearance_corrected", row)
    keep_standing(actor, {wrong.staff_id})
    return row


def _row(actor: Any, fact: Fact) -> Clearance:
    check = fact.what == Clearance.What.CHECK
    clear = check and fact.result == Clearance.Result.CLEAR
    return Clearance(
        school_id=actor.school_id,
        staff=fact.staff,
        what=fact.what,
        result=fact.result if check else "",
        on=fact.on,
        due=(fact.due or a_year_on(fact.on)) if clear else None,
        organ=fact.organ,
        remark=fact.remark,
        scan=fact.scan,
        by_id=actor.staff_id,
        by_name=actor.name,
        at=timezone.now(),
    )


def _copy(actor: Any, wrong: Clearance) -> Clearance:
    same = {name: getattr(wrong, name) for name in ("staff_id", *FACTS) if name != "scan"}
    by = {"by_id": actor.staff_id, "by_name": actor.name, "at": timezone.now()}
    return Clearance(school_id=wrong.school_id, **same, **by)


def _same(row: Clearance) -> tuple[Any, ...]:
    return row.staff_id, *(getattr(row, name) for name in FACTS if name != "scan")


def _standing(school_id: Any, staff: Collection[Any]) -> list[Clearance]:
    """Return what holds about these staff: neither superseded nor taken back, oldest first."""
    rows = Clearance.objects.of(school_id).filter(staff_id__in=list(staff)).order_by("on", "at")
    found = list(rows)
    gone = {row.supersedes_id for row in found}
    return [row for row in found if row.pk not in gone and not row.withdrawn]


@transaction.atomic
def keep_standing(actor: Any, staff: Collection[Any]) -> None:
    """Bring what the staff rows keep of their checks up to date, and shut out or let in who it concerns."""
    school_id = actor.school_id
    rows = defaultdict(list)
    for row in _standing(school_id, staff):
        rows[row.staff_id].append(row)
    people = list(Staff.objects.filter(school_id=school_id, pk__in=list(staff)))
    was_barred = {person.pk: person.barred_on for person in people}
    for person in people:
        for name, value in summed_up(rows[person.pk]).items():
            setattr(person, name, value)
    Staff.objects.filter(school_id=school_id).bulk_update(people, KEPT)
    for person in people:
        if person.barred_on and not was_barred[person.pk]:
            _shut_out(actor, person)


def summed_up(rows: Iterable[Any]) -> dict[str, date | None]:
    """Return what the standing rows about one person, oldest first, come to (the columns in KEPT)."""
    found: dict[str, date | None] = dict.fromkeys(KEPT)
    for row in rows:
        if row.what == Clearance.What.TRAINING:
            found["safety_trained_on"] = row.on
        elif row.what == Clearance.What.CODE:
            found["code_signed_on"] = row.on
        elif row.result == Clearance.Result.PENDING:
            found["check_asked_on"] = row.on
        else:
            clear = row.result == Clearance.Result.CLEAR
            found["cleared_until"] = row.due if clear else None
            found["barred_on"] = None if clear else row.on
            found["check_asked_on"] = None
    return found


def _shut_out(actor: Any, person: Staff) -> None:
    """End what somebody is signed in to and every tie, from today on; posts end when they leave."""
    today = timezone.localdate()
    if person.user_id:
        end_sessions(person.user_id)
    ties = Tie.objects.of(person.school_id).filter(adult=person)
    end_ties(
        actor,
        list(ties.filter(until__isnull=True)),
        until=today,
        reason=Tie.EndReason.RELIEVED,
    )
    cut_short(ties.filter(until__gt=today), today, Tie.EndReason.RELIEVED)
    record(actor, "shut_out", kind="staff", object_id=person.pk, label=person.name)


def _tell(actor: Any, verb: str, row: Clearance) -> None:
    """Record what was noted; the result of a check is told in the row alone."""
    about = {"what": row.what, "on": str(row.on)}
    record(actor, verb, kind="staff", object_id=row.staff_id, label=row.staff.name, **about)


@transaction.atomic
def set_vetting_rule(actor: Any, rule: VettingRule) -> None:
    """Keep what happens where somebody without a valid check is to be given a child."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    school.preferences = {**school.preferences, KEY: rule.as_json()}
    school.save(update_fields=["preferences"])
    record(actor, "changed", kind="school", object_id=school.pk, fields=[KEY], **rule.as_json())
