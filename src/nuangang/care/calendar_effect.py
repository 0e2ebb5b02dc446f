"""What a changed calendar would move, worked out before anything is saved."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from nuangang.accounts.models import School
from nuangang.care.models import Duty, PeriodResult
from nuangang.care.standing import Placer, excuses_of
from nuangang.terms.calendar import Calendar, Week, school_day_now
from nuangang.terms.queries import calendar_of, completed


@dataclass(frozen=True)
class Move:
    """Duties of one rule whose period gets another last day; `after` is None where none is left."""

    rule: str
    count: int
    before: date
    after: date | None


@dataclass(frozen=True)
class Effect:
    """What moves: duties by rule, weeks that owe nothing from now on or owe again, what stays."""

    moves: list[Move]
    let_off: list[Week]
    owed_again: list[Week]
    lighter: int
    frozen: int

    @property
    def moved(self) -> int:
        """Return how many duties get another due date."""
        return sum(move.count for move in self.moves)

    def __bool__(self) -> bool:
        return bool(self.moves or self.let_off or self.owed_again or self.lighter)


def calendar_effect(school: School, entered: Calendar, now: datetime) -> Effect:
    """Return what would change if `entered` were the school's calendar; three statements.

    Only what is still open moves; `frozen` counts the results that stay as they are. `lighter` is
    how many duties owe another number in a period whose last day stays.
    """
    today = school_day_now(now)
    old, new = calendar_of(school, year=today.year), completed(entered, today.year)
    excuses = list(excuses_of(school.pk))
    before, after = Placer(old, now, excuses), Placer(new, now, excuses)
    rows = Duty.objects.filter(school_id=school.pk, closed_on__isnull=True)
    moves: Counter[tuple[str, date, date | None]] = Counter()
    lighter = 0
    for duty in rows.select_related("rule").order_by("pk"):
        was, will = before.place(duty), after.place(duty)
        if was is None or was == will:
            continue
        if will and will.due_at == was.due_at:
            lighter += (was.owed, was.exempt) != (will.owed, will.exempt)
            continue
        due = school_day_now(will.due_at) if will else None
        moves[duty.rule.name, school_day_now(was.due_at), due] += 1
    return Effect(
        moves=[
            Move(rule, count, due, later)
            for (rule, due, later), count in sorted(moves.items(), key=str)
        ],
        let_off=_gone(old, new, today),
        owed_again=_gone(new, old, today),
        lighter=lighter,
        frozen=PeriodResult.objects.filter(school_id=school.pk).count(),
    )


def _gone(calendar: Calendar, other: Calendar, today: date) -> list[Week]:
    """Return the weeks not over yet that owe something by `calendar` and not by `other`."""
    kept = {week.begins for week in other.weeks if not week.exempt}
    return [
        week
        for week in calendar.weeks
        if week.ends >= today and not week.exempt and week.begins not in kept
    ]
