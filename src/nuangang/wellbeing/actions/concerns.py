"""Concerns: written, received, acted on, closed, opened again; every step is added, none is changed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import Person, record
from nuangang.people.models import Child
from nuangang.policy.actor import Clock
from nuangang.terms.calendar import DAY, SCHOOL_ZONE, school_day_now
from nuangang.terms.queries import calendar_of
from nuangang.wellbeing.actions.counting import recount
from nuangang.wellbeing.models import Concern, ConcernChild, ConcernStep

SOON = timedelta(hours=2)
LONGEST = 3
State, Circle, Kind = Concern.State, Concern.Circle, ConcernStep.Kind


def due_of(school: School, urgency: str, now: datetime) -> datetime:
    """Return by when somebody should have received a concern: two hours, or the same time next school day.

    Over a holiday it is three days at most.
    """
    if urgency == Concern.Urgency.TODAY:
        return now + SOON
    calendar, today = calendar_of(school), school_day_now(now)
    days = (today + number * DAY for number in range(1, LONGEST + 1))
    day = next((d for d in days if calendar.is_school_day(d)), today + LONGEST * DAY)
    return datetime.combine(day, now.astimezone(SCHOOL_ZONE).timetz())


@transaction.atomic
def raise_concern(
    actor: Any,
    *,
    once: UUID,
    children: Iterable[Child],
    words: str,
    happened_on: date,
    urgency: str,
    circle: str = Circle.ALL,
    place: str = "",
    named: str = "",
    now: datetime | None = None,
) -> Concern:
    """Write a concern down; sent twice with the same `once` it is one, and stays as it came first."""
    now = now or timezone.now()
    made, fresh = Concern.objects.get_or_create(
        pk=uuid5(actor.staff_id, str(once)),
        school_id=actor.school_id,
        defaults={
            "written_by_id": actor.staff_id,
            "written_at": now,
            "happened_on": happened_on,
            "urgency": urgency,
            "circle": circle,
            "due_at": due_of(actor.school, urgency, now),
        },
    )
    if fresh:
        ConcernChild.objects.bulk_create(
            ConcernChild(school_id=actor.school_id, concern=made, child=child) for child in children
        )
        _step(actor, made, Kind.TOLD, now, words=words, place=place, named=named)
        record(_unnamed(actor, made), "raised_concern", kind="concern", object_id=made.pk)
        recount(actor.school_id)
    return made


def _unnamed(actor: Any, concern: Concern) -> Any:
    """Return who is named in the record: nobody, where the head must not learn who wrote about the head."""
    hidden = concern.circle == Circle.NOT_HEAD
    return Person("", school_id=actor.school_id) if hidden else actor


@transaction.atomic
def add_line(actor: Any, concern: Concern, words: str, *, now: datetime | None = None) -> None:
    """Add a further line by the writer: whoever reads it has to receive it anew."""
    now = now or timezone.now()
    _step(actor, concern, Kind.ADDED, now, words=words)
    _set(
        concern, state=State.NEW, escalated_at=None, closed_at=None,
        due_at=due_of(actor.school, concern.urgency, now),
    )  # fmt: skip
    record(_unnamed(actor, concern), "added_to_concern", kind="concern", object_id=concern.pk)
    recount(concern.school_id)


@transaction.atomic
def receive_concern(actor: Any, concern: Concern, *, now: datetime | None = None) -> bool:
    """Take a new concern on; of two who do it at once, one does. Says whether it was this one."""
    now = now or timezone.now()
    rows = Concern.objects.filter(school_id=concern.school_id, pk=concern.pk, state__in=[State.NEW])
    if not rows.update(state=State.RECEIVED, received_by_id=actor.staff_id, received_at=now):
        return False
    _step(actor, concern, Kind.RECEIVED, now)
    record(actor, "received_concern", kind="concern", object_id=concern.pk)
    recount(concern.school_id)
    return True


@transaction.atomic
def act_on_concern(
    actor: Any,
    concern: Concern,
    *,
    kind: str,
    words: str,
    said: str = "",
    now: datetime | None = None,
) -> None:
    """Note what was done; whoever acts has received it. `said` is what the writer is told."""
    now = now or timezone.now()
    receive_concern(actor, concern, now=now)
    _step(actor, concern, kind, now, words=words)
    if said:
        _set(concern, said=said, said_at=now)
    record(actor, "acted_on_concern", kind="concern", object_id=concern.pk, what=kind)


@transaction.atomic
def close_concern(
    actor: Any, concern: Concern, *, words: str, said: str, now: datetime | None = None
) -> bool:
    """Close it with how it came out; says whether it was open until now."""
    now = now or timezone.now()
    receive_concern(actor, concern, now=now)
    rows = Concern.objects.filter(school_id=concern.school_id, pk=concern.pk, state=State.RECEIVED)
    if not rows.update(state=State.CLOSED, closed_at=now, said=said, said_at=now):
        return False
    _step(actor, concern, Kind.CLOSED, now, words=words)
    record(actor, "closed_concern", kind="concern", object_id=concern.pk)
    return True


@transaction.atomic
def reopen_concern(
    actor: Any, concern: Concern, *, words: str, now: datetime | None = None
) -> bool:
    """Open a closed one again; says whether it was closed until now."""
    now = now or timezone.now()
    rows = Concern.objects.filter(school_id=concern.school_id, pk=concern.pk, state=State.CLOSED)
    if not rows.update(state=State.RECEIVED, closed_at=None):
        return False
    _step(actor, concern, Kind.REOPENED, now, words=words)
    record(actor, "reopened_concern", kind="concern", object_id=concern.pk)
    return True


@transaction.atomic
def note_printed(actor: Any, concern: Concern) -> None:
    """Note in the concern itself that it was printed, and by whom."""
    _step(actor, concern, Kind.PRINTED, timezone.now())
    record(actor, "printed_concern", kind="concern", object_id=concern.pk)


@transaction.atomic
def escalate_concerns(school: School, *, now: datetime) -> int:
    """Mark what nobody received in time, for the head to see first; return how many."""
    rows = Concern.objects.filter(
        school_id=school.pk, state=State.NEW, escalated_at__isnull=True, due_at__lte=now
    )
    return sum(_escalate(school, concern, now) for concern in rows)


def _escalate(school: School, concern: Concern, now: datetime) -> int:
    mine = Concern.objects.filter(
        school_id=school.pk, pk=concern.pk, state=State.NEW, escalated_at__isnull=True
    )
    if not mine.update(escalated_at=now):
        return 0
    _step(Clock(school.pk), concern, Kind.ESCALATED, now)
    record(Clock(school.pk), "escalated_concern", kind="concern", object_id=concern.pk)
    return 1


def _set(concern: Concern, **values: Any) -> None:
    Concern.objects.filter(school_id=concern.school_id, pk=concern.pk).update(**values)


def _step(actor: Any, concern: Concern, kind: str, now: datetime, **words: str) -> None:
    ConcernStep.objects.create(
        school_id=concern.school_id,
        concern_id=concern.pk,
        kind=kind,
        by_id=actor.staff_id,
        at=now,
        **words,
    )
