"""Where a standing duty stands on a day: its present period, what it owes in it, by when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from nuangang.care.cadences import BIRTHDAY, Cadence, cadence_of
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


def share_of(rule: CareRule, children: int) -> int:
    """Return how many of `children` a rule that asks for a share asks for: all of them at 100."""
    return -(-children * (rule.share or 0) // 100)


def _own(duty: Duty) -> tuple:
    """Return what of a duty, beside its rule, decides how much is owed when."""
    born = duty.born if duty.rule.unit == BIRTHDAY else None
    return (duty.size if duty.rule.share is not None else 0, born)


def _key(duty: Duty) -> tuple:
    return (duty.rule.pk, duty.opened_on, duty.frozen_through, *_own(duty))


class Placer:
    """Works out places at one moment, each combination of rule and dates once."""

    def __init__(self, calendar: Calendar, now: datetime, excuses: Iterable[Excuse] = ()) -> None:
        self.calendar, self.now = calendar, now
        self.today = school_day_now(now)
        self._excuses: dict[UUID | None, list[Excuse]] = defaultdict(list)
        for excuse in excuses:
            self._excuses[excuse.child_id or excuse.staff_id].append(excuse)
        self._cadences: dict[tuple, Cadence] = {}
        self._places: dict[tuple, Place | None] = {}
        self._over: dict[tuple, list[Place]] = {}

    def place(self, duty: Duty) -> Place | None:
        """Return where `duty` stands now; None where the calendar holds no period."""
        rule, key = duty.rule, _key(duty)
        if key not in self._places:
            day = max(self.today, rule.since, duty.opened_on)
            cadence = self.cadence(duty)
            period = standing_period(cadence, self.calendar, day, duty.frozen_through)
            self._places[key] = self._placed(duty, period) if period else None
        found = self._places[key]
        return self._excused(duty, found) if found else None

    def over(self, duty: Duty) -> list[Place]:
        """Return the periods of `duty` that are over and not frozen yet, in order."""
        rule, key = duty.rule, _key(duty)
        if key not in self._over:
            periods = periods_to_freeze(
                self.cadence(duty),
                self.calendar,
                duty.frozen_through,
                self.now,
                since=max(duty.opened_on, rule.since),
                until=rule.until,
            )
            self._over[key] = [self._placed(duty, period) for period in periods]
        return [self._excused(duty, place) for place in self._over[key]]

    def cadence(self, duty: Duty) -> Cadence:
        """Return how often `duty` is owed: its rule's, or so many of its children, or a birthday."""
        key = (duty.rule.pk, *_own(duty))
        if key not in self._cadences:
            whole = cadence_of_rule(duty.rule)
            count = whole.count if duty.rule.share is None else share_of(duty.rule, duty.size)
            self._cadences[key] = replace(whole, count=max(1, count), born=key[-1])
        return self._cadences[key]

    def _placed(self, duty: Duty, period: Period) -> Place:
        rule = duty.rule
        since, cadence = max(duty.opened_on, rule.since), self.cadence(duty)
        owed = owed_in(cadence, self.calendar, period, since=since, until=rule.until)
        if rule.share is not None and not duty.size:
            owed = 0
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
