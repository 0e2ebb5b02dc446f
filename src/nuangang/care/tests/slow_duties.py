"""A term of duties lived through day by day on paper, to hold the engine's frozen results against."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from nuangang.care.cadences import Cadence
from nuangang.care.tests.slow_periods import Slow
from nuangang.terms.calendar import Calendar, school_day_now

ONE = timedelta(1)


@dataclass
class Days:
    """From a day on, to another (the last one still counts); open at the end while None."""

    since: date
    until: date | None = None
    what: Any = None

    def hold(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def most_of(self, begins: date, ends: date) -> bool:
        inside = [n for n in range((ends - begins).days + 1) if self.hold(begins + n * ONE)]
        return 2 * len(inside) > (ends - begins).days + 1


@dataclass
class OnPaper:
    """One child: here from – to, father away from – to, who cares and who stands in, excuses."""

    here: Days
    away: list[Days]
    agents: list[Days]
    stand_ins: list[Days] = field(default_factory=list)
    excuses: list[Days] = field(default_factory=list)
    told: list[tuple[date, datetime]] = field(default_factory=list)


@dataclass
class Standing:
    """A duty on paper."""

    opened: date
    frozen: date | None = None
    staff: str | None = None
    missed: int = 0


class Book:
    """What a patient person would write down night after night."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.children: dict[str, OnPaper] = {}
        self.rules: dict[str, tuple[Cadence, Days]] = {}
        self.excused_staff: dict[str, list[Days]] = defaultdict(list)
        self.standing: dict[tuple[str, str], Standing] = {}
        self.results: list[tuple] = []
        self._slow: dict[Any, Slow] = {}

    def night(self, day: date) -> None:
        """Freeze what ended yesterday or before, then let duties follow what is true on `day`."""
        for (name, rule), duty in sorted(self.standing.items()):
            for days in self.over(rule, duty, day):
                self._freeze(name, rule, duty, days)
        self.follow(day)

    def follow(self, day: date) -> None:
        """Open, close and hand over."""
        wanted = {
            (name, rule)
            for name, child in self.children.items()
            for rule, (_cadence, runs) in self.rules.items()
            if runs.hold(day) and child.here.hold(day) and self._counts(child, day)
        }
        for key in set(self.standing) - wanted:
            del self.standing[key]
        for name, rule in wanted:
            duty = self.standing.setdefault((name, rule), Standing(day))
            duty.staff = self._who(self.children[name], day)

    def groups(self, rule: str) -> list[list[date]]:
        """Return the days of each period of a rule in the present calendar."""
        cadence = self.rules[rule][0]
        key = (cadence, self.calendar)
        if key not in self._slow:
            self._slow[key] = Slow(cadence, self.calendar)
        return sorted(self._slow[key].groups)

    def over(self, rule: str, duty: Standing, day: date) -> list[list[date]]:
        """Return the periods over on `day` that are not frozen, each with all its days."""
        runs = self.rules[rule][1]
        first = max(duty.opened, runs.since, duty.frozen + ONE if duty.frozen else date.min)
        last = min(day - ONE, runs.until or date.max)
        return [g for g in self.groups(rule) if first <= g[-1] < day and g[0] <= last]

    def _freeze(self, name: str, rule: str, duty: Standing, days: list[date]) -> None:
        child, (cadence, runs) = self.children[name], self.rules[rule]
        slow = self._slow[cadence, self.calendar]
        begins = max(days[0], duty.frozen + ONE) if duty.frozen else days[0]
        since = max(duty.opened, runs.since, begins)
        owed = slow.owed(days, since, runs.until or date.max)
        done = sum(begins <= d <= days[-1] >= school_day_now(when) for d, when in child.told)
        due = slow.due(days)
        agreed = [*child.excuses, *self.excused_staff.get(duty.staff or "", [])]
        excused = not owed or any(days_off.most_of(begins, due) for days_off in agreed)
        outcome = "excused" if excused else "missed"
        if done and done >= owed:
            outcome = "met"
        duty.missed = 0 if outcome == "met" else duty.missed + (outcome == "missed")
        duty.frozen = days[-1]
        self.results.append((name, rule, begins, days[-1], owed, done, outcome, duty.staff))

    def _counts(self, child: OnPaper, day: date) -> bool:
        return any(days.hold(day) for days in (*child.away, *child.agents))

    def _who(self, child: OnPaper, day: date) -> str | None:
        now = [days.what for days in (*child.agents, *child.stand_ins) if days.hold(day)]
        return now[-1] if now else None
