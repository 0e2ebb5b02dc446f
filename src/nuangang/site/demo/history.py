"""One term of care behind the demonstration, with believable gaps."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.care.models import CareRecord
from nuangang.people.models import Child, Staff, Tie
from nuangang.site.demo.invent import WORDS, Inventor
from nuangang.terms.calendar import SCHOOL_ZONE, Calendar

NEVER_REACHED = 9
LONG_AGO = 14
DILIGENCE = ((0.62, 0.97), (0.85, 0.80), (0.95, 0.5), (1.01, 0.12))
ASPECTS = ("study", "life", "mood", "friends", "body")
LOOK_BACK = timedelta(days=42)
AT_ONCE = 1000


def care_begins(calendar: Calendar, today: date) -> date:
    """Return the first day of the latest term that has at least six weeks behind it."""
    begun = [term.begins for term in calendar.terms if term.begins <= today - LOOK_BACK]
    return begun[-1]


def record_term(
    inventor: Inventor,
    school: School,
    calendar: Calendar,
    *,
    begins: date,
    today: date,
    tutoring: bool,
) -> int:
    """Write the care records of every pair from `begins` to today; return how many."""
    ties = Tie.objects.of(school).filter(until__isnull=True).select_related("adult", "child")
    pairs = [(tie.child, tie.adult) for tie in ties.order_by("id")]
    inventor.draw.shuffle(pairs)
    silent = {child.pk for child, _adult in pairs[:NEVER_REACHED]}
    fading = {child.pk for child, _adult in pairs[NEVER_REACHED : NEVER_REACHED + LONG_AGO]}
    diligence = {adult.pk: _diligence(inventor) for _child, adult in pairs}
    weeks = _weeks(calendar, begins, today)
    rows: list[CareRecord] = []
    for child, adult in pairs:
        if child.pk in silent:
            continue
        until = today - timedelta(days=33) if child.pk in fading else today
        rows += _of_pair(inventor, child, adult, weeks, diligence[adult.pk], until)
        if tutoring:
            rows += _tutoring(inventor, child, adult, weeks, diligence[adult.pk], until)
    rows.sort(key=lambda row: row.recorded_at)
    CareRecord.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _diligence(inventor: Inventor) -> float:
    dice = inventor.draw.random()
    return next(share for edge, share in DILIGENCE if dice < edge)


def _weeks(calendar: Calendar, begins: date, today: date) -> list[list[date]]:
    """Return the school days of each teaching week from `begins` to today."""
    weeks = [w for w in calendar.weeks if w.ends >= begins and w.begins <= today]
    return [
        [d for d in (w.begins + timedelta(days=n) for n in range(7)) if _counts(calendar, d, today)]
        for w in weeks
    ]


def _counts(calendar: Calendar, day: date, today: date) -> bool:
    return calendar.is_school_day(day) and day <= today


def _of_pair(
    inventor: Inventor,
    child: Child,
    adult: Staff,
    weeks: list[list[date]],
    diligence: float,
    until: date,
) -> Iterator[CareRecord]:
    visited, gifted = inventor.draw.randrange(5, 9), inventor.draw.randrange(2, 8)
    for number, days in enumerate(weeks):
        days = [d for d in days if d <= until]
        share = diligence * (min(len(days), 5) / 5 if number == len(weeks) - 1 else 1)
        if days and inventor.chance(share):
            yield _record(inventor, child, adult, "talk", inventor.draw.choice(days))
        if days and number % 4 == 1 and inventor.chance(diligence):
            kind = "parent_call" if inventor.chance(0.7) else "carer_call"
            day = inventor.draw.choice(days)
            if inventor.chance(0.12):
                yield _record(inventor, child, adult, kind, day, could_not="no_answer")
            else:
                yield _record(inventor, child, adult, kind, day, with_whom="father")
        if days and number == visited and inventor.chance(diligence * 0.6):
            yield _record(inventor, child, adult, "home_visit", inventor.draw.choice(days))
        if days and number == gifted and inventor.chance(diligence * 0.5):
            yield _record(inventor, child, adult, "gift", inventor.draw.choice(days))


def _tutoring(
    inventor: Inventor,
    child: Child,
    adult: Staff,
    weeks: list[list[date]],
    diligence: float,
    until: date,
) -> Iterator[CareRecord]:
    for days in weeks:
        days = [d for d in days if d <= until]
        if days and inventor.chance(diligence * 0.9):
            yield _record(inventor, child, adult, "tutoring", inventor.draw.choice(days))


def _record(
    inventor: Inventor, child: Child, adult: Staff, kind: str, day: date, **more: Any
) -> CareRecord:
    draw = inventor.draw
    at = datetime.combine(day, time(draw.randint(8, 17), draw.randint(0, 59)), SCHOOL_ZONE)
    talk = kind in ("talk", "home_visit")
    words = "" if more.get("could_not") else draw.choice(WORDS.get(kind, WORDS["parent_call"]))
    return CareRecord(
        school_id=child.school_id,
        child=child,
        kind=kind,
        staff=adult,
        recorded_by=adult,
        happened_on=day,
        recorded_at=min(at, timezone.now()),
        aspects=draw.sample(ASPECTS, draw.randint(1, 2)) if talk else [],
        mood=draw.choices(("good", "so_so", "low"), (70, 24, 6))[0] if talk else "",
        words=words,
        **more,
    )
