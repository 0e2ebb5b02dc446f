"""Building the demonstration county: one full school, and three small ones for the county's page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.accounts.posts import RegionPostKind
from nuangang.care.actions import adopt_template, reconcile_duties
from nuangang.care.actions.waking import note_settled
from nuangang.lib.statistics import look_at_rows
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.set_up import open_classes
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, SchoolClass, Tie
from nuangang.site.demo.consents import ask_families
from nuangang.site.demo.figures import keep_past
from nuangang.site.demo.history import care_begins, record_term
from nuangang.site.demo.incidents import tell_incidents
from nuangang.site.demo.invent import Inventor
from nuangang.site.demo.log import keep_log
from nuangang.site.demo.pairs import pair_up
from nuangang.site.demo.papers import file_papers
from nuangang.site.demo.pupils import enrol
from nuangang.site.demo.safety import give_numbers, sign_agreements
from nuangang.site.demo.sealed import tell_sealed
from nuangang.site.demo.staff import ask_outside, employ_team
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import SCHOOL_ZONE, Calendar
from nuangang.terms.holidays import with_proposals
from nuangang.terms.queries import calendar_of

COUNTY, TOWNSHIP, PHONE = "云岭县", "清溪镇", "0871 6800100"
SEED = 20261124
RULES, TUTORING = "five_ones_b", "five_ones_a"
ONE_DAY = timedelta(days=1)
LATE_ARRIVALS = 11
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How large a demonstration school is."""

    name: str
    short_name: str
    township: str
    pupils: int
    left_behind: int
    classes_per_grade: int
    staff: int
    party: int
    rules: str = RULES
    kind: str = "junior"
    grades: tuple[int, int] = (7, 9)
    cast: bool = field(default=False)
    phone: str = ""


MAIN = Plan("清溪镇初级中学", "demo", TOWNSHIP, 1400, 856, 8, 78, 31, cast=True, phone=PHONE)
NEIGHBOURS = (
    Plan("石门镇初级中学", "demo-shimen", "石门镇", 320, 171, 2, 30, 9),
    Plan(
        "白沙镇中心小学",
        "demo-baisha",
        "白沙镇",
        240,
        96,
        1,
        24,
        6,
        "five_ones_a",
        "primary",
        (1, 6),
    ),
    Plan("桥头镇初级中学", "demo-qiaotou", "桥头镇", 210, 118, 1, 22, 8),
)


def build_demo(progress: Progress, *, seed: int = SEED, today: date | None = None) -> School:
    """Make the demonstration county in an empty database and return its full school."""
    today = today or timezone.localdate()
    county = Region.objects.create(level=Region.Level.COUNTY, name=COUNTY)
    county_viewer(county)
    county_officer(county)
    schools = []
    for number, plan in enumerate((MAIN, *NEIGHBOURS)):
        progress(plan.name)
        with transaction.atomic():
            schools.append(_school(Inventor(seed + number), county, plan, today))
    look_at_rows()
    return schools[0]


def _school(inventor: Inventor, county: Region, plan: Plan, today: date) -> School:
    township = Region.objects.create(level=Region.Level.TOWNSHIP, name=plan.township, parent=county)
    school = School.objects.create(
        name=plan.name,
        short_name=plan.short_name,
        kind=plan.kind,
        region=township,
        first_grade=plan.grades[0],
        last_grade=plan.grades[1],
        phone=plan.phone,
        is_demo=True,
    )
    year = today.year if today.month >= 9 else today.year - 1
    classes = open_classes(
        school,
        school_year=year,
        per_grade=dict.fromkeys(range(plan.grades[0], plan.grades[1] + 1), plan.classes_per_grade),
    )
    team = employ_team(
        inventor,
        school,
        classes,
        size=plan.staff,
        party=plan.party,
        since=date(year - 4, 9, 1),
        with_cast=plan.cast,
    )
    if plan.cast:
        ask_outside(school, since=date(year - 1, 9, 1), seed=SEED - 1)
    actor = actor_for(team.lead.user_id)
    school = set_calendar(actor, school, with_proposals(Calendar(), year - 1, year))
    _children(inventor, actor, school, classes, plan, year, today)
    _care(inventor, actor, school, plan, today)
    if plan.cast:
        tell_sealed(school, timezone.now())
        tell_incidents(school, timezone.now())
        keep_log(inventor, school, team, today)
        ask_families(actor_for(team.head.user_id), today=today)
        file_papers(actor_for(team.lead.user_id), team.head, today=today)
        sign_agreements(school, team.head, team.lead, today)
        give_numbers(school, team.head, team.class_teachers)
    return school


def _children(
    inventor: Inventor,
    actor: Any,
    school: School,
    classes: list[SchoolClass],
    plan: Plan,
    year: int,
    today: date,
) -> None:
    enrol(
        inventor,
        actor,
        school,
        classes,
        pupils=plan.pupils,
        left_behind=plan.left_behind,
        year=year,
    )
    begins = care_begins(calendar_of(school), today)
    Child.objects.of(school).filter(joined_on__gt=begins).update(joined_on=begins)
    refresh_files(school, today=today)


def _care(inventor: Inventor, actor: Any, school: School, plan: Plan, today: date) -> None:
    """Let the term pass: pairs on its first day, records, the rules since then, the clock."""
    calendar = calendar_of(school)
    begins = care_begins(calendar, today)
    late = LATE_ARRIVALS if plan.cast else 2
    pair_up(inventor, actor, school, since=begins, without=late, joined=today - 12 * ONE_DAY)
    record_term(
        inventor, school, calendar, begins=begins, today=today, tutoring=plan.rules == TUTORING
    )
    adopt_template(actor, school, plan.rules, since=begins)
    note_settled(school, timezone.now())  # the story's clock was awake: nothing to live through
    reconcile_duties(school, now=timezone.now())
    refresh_files(school, today=today)
    _date_back(school, begins)


def _date_back(school: School, begins: date) -> None:
    """Let files and pairs be as old as the story tells, so that the board's news is true."""
    first_day = datetime.combine(begins, time(9), SCHOOL_ZONE)
    for model in (Child, Tie):
        model.objects.of(school).update(made_at=first_day)
    for child in Child.objects.of(school).filter(joined_on__gt=begins):
        joined = datetime.combine(child.joined_on or begins, time(9), SCHOOL_ZONE)
        Child.objects.of(school).filter(pk=child.pk).update(made_at=joined)
    keep_past(school, timezone.now())


def county_viewer(county: Region) -> None:
    """Make somebody who sees the county's figures."""
    _above(county, "county", "县关爱办", RegionPostKind.COUNTY_VIEWER)


def county_officer(county: Region) -> None:
    """Make somebody to whom incidents of the county are escalated."""
    _above(county, "county-officer", "县专管员", RegionPostKind.COUNTY_OFFICER)


def _above(county: Region, login: str, name: str, kind: str) -> None:
    user = User(login=login, name=name)
    user.set_unusable_password()
    user.save()
    RegionPost.objects.create(user=user, region=county, kind=kind, since=date(2020, 9, 1))
