"""Who would owe what by when, before a rule is adopted or changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.care.cadences import BIRTHDAY, Cadence
from nuangang.care.labels import period_label
from nuangang.care.models import CareRule
from nuangang.care.owing import Owing, concerned, subjects_of
from nuangang.care.periods import Period, owed_in, periods_between
from nuangang.care.promise import in_words, often_label
from nuangang.care.standing import cadence_of_rule, share_of
from nuangang.care.subjects import GROUPED, People, Subject, people_on
from nuangang.people.models import Child, SchoolClass, Staff
from nuangang.terms.calendar import Calendar, school_day_now
from nuangang.terms.queries import calendar_of

SHOWN = 8
COMING = 6
AHEAD = timedelta(days=400)
# More of one promise than this in a week, and nobody will keep it beside their lessons.
MOST_A_WEEK = 15


@dataclass(frozen=True)
class Coming:
    """One of the next periods: what it is called, its days, and whether nothing is owed in it."""

    name: str
    begins: date
    due: date
    exempt: bool
    late: bool


@dataclass(frozen=True)
class Load:
    """What one grown-up would owe: how many duties, and how much in one period."""

    name: str
    duties: int
    each_period: int


@dataclass(frozen=True)
class Preview:
    """What one rule would ask: of how many, by whom, and by which days first."""

    rule: CareRule
    sentence: str
    often: str
    duties: int
    nobody: int
    loads: list[Load]
    more: int
    heavy: Load | None
    concerned: int
    names: list[str]
    left_out: int
    coming: list[Coming]
    holidays: str
    like: list[str]


def previews(school: School, rules: list[CareRule], *, now: datetime) -> list[Preview]:
    """Return a preview for each of `rules`, which need not be written; eleven statements at most."""
    today = school_day_now(now)
    calendar = calendar_of(school, year=today.year)
    people = people_on(school.pk, today)
    running = list(CareRule.objects.filter(school_id=school.pk).exclude(until__lt=today))
    names = names_of(school, today)
    found = [_preview(rule, people, names, calendar, today, running) for rule in rules]
    return _with_names(school, found)


def names_of(school: School, today: date) -> dict[str, str]:
    """Return the names of staff and classes by their ids as text."""
    year = today.year if today.month >= 9 else today.year - 1
    staff = Staff.objects.filter(school_id=school.pk).values_list("pk", "name")
    classes = SchoolClass.objects.filter(school_id=school.pk)
    return {
        **{str(pk): name for pk, name in staff},
        **{str(klass.pk): klass.name_on(year) for klass in classes},
    }


def _preview(
    rule: CareRule,
    people: People,
    names: Mapping[str, str],
    calendar: Calendar,
    today: date,
    running: list[CareRule],
) -> Preview:
    subjects, children = subjects_of(rule, people), concerned(rule, people)
    cadence = cadence_of_rule(rule)
    loads = _loads(rule, subjects, names)
    start = max(today, rule.since)
    coming = _periods(cadence, calendar, start, _birthdays(rule, subjects))
    return Preview(
        rule=rule,
        sentence=in_words(rule, names),
        often=often_label(rule),
        duties=len(subjects),
        nobody=_without_anybody(rule, subjects),
        loads=loads[:SHOWN],
        more=max(0, len(loads) - SHOWN),
        heavy=_heaviest(loads, cadence, calendar, coming),
        concerned=len(children),
        names=[str(child.id) for child in children[:SHOWN]],
        left_out=_left_out(rule, people),
        coming=[_said(p, cadence, calendar, max(today, rule.since)) for p in coming[:COMING]],
        holidays=_holidays(cadence, calendar),
        like=[r.name for r in running if _alike(r, rule)],
    )


def _with_names(school: School, found: list[Preview]) -> list[Preview]:
    """Return the previews with the names of the first children they concern."""
    ids = {pk for item in found for pk in item.names}
    rows = Child.objects.filter(school_id=school.pk, pk__in=ids) if ids else Child.objects.none()
    names = {str(pk): name for pk, name in rows.values_list("pk", "name")}
    for item in found:
        item.names[:] = [names[pk] for pk in item.names if pk in names]
    return found


def _loads(
    rule: CareRule, subjects: Mapping[Subject, Owing], names: Mapping[str, str]
) -> list[Load]:
    duties: Counter[UUID] = Counter()
    each: Counter[UUID] = Counter()
    for owing in subjects.values():
        if owing.staff_id:
            duties[owing.staff_id] += 1
            each[owing.staff_id] += (
                rule.count if rule.share is None else share_of(rule, owing.children)
            )
    return [Load(names.get(str(pk), ""), duties[pk], count) for pk, count in each.most_common()]


def _without_anybody(rule: CareRule, subjects: Mapping[Subject, Owing]) -> int:
    """Count the duties that nobody would owe though somebody should."""
    if rule.owed_by == CareRule.OwedBy.SCHOOL or rule.owed == CareRule.Owed.PER_SCHOOL:
        shared = rule.owed_by in (CareRule.OwedBy.POSTS, CareRule.OwedBy.PEOPLE)
        return sum(o.staff_id is None for o in subjects.values()) if shared else 0
    return sum(owing.staff_id is None for owing in subjects.values())


def _heaviest(
    loads: list[Load], cadence: Cadence, calendar: Calendar, coming: list[Period]
) -> Load | None:
    """Return whoever would owe more of it in a week than a person can do."""
    period = next((p for p in coming if not p.exempt), None)
    if not loads or not period:
        return None
    school = calendar.school_days_between(period.begins, period.ends)
    weeks = max(school / 5, ((period.ends - period.begins).days + 1) / 7 if not school else 0.2)
    return loads[0] if loads[0].each_period / weeks > MOST_A_WEEK else None


def _left_out(rule: CareRule, people: People) -> int:
    """Count the children concerned for whom it can't be reckoned: no birthday, no class or group."""
    children = concerned(rule, people)
    if rule.unit == BIRTHDAY:
        return sum(child.birth is None for child in children)
    if rule.owed == CareRule.Owed.PER_CLASS:
        return sum(child.klass_id is None for child in children)
    if rule.owed in GROUPED:
        return sum(not child.group(GROUPED[CareRule.Owed(rule.owed)]) for child in children)
    return 0


def _birthdays(rule: CareRule, subjects: Mapping[Subject, Owing]) -> list[Owing]:
    if rule.unit != BIRTHDAY:
        return [Owing(None)]
    return [owing for owing in subjects.values() if owing.born]


def _periods(cadence: Cadence, calendar: Calendar, start: date, owing: list[Owing]) -> list[Period]:
    """Return the next periods; of birthdays those of all children, in the order they come."""
    found: list[Period] = []
    for item in owing:
        own = replace(cadence, born=item.born)
        found += periods_between(own, calendar, start, start + AHEAD)
    return sorted(found, key=lambda period: period.begins)


def _said(period: Period, cadence: Cadence, calendar: Calendar, start: date) -> Coming:
    """Return a period in words; `late` is one of which too little is left for it to owe anything."""
    nothing = owed_in(cadence, calendar, period, since=start) == 0
    due = school_day_now(period.due_at)
    late = nothing and not period.exempt
    return Coming(period_label(period), period.begins, due, period.exempt, late)


def _holidays(cadence: Cadence, calendar: Calendar) -> str:
    """Return in words what becomes of it in holidays and short weeks."""
    if cadence.over_holidays:
        return _("It is owed in the holidays too.")
    days = calendar.min_school_days_per_week
    return _(
        "Nothing is owed in the winter and summer holidays, nor in a week with fewer than %(days)d "
        "school days; a period that begins late owes its share."
    ) % {"days": days}


def _alike(running: CareRule, rule: CareRule) -> bool:
    """Say whether the school already asks for this, so that nobody owes it twice."""
    if running.pk in (rule.pk, rule.replaces_id):
        return False
    same = (running.kind, running.owed, running.owed_by) == (rule.kind, rule.owed, rule.owed_by)
    return same and running.children == rule.children
