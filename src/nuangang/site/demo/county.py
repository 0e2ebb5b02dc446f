"""A whole county by bulk load: so many schools, children and care records, all invented and seeded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from nuangang.accounts.models import Region, School
from nuangang.care.models import CareRecord, Duty, PeriodResult
from nuangang.mentoring.effect import reasons_of
from nuangang.mentoring.matching import propose
from nuangang.mentoring.roll import roll_of
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.set_up import open_classes
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative, Tie
from nuangang.site.demo.build import COUNTY, MAIN, Plan, county_viewer
from nuangang.site.demo.figures import keep_past
from nuangang.site.demo.history import care_begins
from nuangang.site.demo.invent import Inventor
from nuangang.site.demo.lasting import DUTY
from nuangang.site.demo.loading import Table, as_one_load, write_objects
from nuangang.site.demo.past import (
    RECORD,
    RESULT,
    Past,
    Telling,
    past_of,
    rules_since,
    slow_down,
)
from nuangang.site.demo.pupils import enrol
from nuangang.site.demo.staff import LEADERS, employ_team
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import SCHOOL_ZONE, Calendar
from nuangang.terms.holidays import with_proposals
from nuangang.terms.queries import calendar_of

FEWEST_CHILDREN = 12
KINDS = (
    ("junior", "初级中学", (7, 9), "five_ones_b"),
    ("primary", "中心小学", (1, 6), "six_ones"),
    ("nine_year", "九年一贯制学校", (1, 9), "talk_and_call_weekly"),
)
TOWNS = [
    a + b
    for b in "河山坪溪塘岭湾石泉"
    for a in ("龙", "青", "金", "双", "大", "东", "西", "红", "沙", "古")
]
ORDINALS = "二三四五六七八九"
ONE_DAY = timedelta(days=1)
SHARE = MAIN.left_behind / MAIN.pupils
OF_DUTIES = 0.85
A_WEEK = 1.05
THERE = 0.67
FILES = (Child, Relative, Contact, ParentFact, ChildGroup, Tie)


@dataclass(frozen=True)
class Size:
    """How large a county is wanted."""

    schools: int
    children: int
    records: int

    @property
    def problem(self) -> str:
        """Return the name of what can't be, empty when all can."""
        if self.schools < 1:
            return "schools"
        if self.children < self.schools * FEWEST_CHILDREN:
            return "children"
        return "records" if self.records < 0 else ""


def build_county(
    progress: Callable[[str], None], size: Size, *, seed: int, now: datetime | None = None
) -> School:
    """Make the county in an empty database, all or nothing, and return its first school."""
    now = now or timezone.now()
    draw, inventor = Random(seed), Inventor(seed)
    plans = list(plans_of(size, draw))
    with as_one_load([CareRecord, PeriodResult], [*FILES, Duty]):
        county = Region.objects.create(level=Region.Level.COUNTY, name=COUNTY)
        towns: dict[str, Region] = {}
        schools = []
        for number, plan in enumerate(plans, start=1):
            progress(f"{number}/{size.schools} {plan.name}")
            schools.append(_school(inventor, county, towns, plan, now, size))
        county_viewer(county)
        _tell_past(progress, schools, plans, size, draw, now)
    for number, (school, _since) in enumerate(schools, start=1):
        if number % 10 == 0 or number == len(schools):
            progress(f"{number}/{size.schools} 所学校的数字")
        keep_past(school, now)
    return schools[0][0]


def plans_of(size: Size, draw: Random) -> Iterator[Plan]:
    """Yield what each school is like; the first is the demonstration school, as far as there is room."""
    named: dict[tuple[str, str], int] = {}
    for number, pupils in enumerate(_pupils(size, draw)):
        kind, word, grades, rules = KINDS[number % len(KINDS)]
        town = TOWNS[number // len(KINDS) % len(TOWNS)]
        named[town, word] = again = named.get((town, word), 0) + 1
        ordinal = "" if again == 1 else f"第{ORDINALS[again - 2] if again < 10 else again}"
        classes = max(1, round(pupils / (grades[1] - grades[0] + 1) / 45))
        teachers = len(LEADERS) + classes * (grades[1] - grades[0] + 1)
        staff = max(teachers + 3, round(pupils / 18))
        plan = Plan(
            f"{town}镇{ordinal}{word}", f"demo-{number + 1:03d}", f"{town}镇", pupils,
            round(pupils * SHARE * draw.uniform(0.85, 1.12)), classes, staff, round(staff * 0.4),
            rules, kind, grades,
        )  # fmt: skip
        yield _as_main(plan) if number == 0 else plan


def _as_main(plan: Plan) -> Plan:
    """Return the plan of the first school: the demonstration's own, where the pupils suffice."""
    if plan.pupils == MAIN.pupils:
        return MAIN
    return replace(
        plan, name=MAIN.name, short_name=MAIN.short_name, township=MAIN.township, cast=True
    )


def _pupils(size: Size, draw: Random) -> list[int]:
    """Share the children out to schools of different sizes; the sum is exact."""
    mean = size.children / size.schools
    if size.schools == 1:
        return [size.children]
    first = MAIN.pupils if mean >= MAIN.pupils / 2 else round(1.5 * mean)
    first = min(first, size.children - (size.schools - 1) * FEWEST_CHILDREN)
    weights = [draw.uniform(0.4, 1.6) for _ in range(size.schools - 1)]
    spare = size.children - first - (size.schools - 1) * FEWEST_CHILDREN
    rest = [FEWEST_CHILDREN + int(spare * w / sum(weights)) for w in weights]
    for number in range(size.children - first - sum(rest)):
        rest[number % len(rest)] += 1
    return [first, *rest]


def _school(
    inventor: Inventor,
    county: Region,
    towns: dict[str, Region],
    plan: Plan,
    now: datetime,
    size: Size,
) -> tuple[School, date]:
    """Make a school with its people and pairs; return it and the day from which care is told."""
    if plan.township not in towns:
        towns[plan.township] = Region.objects.create(
            level=Region.Level.TOWNSHIP, name=plan.township, parent=county
        )
    today = timezone.localdate(now)
    year = today.year if today.month >= 9 else today.year - 1
    first, last = plan.grades
    school = School.objects.create(
        name=plan.name, short_name=plan.short_name, kind=plan.kind, region=towns[plan.township],
        first_grade=first, last_grade=last, is_demo=True,
    )  # fmt: skip
    classes = open_classes(
        school,
        school_year=year,
        per_grade=dict.fromkeys(range(first, last + 1), plan.classes_per_grade),
    )
    team = employ_team(
        inventor, school, classes, size=plan.staff, party=plan.party,
        since=date(year - 4, 9, 1), with_cast=plan.cast,
    )  # fmt: skip
    actor = actor_for(team.lead.user_id)
    school = set_calendar(actor, school, with_proposals(Calendar(), year - 2, year))
    begins = _begins(calendar_of(school), today, size)
    _children(inventor, actor, school, classes, plan, year, begins)
    _pairs(inventor, school, team.lead.pk, begins, today)
    refresh_files(school, today=today)
    rules_since(school, plan.rules, begins, team.lead)
    return school, begins


def _begins(calendar: Calendar, today: date, size: Size) -> date:
    """Return the first day of care: so many terms back that the duties bring most of the records."""
    latest = care_begins(calendar, today)
    begins = [term.begins for term in calendar.terms if term.begins < latest and term.number == 1]
    for day in begins:
        weeks = sum(day <= week.begins <= today and not week.exempt for week in calendar.weeks)
        if weeks * THERE * A_WEEK * SHARE * size.children <= OF_DUTIES * size.records:
            return day
    return latest


def _children(
    inventor: Inventor,
    actor: Any,
    school: School,
    classes: list[Any],
    plan: Plan,
    year: int,
    begins: date,
) -> None:
    def write(bundle: Bundle) -> None:
        for model, rows in bundle.new_rows().items():
            if model is Child:
                for child in rows:
                    child.made_at = _morning(max(child.joined_on, begins))  # type: ignore[attr-defined]
            write_objects(model, rows)

    enrol(
        inventor, actor, school, classes,
        pupils=plan.pupils, left_behind=plan.left_behind, year=year, write=write,
    )  # fmt: skip


def _pairs(inventor: Inventor, school: School, lead: Any, begins: date, today: date) -> None:
    """Pair every left-behind child since the first day of care, but a few who have just come."""
    roll = roll_of(school, today)
    late = inventor.draw.sample(sorted(roll.children), max(1, len(roll.children) // 80))
    newcomers = Child.objects.of(school).filter(pk__in=late)
    joined = today - 12 * ONE_DAY
    newcomers.update(joined_on=joined, made_at=_morning(joined))
    since = dict(Child.objects.of(school).values_list("pk", "joined_on"))
    roll = roll.only(roll.children.keys() - set(late))
    plan = propose(roll.children_to_pair(), roll.adults_to_pair(), roll.wishes.preferences)
    ties = (
        Tie(
            school_id=school.pk,
            child_id=pair.child,
            adult_id=pair.adult,
            since=max(begins, since[pair.child] or begins),
            why=reasons_of(pair),
            approved_by_id=lead,
            made_at=_morning(max(begins, since[pair.child] or begins)),
        )
        for pair in plan.pairs
    )
    write_objects(Tie, ties)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), SCHOOL_ZONE)


def _tell_past(
    progress: Callable[[str], None],
    schools: list[tuple[School, date]],
    plans: list[Plan],
    size: Size,
    draw: Random,
    now: datetime,
) -> None:
    """Write records, results and duties, term by term over all schools, as they would have come."""
    pasts, given, pupils = [], 0, 0
    for (school, _begins), plan in zip(schools, plans, strict=True):
        pupils += plan.pupils
        share = size.records * pupils // size.children - given
        given += share
        past = past_of(school, now, draw=draw, records=share)
        slow_down(past, most=0.9)
        pasts.append(past)
    today, begins = timezone.localdate(now), schools[0][1]
    terms = [t.begins for t in pasts[0].calendar.terms if begins <= t.begins <= today]
    spans = [(a, b - ONE_DAY) for a, b in zip(terms, [*terms[1:], today + ONE_DAY], strict=True)]
    extra = {id(past): max(0.0, past.records_left - past.expected) for past in pasts}
    tables = Table(CareRecord, RECORD), Table(PeriodResult, RESULT)
    written = 0
    for number, (first, last) in enumerate(spans, start=1):
        part = ((last - first).days + 1) / ((today - begins).days + 1)
        for past in pasts:
            written += _span(
                past, first, last, int(extra[id(past)] * part), tables, number == len(spans)
            )
        progress(f"{first:%Y-%m-%d} – {last:%Y-%m-%d}: {written:,}")
    duties = Table(Duty, DUTY)
    for past in pasts:
        duties.write(past.standing())
    progress("indexes")


def _span(
    past: Past, first: date, last: date, extra: int, tables: tuple[Table, Table], present: bool
) -> int:
    telling, (records, results) = Telling(past), tables
    telling.span(first, last)
    if present:
        telling.present()  # before what is done beside uses up the records
    telling.beside(first, last, past.records_left if present else extra)
    telling.records.sort()
    results.write(telling.results)
    return records.write(telling.records)
