"""Bringing the standing duties into line with rules, children, ties and calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions.freezing import freeze
from nuangang.care.actions.waking import nights_missed, note_settled
from nuangang.care.evidence import (
    Tally,
    evidence_for,
    slot_of,
    standing_records,
    subject_of,
    tallies,
)
from nuangang.care.models import CareRule, Duty
from nuangang.care.owing import Owing, subjects_of
from nuangang.care.standing import PLACE, Placer, excuses_of
from nuangang.care.subjects import Subject, people_on
from nuangang.lib.updates import update_each
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.touching import touch_school
from nuangang.policy.actor import Clock
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import Calendar, school_day_now
from nuangang.terms.queries import calendar_of

_CHANGED = (*PLACE, "staff", "size", "born", "done", "last_done_on", "last_done_by")


class Reconciled(NamedTuple):
    """How many duties were opened, closed and changed."""

    opened: int
    closed: int
    changed: int


@transaction.atomic
def reconcile_duties(school: School, *, now: datetime | None = None) -> Reconciled:
    """Open, close and move the school's duties until they fit what is true at `now`.

    Lives first through the days since the last time on which something turned, then freezes what
    is over. Running it again changes nothing. About a dozen statements, whatever the number of
    children (856 children with five rules in under two seconds).
    """
    now = now or timezone.now()
    school = School.objects.select_for_update().get(pk=school.pk)
    _live_through(school, now)
    freeze(school, now=now)
    result = _settle(school, now)
    note_settled(school, now)
    return result


def _live_through(school: School, now: datetime) -> None:
    """Do what was due on the days nobody did it, each as of its own night."""
    nights = nights_missed(school, now)
    for place, (night, labels_turn) in enumerate(nights.items()):
        freeze(school, now=night)
        if labels_turn or not place:  # the labels on file may be today's already
            refresh_files(school, today=school_day_now(night))
        _settle(school, night)
    if nights:
        refresh_files(school, today=school_day_now(now))


def _settle(school: School, now: datetime) -> Reconciled:
    work = _Work(school, now)
    result = Reconciled(work.open(), work.close(), work.change())
    if any(result):
        touch_school(school.pk)
        record(Clock(school.pk), "duties_reconciled", kind="duty", **result._asdict())
    return result


def change_calendar(
    actor: Any, school: School, calendar: Calendar, *, now: datetime | None = None
) -> School:
    """Keep the new calendar and move the duties with it; frozen periods stay as they are."""
    now = now or timezone.now()
    reconcile_duties(school, now=now)
    school = set_calendar(actor, school, calendar)
    reconcile_duties(school, now=now)
    return school


class _Work:
    """One reconciliation: what should stand beside what does."""

    def __init__(self, school: School, now: datetime) -> None:
        self.school_id: UUID = school.pk
        self.today = school_day_now(now)
        calendar = calendar_of(school, year=self.today.year)
        self.placer = Placer(calendar, now, excuses_of(school.pk))
        rules = list(rules_on(school.pk, self.today))
        people = people_on(school.pk, self.today) if rules else None
        self.wanted = {
            (rule.pk, subject): (rule, owing)
            for rule in rules
            for subject, owing in (subjects_of(rule, people).items() if people else ())
        }
        rows = Duty.objects.filter(school_id=school.pk, closed_on__isnull=True)
        standing = rows.select_related("rule").select_for_update(of=("self",)).order_by("pk")
        self.standing = {(d.rule_id, subject_of(d)): d for d in standing}

    def open(self) -> int:
        """Open what is missing; what was done before already counts."""
        missing = self.wanted.keys() - self.standing.keys()
        fresh = [d for key in sorted(missing, key=str) if (d := self._fresh(*key))]
        self._count(fresh)
        self._remember_last(fresh)
        Duty.objects.bulk_create(fresh, batch_size=500)
        return len(fresh)

    def _fresh(self, rule_id: UUID, subject: Subject) -> Duty | None:
        rule, owing = self.wanted[rule_id, subject]
        duty = Duty(
            school_id=self.school_id,
            rule=rule,
            child_id=subject.child_id,
            klass_id=subject.klass_id,
            group=subject.group,
            staff_id=owing.staff_id,
            size=owing.children,
            born=owing.born,
            opened_on=self.today,
        )
        place = self.placer.place(duty)
        if place is None:
            return None
        place.put(duty)
        return duty

    def _remember_last(self, fresh: list[Duty]) -> None:
        """Fill in when each was last done, so that a known child isn't taken for a forgotten one."""
        kinds = {kind for duty in fresh for kind in duty.rule.proofs}
        if not kinds:
            return
        rows = standing_records(self.school_id).filter(kind__in=kinds, could_not="")
        latest = {
            (child, kind): day
            for child, kind, day in rows.values_list("child_id", "kind").annotate(
                Max("happened_on")
            )
        }
        for duty in fresh:
            days = [latest.get((duty.child_id, kind)) for kind in duty.rule.proofs]
            duty.last_done_on = max(filter(None, days), default=duty.last_done_on)

    def close(self) -> int:
        """Close what no rule or child asks for any more."""
        gone = [d.pk for key, d in self.standing.items() if key not in self.wanted]
        rows = Duty.objects.filter(school_id=self.school_id, pk__in=gone, closed_on__isnull=True)
        return rows.update(closed_on=self.today)

    def change(self) -> int:
        """Give duties to whoever owes them now, and move them where the calendar says."""
        kept = [(key, d) for key, d in self.standing.items() if key in self.wanted]
        changed = [d for key, d in kept if self._give(d, self.wanted[key][1]) | self._place(d)]
        self._count(changed)
        update_each(Duty, changed, _CHANGED)
        return len(changed)

    def _place(self, duty: Duty) -> bool:
        place = self.placer.place(duty)
        return bool(place and place.put(duty))

    def _give(self, duty: Duty, owing: Owing) -> bool:
        before = (duty.staff_id, duty.size, duty.born)
        duty.staff_id, duty.size, duty.born = owing  # type: ignore[assignment]
        return before != tuple(owing)

    def _count(self, duties: list[Duty]) -> None:
        slots = [slot_of(duty) for duty in duties]
        counted = tallies(slots, evidence_for(self.school_id, slots)) if slots else {}
        for duty in duties:
            _write(duty, counted[duty.pk])


def _write(duty: Duty, tally: Tally) -> None:
    duty.done = tally.done(duty.rule)
    if tally.last_on:
        duty.last_done_on, duty.last_done_by_id = tally.last_on, tally.last_by


def rules_on(school_id: UUID, day: Any) -> Iterable[CareRule]:
    """Return the rules that hold on `day`."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    return CareRule.objects.filter(running, school_id=school_id, since__lte=day)
