"""Looking through the log for odd reading, by the clock and never while somebody waits."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.audit.keeping import rules_of
from nuangang.audit.models import Entry, LogRules, OddReading, Reason
from nuangang.audit.odd import Seen, Span, by_day, by_night, most_in_an_hour, span
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Tie
from nuangang.terms.calendar import SCHOOL_ZONE, school_day_now

EVERY = timedelta(minutes=15)
OPENING = ("read_file", "read_history", "read_form", "revealed", "printed_transfer_card")
ALL_CHILDREN = {
    Post.HEAD.value, Post.DEPUTY.value, Post.LEAD.value, Post.RECORDS_OFFICER.value
}  # fmt: skip
Rule = OddReading.Rule
By = dict[tuple[UUID, str], list[Seen]]


def look_if_due(school: School, now: datetime) -> bool:
    """Look through yesterday and today, a quarter of an hour after the last time; say whether.

    One conditional statement claims the turn, so that only one of several clocks looks.
    """
    due = Q(looked_at__isnull=True) | Q(looked_at__lt=now - EVERY)
    rows = LogRules.objects.filter(school_id=school.pk)
    if not rows.filter(due).update(looked_at=now):
        if rows.exists():
            return False
        LogRules.objects.bulk_create(
            [LogRules(school_id=school.pk, looked_at=now)], ignore_conflicts=True
        )
    look(school, now)
    return True


@transaction.atomic
def look(school: School, now: datetime) -> int:
    """Raise a question for all that is odd since the evening before last; return how many are new."""
    rules = rules_of(school.pk)
    since = datetime.combine(school_day_now(now) - timedelta(days=1), time(), SCHOOL_ZONE)
    opened = _seen(school, since - timedelta(hours=12), verb__in=OPENING)
    refused = _seen(school, since, verb="refused")
    found = list(_odd(school, rules, opened, since.date()))
    for (user, name), seen in refused.items():
        for day, some in by_day(seen).items():
            found.append((user, name, Rule.REFUSED, day, span(some), rules.refused))
    return sum(
        _raise(school, user, name, rule, day, part)
        for user, name, rule, day, part, limit in found
        if limit and part.files >= limit
    )


def _seen(school: School, since: datetime, **verbs: Any) -> By:
    """Return what each person opened, in order; what programs fetch by a token is not reading."""
    rows = Entry.objects.filter(
        school_id=school.pk, at__gte=since, kind="child", object_id__isnull=False,
        actor_user_id__isnull=False, **verbs,
    ).order_by("at")  # fmt: skip
    found: By = {}
    columns = ("actor_user_id", "actor_name", "at", "object_id", "detail")
    plain: Any = rows.values_list(*columns)
    for user, name, at, file, detail in plain:
        if "integration" not in detail:
            found.setdefault((user, name), []).append(Seen(at.astimezone(SCHOOL_ZONE), file))
    return found


def _odd(
    school: School, rules: LogRules, opened: By, since: date
) -> Iterator[tuple[UUID, str, str, date, Span, int]]:
    for (user, name), seen in opened.items():
        for night, part in by_night(seen, rules.night_from, rules.night_to).items():
            yield user, name, Rule.AT_NIGHT, night, part, rules.at_night
        for day, some in by_day(seen).items():
            if day < since:
                continue
            if hour := most_in_an_hour(some):
                yield user, name, Rule.IN_AN_HOUR, day, hour, rules.in_an_hour
            if len({one.file for one in some}) >= rules.of_others > 0:
                others = _of_others(school, user, some)
                if others:
                    yield user, name, Rule.OF_OTHERS, day, span(others), rules.of_others


def _of_others(school: School, user: UUID, seen: list[Seen]) -> list[Seen]:
    """Keep the files of children who are neither in the person's class or grade nor tied to them.

    Nothing is left for those whose post is the whole school's files.
    """
    actor = actor_for(user)
    if actor is None or actor.roles & ALL_CHILDREN:
        return []
    files = {one.file for one in seen}
    own = Q(klass_id__in=actor.class_ids) | Q(klass__entry_year__in=actor.grade_years)
    rows = Child.objects.filter(school_id=school.pk, pk__in=files)
    mine = set(rows.filter(own).values_list("pk", flat=True))
    ties = Tie.objects.filter(school_id=school.pk, adult_id=actor.staff_id, child_id__in=files)
    mine |= set(ties.values_list("child_id", flat=True))
    return [one for one in seen if one.file not in mine]


def _raise(school: School, user: UUID, name: str, rule: str, day: date, part: Span) -> bool:
    """Keep the question, or bring an open one up to date; say whether it is new."""
    why = _expected(school, user, day)
    fresh = OddReading(
        school_id=school.pk, user_id=user, name=name, rule=rule, day=day, count=part.files,
        first_at=part.first, last_at=part.last, note=why,
        state=OddReading.State.EXPLAINED if why else OddReading.State.OPEN,
    )  # fmt: skip
    rows = OddReading.objects.filter(school_id=school.pk, user_id=user, rule=rule, day=day)
    if rows.exists():
        rows.filter(state=OddReading.State.OPEN, count__lt=part.files).update(
            count=part.files, first_at=part.first, last_at=part.last
        )
        return False
    OddReading.objects.bulk_create([fresh], ignore_conflicts=True)
    return True


def _expected(school: School, user: UUID, day: date) -> str:
    rows = Reason.objects.filter(school_id=school.pk, begins__lte=day, ends__gte=day)
    found = rows.filter(Q(user_id=user) | Q(user_id__isnull=True)).first()
    return found.why if found else ""


@transaction.atomic
def settle(actor: Any, odd: OddReading, *, state: str, note: str, now: datetime) -> None:
    """Note what became of a question; it can be settled anew."""
    rows = OddReading.objects.filter(school_id=odd.school_id, pk=odd.pk)
    rows.update(state=state, note=note, settled_by=actor.name[:80], settled_at=now)
    record(actor, "odd_settled", kind="odd_reading", object_id=odd.pk, label=odd.name, state=state)
