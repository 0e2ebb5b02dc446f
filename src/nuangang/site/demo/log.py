"""The log of a demonstration school's last days: who signed in, opened and printed, and one busy hour."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.chain import chain
from nuangang.audit.models import Entry
from nuangang.audit.verbs import keep_of
from nuangang.audit.verifying import keep_check, verify
from nuangang.desk.odd_reading import look
from nuangang.lib.inserts import insert_each
from nuangang.people.models import Child, Tie
from nuangang.site.demo.invent import Inventor
from nuangang.site.demo.staff import Team
from nuangang.terms.calendar import SCHOOL_ZONE

DAYS, BUSY = 6, 64


def keep_log(inventor: Inventor, school: School, team: Team, today: date) -> None:
    """Write the log of the last days, chain it, and let the clock find what is odd in it."""
    now = timezone.now()
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() < 5 or back == 1:
            entries = list(_of_day(inventor, school, team, day, last=back == 1))
            insert_each(entries)
            chain(school.pk, datetime.combine(day, time(23), SCHOOL_ZONE))
    look(school, now)
    keep_check(verify(school.pk), now)


def _of_day(
    inventor: Inventor, school: School, team: Team, day: date, *, last: bool
) -> Iterator[Entry]:
    mine = Tie.objects.filter(school_id=school.pk, until=None).select_related("child", "adult")
    pairs = list(mine.order_by("pk")[:200])
    for pair in inventor.draw.sample(pairs, min(12, len(pairs))):
        at = _moment(day, inventor.draw.randrange(8 * 60, 17 * 60))
        yield _entry(school, pair.adult, at, "signed_in", "user")
        yield _entry(
            school, pair.adult, at + timedelta(minutes=2), "read_file", "child", pair.child
        )
    head = team.head, _moment(day, 9 * 60 + 10)
    yield _entry(school, *head, "signed_in", "user")
    yield _entry(school, *head, "read_figures", "board")
    if last:
        yield from _busy_hour(school, team, day)


def _busy_hour(school: School, team: Team, day: date) -> Iterator[Entry]:
    """Let the lead read many files within the hour, as before an inspection."""
    children = Child.objects.filter(school_id=school.pk, left_on=None).order_by("pk")[:BUSY]
    for number, child in enumerate(children):
        at = _moment(day, 15 * 60) + timedelta(seconds=50 * number)
        yield _entry(school, team.lead, at, "read_file", "child", child)


def _entry(
    school: School, who: Any, at: datetime, verb: str, kind: str, child: Child | None = None
) -> Entry:
    return Entry(
        at=at,
        school_id=school.pk,
        actor_user_id=who.user_id,
        actor_name=who.name,
        verb=verb,
        kind=kind,
        object_id=child.pk if child else who.user_id if kind == "user" else None,
        label=child.name if child else "",
        keep=keep_of(verb, kind),
    )


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), SCHOOL_ZONE) + timedelta(minutes=minutes)
