"""Who is on duty: now, in a month, and where somebody is missing or away."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from nuangang.accounts.models import School
from nuangang.care.models import Excuse
from nuangang.incidents.models import DutyShift
from nuangang.incidents.rota import night_of
from nuangang.people.models import Child, Staff
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import DAY, days_of, month_span, school_day_now
from nuangang.terms.queries import calendar_of

KEPT, AHEAD = "on_duty", timedelta(days=14)
Away = dict[UUID, list[tuple[date, date]]]


def shifts_now(school_id: Any, now: datetime) -> QuerySet[DutyShift]:
    """Return the one shift that holds at `now`: the night's, or the day's where no night is entered."""
    rows = DutyShift.objects.filter(school_id=school_id, over_at__isnull=True)
    by_day, night = Q(day=school_day_now(now), night=False), night_of(now)
    if night is None:
        return rows.filter(by_day)
    nights = rows.filter(day=night, night=True)
    return rows.filter(Q(day=night, night=True) | by_day & ~Exists(nights))


def names_now(school: School | None, now: datetime) -> list[str]:
    """Return who is on duty and who stands in, from the school's row: no statement."""
    kept = school.waiting.get(KEPT, {}) if school else {}
    night = night_of(now)
    found = kept.get(f"{night}/n") if night else None
    return [name for name in found or kept.get(f"{school_day_now(now)}", []) if name]


def names_ahead(school_id: Any, today: date) -> dict[str, list[str]]:
    """Return the names of yesterday's night and the next two weeks, as the school's row keeps them."""
    rows = DutyShift.objects.filter(
        school_id=school_id, over_at__isnull=True, day__range=(today - DAY, today + AHEAD)
    )
    named = rows.values_list("day", "night", "staff__name", "stand_in__name").order_by("day")
    return {f"{day}{'/n' * night}": [who, more or ""] for day, night, who, more in named}


def away_of(school_id: Any, begins: date, ends: date) -> Away:
    """Return for everybody who is away in these days from when to when."""
    rows = Excuse.objects.filter(
        school_id=school_id, staff__isnull=False, withdrawn_at__isnull=True,
        begins__lte=ends, ends__gte=begins,
    )  # fmt: skip
    found: Away = defaultdict(list)
    for who, first, last in rows.values_list("staff_id", "begins", "ends"):
        found[who].append((first, last))
    return found


def is_away(away: Away, who: UUID | None, day: date) -> bool:
    """Say whether somebody is away on a day."""
    return who is not None and any(first <= day <= last for first, last in away.get(who, ()))


@dataclass(frozen=True)
class Cell:
    """One day's or night's duty on the page, with what is wrong with it."""

    shift: DutyShift | None
    staff_away: bool = False
    stand_in_away: bool = False
    gone: bool = False
    needed: bool = True

    @property
    def is_gap(self) -> bool:
        """Say whether nobody is there: not entered where needed, or away and nobody stands in."""
        if self.shift is None:
            return self.needed
        covered = self.shift.stand_in_id is not None and not self.stand_in_away
        return (self.staff_away or self.gone) and not covered


@dataclass(frozen=True)
class Row:
    """One day of the rota."""

    day: date
    school_day: bool
    by_day: Cell
    by_night: Cell

    @property
    def is_gap(self) -> bool:
        """Say whether somebody is missing by day or by night."""
        return self.by_day.is_gap or self.by_night.is_gap


@dataclass(frozen=True)
class Month:
    """A month of the rota; `nights`: whether nights are kept here."""

    rows: list[Row]
    nights: bool
    today: date

    @property
    def gaps(self) -> list[Row]:
        """Return the days from today on on which somebody is missing."""
        return [row for row in self.rows if row.day >= self.today and row.is_gap]


def month_of(actor: Actor, first: date, today: date) -> Month:
    """Return the rota of the month of `first`; three statements."""
    begins, ends = month_span(first)
    shifts = {
        (row.day, row.night): row
        for row in visible(actor, DutyShift)
        .filter(day__range=(begins, ends), over_at__isnull=True)
        .select_related("staff", "stand_in")
    }
    away = away_of(actor.school_id, begins, ends)
    nights = any(night for _day, night in shifts) or has_boarders(actor)
    calendar = calendar_of(actor.school)

    def cell(day: date, night: bool) -> Cell:
        needed = nights if night else True
        return _cell(shifts.get((day, night)), day, away, needed=needed and school_day(day))

    def school_day(day: date) -> bool:
        return calendar.is_school_day(day)

    rows = [
        Row(day, school_day(day), cell(day, False), cell(day, True))
        for day in days_of(begins, ends)
    ]
    return Month(rows, nights, today)


def _cell(shift: DutyShift | None, day: date, away: Away, *, needed: bool) -> Cell:
    if shift is None:
        return Cell(None, needed=needed)
    return Cell(
        shift, is_away(away, shift.staff_id, day), is_away(away, shift.stand_in_id, day),
        gone=shift.staff.until is not None and shift.staff.until <= day, needed=needed,
    )  # fmt: skip


def has_boarders(actor: Actor) -> bool:
    """Say whether any child boards at the school."""
    return Child.objects.filter(school_id=actor.school_id, boarding=True).exists()


def who_can_stand(actor: Actor) -> QuerySet[Staff]:
    """Return everybody employed who can sign in."""
    rows = Staff.objects.filter(school_id=actor.school_id, outside=False, user__isnull=False)
    return rows.filter(until__isnull=True, barred_on__isnull=True).order_by("name", "pk")


def history_of(actor: Actor, day: date, *, night: bool) -> list[DutyShift]:
    """Return what was entered for a day or night before, the newest first."""
    rows = visible(actor, DutyShift).filter(day=day, night=night, over_at__isnull=False)
    return list(rows.select_related("staff", "stand_in", "made_by").order_by("-over_at", "-pk"))


def to_swap_with(actor: Actor, shift: DutyShift, today: date) -> list[DutyShift]:
    """Return the shifts to come that somebody else has, the next eight weeks."""
    rows = visible(actor, DutyShift).filter(
        over_at__isnull=True, day__range=(today, today + timedelta(weeks=8))
    )
    rows = rows.exclude(staff_id=shift.staff_id).select_related("staff")
    return list(rows.order_by("day", "night"))
