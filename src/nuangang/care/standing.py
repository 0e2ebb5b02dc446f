"""Where a standing duty stands on a day: its present period, what it owes in it, by when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from nuangang.care.cadences import Cadence, cadence_of
from nuangang.care.models import CareRule, Duty, Excuse
from nuangang.care.periods import (
    Period,
    owed_in,
    periods_to_freeze,
    standing_period,
)
from nuangang.terms.calendar import Calendar, school_day_now


@dataclass(frozen=True)
class Place:
    """A period with what one duty owes in it."""

    begins: date
    ends: date
    due_at: datetime
    owed: int
    exempt: bool
    excuse: Excuse | None = None

    def put(self, duty: Duty) -> bool:
        """Write itself into the duty's columns; say whether that changed anything."""
        before = [getattr(duty, name) for name in PLACE]
        for name in PLACE:
            setattr(duty, name, getattr(self, name))
        return before != [getattr(duty, name) for name in PLACE]


PLACE = ("begins", "ends", "due_at", "owed", "exempt")


def cadence_of_rule(rule: CareRule) -> Cadence:
    """Return how often `rule` is owed; raises CadenceError where its columns cannot be."""
    return cadence_of(
        rule.unit, count=rule.count, every=rule.every, window=rule.window, since=rule.since
    )


class Placer:
    """Works out places at one moment, each combination of rule and dates once."""

    def __init__(self, calendar: Calendar, now: datetime, excuses: Iterable[Excuse] = ()) -> None:
        self.calendar, self.now = calendar, now
        self.today = school_day_now(now)
        self._excuses: dict[UUID | None, list[Excuse]] = defaultdict(list)
        for excuse in excuses:
            self._excuses[excuse.child_id or excuse.staff_id].append(excuse)
        self._cadences: dict[UUID, Cadence] = {}
        self._places: dict[tuple, Place | None] = {}
        self._over: dict[tuple, list[Place]] = {}

    def place(self, duty: Duty) -> Place | None:
        """Return where `duty` stands now; None where the calendar holds no period."""
        rule = duty.rule
        key = (rule.pk, duty.opened_on, duty.frozen_through)
        if key not in self._places:
            day = max(self.today, rule.since, duty.opened_on)
            cadence = self.cadence(rule)
            period = standing_period(cadence, self.calendar, day, duty.frozen_through)
            self._places[key] = self._placed(rule, period, duty.opened_on) if period else None
        found = self._places[key]
        return self._excused(duty, found) if found else None

    def over(self, duty: Duty) -> list[Place]:
        """Return the periods of `duty` that are over and not frozen yet, in order."""
        rule = duty.rule
        key = (rule.pk, duty.opened_on, duty.frozen_through)
        if key not in self._over:
            periods = periods_to_freeze(
                self.cadence(rule),
                self.calendar,
                duty.frozen_through,
                self.now,
                since=max(duty.opened_on, rule.since),
                until=rule.until,
            )
            self._over[key] = [self._placed(rule, p, duty.opened_on) for p in periods]
        return [self._excused(duty, place) for place in self._over[key]]

    def cadence(self, rule: CareRule) -> Cadence:
        """Return how often `rule` is owed."""
        if rule.pk not in self._cadences:
            self._cadences[rule.pk] = cadence_of_rule(rule)
        return self._cadences[rule.pk]

    def _placed(self, rule: CareRule, period: Period, opened_on: date) -> Place:
        since = max(opened_on, rule.since)
        cadence = self.cadence(rule)
        owed = owed_in(cadence, self.calendar, period, since=since, until=rule.until)
        return Place(period.begins, period.ends, period.due_at, owed, owed == 0)

    def _excused(self, duty: Duty, place: Place) -> Place:
        """Return `place`, excused where an agreed excuse of its child or grown-up covers it."""
        for whom in (duty.child_id, duty.staff_id):
            for excuse in self._excuses.get(whom, ()) if whom else ():
                if excuse.covers(place.begins, school_day_now(place.due_at)):
                    return replace(place, exempt=True, excuse=excuse)
        return place


def excuses_of(school_id: UUID) -> QuerySet[Excuse]:
    """Return the excuses of a school that stand."""
    return Excuse.objects.filter(school_id=school_id, withdrawn_at__isnull=True)
