"""The days the clock slept through on which something turned, so that they are lived through late.

A parent comes home, a rule ends, a stand-in begins on a date. Were all of it put right only on
the day the clock wakes, the periods between would be frozen for the wrong people.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Max, Q

from nuangang.accounts.models import School
from nuangang.care.models import CareRule, NightWork
from nuangang.people.definitions import DEFINITIONS, decide
from nuangang.people.families import Circumstances, in_parts
from nuangang.people.models import Child, Staff, StaffPost, Tie
from nuangang.terms.calendar import DAY, SCHOOL_ZONE, days_of, school_day_now
from nuangang.terms.queries import calendar_of

SETTLED = "settled"
AFTER_MIDNIGHT = time(0, 2)
FURTHEST_BACK = timedelta(days=400)


def note_settled(school: School, now: datetime) -> None:
    """Keep that the duties fit the day of `now`; one note a day, called under the school's lock."""
    day = school_day_now(now)
    notes = NightWork.objects.filter(school_id=school.pk, work=SETTLED)
    if not notes.filter(day__gte=day).exists():
        NightWork.objects.create(school_id=school.pk, work=SETTLED, day=day, done_at=now)


def nights_missed(school: School, now: datetime) -> dict[datetime, bool]:
    """Return just after midnight of each day since the last one settled on which something turns.

    Each with whether a child's label turns then, or is told of for the first time.
    One statement while no day was missed; else half a dozen, and three for each 500 children.
    """
    notes = NightWork.objects.filter(school_id=school.pk, work=SETTLED)
    last = notes.aggregate(last=Max("day"))["last"]
    today = school_day_now(now)
    if last is None or last >= today - DAY:
        return {}
    first, yesterday = max(last, today - FURTHEST_BACK) + DAY, today - DAY
    turning = {*_labels_turn(school, first, yesterday), *_joined(school, first, yesterday)}
    days = sorted(turning.union(_dated(school, first, yesterday)))
    return {datetime.combine(d, AFTER_MIDNIGHT, SCHOOL_ZONE): d in turning for d in days}


def _dated(school: School, first: date, last: date) -> Iterator[date]:
    """Yield the days on which somebody or something begins, or first no longer holds."""
    for model, begins, ends, shift in (
        (Tie, "since", "until", 0),
        (StaffPost, "since", "until", 0),
        (Staff, "since", "until", 0),
        (Child, "joined_on", "left_on", 0),
        (CareRule, "since", "until", 1),
    ):
        for name, later in ((begins, 0), (ends, shift)):
            span = (first - later * DAY, last - later * DAY)
            rows: Any = model._default_manager.filter(school_id=school.pk)
            found = rows.filter(**{f"{name}__range": span}).order_by()
            yield from (day + later * DAY for day in found.values_list(name, flat=True).distinct())


def _joined(school: School, first: date, last: date) -> Iterator[date]:
    """Yield the days on which a child joined: nobody labels a child who is not here yet."""
    rows = Child.objects.filter(school_id=school.pk, joined_on__range=(first, last)).order_by()
    yield from rows.values_list("joined_on", flat=True).distinct()


def _labels_turn(school: School, first: date, last: date) -> Iterator[date]:
    """Yield the days on which a child's label differs from the day before."""
    definition = DEFINITIONS[school.definition]
    here = Child.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=last),
        Q(left_on__isnull=True) | Q(left_on__gt=first),
        school_id=school.pk,
    )
    days = list(days_of(first - DAY, last))
    calendar = calendar_of(school, year=last.year)
    for ids in in_parts(list(here.values_list("pk", flat=True))):
        for year in sorted({calendar.school_year_of(day) for day in days}):
            own = [day for day in days if calendar.school_year_of(day) == year]
            known = Circumstances(school.pk, ids, year)
            for row in known.rows():
                facts = known.child_facts(row)
                states = [(day, decide(definition, facts, day).state) for day in own]
                yield from (b for (_a, one), (b, other) in pairwise(states) if one != other)
            if own[0] != days[0]:
                yield own[0]
