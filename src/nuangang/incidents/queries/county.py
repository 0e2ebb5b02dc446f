"""What the county office sees: the incidents sent on to it, and numbers of its schools; never a drill.

No reporter, no words, nobody's name beyond who leads; children's names only once asked for with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from nuangang.accounts.models import School
from nuangang.accounts.regions import schools_below
from nuangang.incidents.due import minutes_left
from nuangang.incidents.kinds import What
from nuangang.incidents.models import (
    Deadline,
    Escalation,
    Incident,
    IncidentChild,
    IncidentStep,
    OfficerContact,
)
from nuangang.incidents.queries.board import Running
from nuangang.incidents.wording import left_text, task_text
from nuangang.policy.actor import Actor
from nuangang.terms.queries import calendar_of

YEAR = timedelta(days=365)
Kind = IncidentStep.Kind
TOLD_HERE = (Kind.COUNTY, Kind.RECEIVED, Kind.ORDERED)


@dataclass
class Line:
    """One incident in the county's list, with its running clocks."""

    found: Escalation
    leader: str
    clocks: list[Running] = field(default_factory=list)
    late: int = 0


@dataclass(frozen=True)
class OfSchool:
    """One school's figures of twelve months: incidents sent on, deadlines kept and missed."""

    school: School
    sent_on: int
    kept: int
    missed: int


def schools_of(actor: Actor) -> dict[UUID, School]:
    """Return the schools below the actor's regions."""
    return {school.pk: school for school in schools_below(actor.region_ids).order_by("name")}


def escalations(actor: Actor, schools: Iterable[UUID]) -> QuerySet[Escalation]:
    """Return what was sent on from these schools; nothing for who has no right to it."""
    ids = list(schools) if actor.may("county_incident") else []
    rows = Escalation.objects.filter(school_id__in=ids, incident__drill=False)
    return rows.select_related("incident__school", "incident__led_by")


def lines(
    actor: Actor, schools: Iterable[UUID], now: datetime, *, state: str = "", clock: str = ""
) -> list[Line]:
    """Return the incidents with their clocks, what runs out first before; two statements."""
    rows = escalations(actor, schools)
    rows = rows.filter(incident__state=state) if state else rows
    rows = rows.filter(incident__clock=clock) if clock else rows
    found = {
        row.incident_id: Line(row, leader_of(row.incident)) for row in rows.order_by("-at")[:200]
    }
    ids = {line.found.school_id for line in found.values()}
    due = Deadline.objects.filter(
        school_id__in=ids, incident_id__in=list(found), what=What.TELL,
        told_at__isnull=True, called_off_at__isnull=True,
    )  # fmt: skip
    for row in due.order_by("due_at", "pk"):
        found[row.incident_id].clocks.append(_running(row, now))
    last = now + YEAR
    return sorted(
        found.values(),
        key=lambda line: (
            line.found.incident.state != Incident.State.OPEN,
            line.clocks[0].row.due_at if line.clocks else last,
        ),
    )


def _running(row: Deadline, now: datetime) -> Running:
    minutes = minutes_left(row.due_at, now)
    return Running(row, task_text(row.what, row.party, row.number), left_text(minutes), minutes)


def leader_of(incident: Incident) -> str:
    """Return who leads, unless that is who reported harm to a child."""
    if incident.led_by is None:
        return ""
    secret = incident.is_shielded and incident.led_by_id == incident.raised_by_id
    return "●●" if secret else incident.led_by.name


def figures_of(actor: Actor, schools: dict[UUID, School], now: datetime) -> list[OfSchool]:
    """Return each school's figures of the last twelve months; two statements, numbers alone."""
    since = {"school_id__in": list(schools), "incident__raised_at__gt": now - YEAR}
    rows = Deadline.objects.filter(**since, what=What.TELL, incident__drill=False)
    rows = rows.exclude(incident__outcome=Incident.Outcome.MISTAKE)
    never = Q(told_at__isnull=True) & (
        Q(called_off_at__gt=F("due_at")) | Q(called_off_at__isnull=True, due_at__lt=now)
    )
    counted = rows.values("school_id").annotate(
        kept=Count("pk", filter=Q(told_at__lte=F("due_at"))),
        missed=Count("pk", filter=Q(told_at__gt=F("due_at")) | never),
    )
    kept = {row["school_id"]: (row["kept"], row["missed"]) for row in counted.order_by()}
    sent = Escalation.objects.filter(**since).values("school_id").annotate(n=Count("pk"))
    count = {row["school_id"]: row["n"] for row in sent.order_by()}
    return [
        OfSchool(school, count.get(pk, 0), *kept.get(pk, (0, 0))) for pk, school in schools.items()
    ]


@dataclass(frozen=True)
class Told:
    """One party that has to be told: by when, since when it is, how it stands."""

    title: str
    due_at: datetime
    told_at: datetime | None
    late: bool
    left: str


@dataclass(frozen=True)
class Detail:
    """One incident as the county office sees it."""

    children: list[tuple[str, str]]
    ids: list[UUID]
    told: list[Told]
    steps: list[IncidentStep]


def detail(found: Escalation, now: datetime, on: date, *, names: bool) -> Detail:
    """Return what an officer sees of one incident; three statements."""
    incident = found.incident
    of = {"school_id": incident.school_id, "incident_id": incident.pk}
    year = calendar_of(incident.school).school_year_of(on)
    about = IncidentChild.objects.filter(**of).select_related("child__klass").order_by("pk")
    children = [row.child for row in about]
    shown = [
        (c.name if names else masked_name(c.name), c.klass.name_on(year) if c.klass else "")
        for c in children
    ]
    rows = Deadline.objects.filter(**of).order_by("due_at", "what", "party", "pk")
    rows = rows.exclude(~Q(what=What.TELL), told_at__isnull=True, called_off_at__isnull=False)
    steps = IncidentStep.objects.filter(**of).order_by("at", "noted_at", "pk")
    return Detail(shown, [c.pk for c in children], [_told(row, now) for row in rows], list(steps))


def masked_name(name: str) -> str:
    """Return the family name alone."""
    return name[:1] + "●" * max(1, len(name) - 1)


def _told(row: Deadline, now: datetime) -> Told:
    title = task_text(row.what, row.party, row.number)
    left = left_text(minutes_left(row.due_at, now)) if row.is_open else ""
    return Told(title, row.due_at, row.told_at, row.is_late(now), left)


def contact_of(actor: Any) -> dict[str, str]:
    """Return where the actor is reached, as it was typed."""
    row = OfficerContact.objects.filter(user_id=actor.user_id).first()
    return {"phone": row.phone, "mail": row.mail} if row else {}
