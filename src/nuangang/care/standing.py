"""Where a standing duty stands on a day: its present period, what it owes in it, by when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nuangang.care.cadences import Cadence, cadence_of
from nuangang.care.models import CareRule, Duty
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

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, now
        self.today = school_day_now(now)
        self._cadences: dict[UUID, Cadence] = {}
        self._places: dict[tuple, Place | None] = {}
        self._over: dict[tuple, list[Place]] = {}

    def place(
        self, rule: CareRule, opened_on: date, frozen_through: date | None = None
    ) -> Place | None:
        """Return where a duty of `rule` stands now; None where the calendar holds no period."""
        key = (rule.pk, opened_on, frozen_through)
        if key not in self._places:
            day = max(self.today, rule.since, opened_on)
            cadence = self.cadence(rule)
            period = standing_period(cadence, self.calendar, day, frozen_through)
            self._places[key] = self._placed(rule, period, opened_on) if period else None
        return self._places[key]

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
        return self._over[key]

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
