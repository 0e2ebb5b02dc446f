"""Who would owe what by when, before a rule is adopted or changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from nuangang.accounts.models import School
from nuangang.care.labels import period_label
from nuangang.care.models import CareRule
from nuangang.care.owing import subjects_of
from nuangang.care.periods import periods_between
from nuangang.care.standing import cadence_of_rule
from nuangang.care.subjects import People, people_on
from nuangang.care.wording import cadence_label
from nuangang.people.models import Staff
from nuangang.terms.calendar import Calendar, school_day_now
from nuangang.terms.queries import calendar_of

SHOWN = 8
COMING = 4
AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Preview:
    """What one rule would ask: of how many, by whom, and by which days first."""

    rule: CareRule
    often: str
    duties: int
    nobody: int
    loads: list[tuple[str, int]]
    more: int
    coming: list[tuple[str, date, bool]]
    like: list[str]


def previews(school: School, rules: list[CareRule], *, now: datetime) -> list[Preview]:
    """Return a preview for each of `rules`, which need not be written; seven statements."""
    today = school_day_now(now)
    calendar = calendar_of(school, year=today.year)
    people = people_on(school.pk, today)
    names = dict(Staff.objects.filter(school_id=school.pk).values_list("pk", "name"))
    running = list(CareRule.objects.filter(school_id=school.pk).exclude(until__lt=today))
    return [_preview(rule, people, names, calendar, today, running) for rule in rules]


def _preview(
    rule: CareRule,
    people: People,
    names: dict[UUID, str],
    calendar: Calendar,
    today: date,
    running: list[CareRule],
) -> Preview:
    owing = [owing.staff_id for owing in subjects_of(rule, people).values()]
    loads = Counter(staff for staff in owing if staff).most_common()
    return Preview(
        rule=rule,
        often=cadence_label(cadence_of_rule(rule)),
        duties=len(owing),
        nobody=owing.count(None) if rule.owed_by != CareRule.OwedBy.SCHOOL else 0,
        loads=[(names.get(staff, ""), count) for staff, count in loads[:SHOWN]],
        more=max(0, len(loads) - SHOWN),
        coming=_coming(rule, calendar, today),
        like=[r.name for r in running if _alike(r, rule)],
    )


def _coming(rule: CareRule, calendar: Calendar, today: date) -> list[tuple[str, date, bool]]:
    """Return the next periods: what each is called, its last day, whether it is excused."""
    start = max(today, rule.since)
    found = periods_between(cadence_of_rule(rule), calendar, start, start + AHEAD)
    return [(period_label(p), p.due_at.date(), p.exempt) for p in found[:COMING]]


def _alike(running: CareRule, rule: CareRule) -> bool:
    """Say whether the school already asks for this, so that nobody owes it twice."""
    if running.pk in (rule.pk, rule.replaces_id):
        return False
    return (running.kind, running.owed) == (rule.kind, rule.owed)
