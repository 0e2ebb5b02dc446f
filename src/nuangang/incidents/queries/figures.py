"""Incidents in figures: by kind, by whom had to be told, by who led; in two statements, drills apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from nuangang.incidents.due import minutes_left
from nuangang.incidents.kinds import KINDS, Clock, Party, What
from nuangang.incidents.models import Deadline, Incident, IncidentStep
from nuangang.incidents.queries.shielding import who_did
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import SCHOOL_ZONE

IN_TIME, LATE, NEVER = "in_time", "late", "never"
VERDICTS = (IN_TIME, LATE, NEVER)
NOT_COUNTED = (Incident.Outcome.MISTAKE,)


@dataclass
class Told:
    """How often somebody was told in time, too late, never; and how long it took, in minutes."""

    code: str
    words: str
    in_time: int = 0
    late: int = 0
    never: int = 0
    took: list[int] = field(default_factory=list)

    @property
    def due(self) -> int:
        """Return of how many that is decided."""
        return self.in_time + self.late + self.never

    @property
    def median(self) -> int | None:
        """Return the minutes within which half of those told were told."""
        return _middle(self.took)

    def count(self, verdict: str, took: int | None) -> None:
        """Count one deadline."""
        setattr(self, verdict, getattr(self, verdict) + 1)
        if took is not None:
            self.took.append(took)


@dataclass
class Kind(Told):
    """One kind: how many incidents, and how its parties were told."""

    clock: str = ""
    count_of: int = 0


@dataclass
class Leader:
    """Who led, how often, and how long it took until somebody did."""

    pk: UUID | None
    name: str
    count_of: int = 0


@dataclass
class Figures:
    """Everything a period shows, of incidents in earnest or of drills."""

    kinds: list[Kind]
    clocks: list[Kind]
    parties: list[Told]
    leaders: list[Leader]
    until_led: int | None
    count: int

    @property
    def whole(self) -> Told:
        """Return the sum over all parties."""
        found = Told("", "")
        for each in self.parties:
            found.in_time += each.in_time
            found.late += each.late
            found.never += each.never
            found.took += each.took
        return found


def in_days(begins: date, ends: date, path: str = "") -> Q:
    """Return what was raised from one day to another, in the school's zone."""
    first = datetime.combine(begins, time.min, SCHOOL_ZONE)
    after = datetime.combine(ends + timedelta(days=1), time.min, SCHOOL_ZONE)
    return Q(**{f"{path}raised_at__gte": first, f"{path}raised_at__lt": after})


def counted(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Return the incidents that figures count: not those raised by mistake, and each event once."""
    return rows.exclude(outcome__in=NOT_COUNTED).exclude(state=Incident.State.JOINED)


def figures(actor: Actor, now: datetime, begins: date, ends: date) -> tuple[Figures, Figures]:
    """Return the figures of a period in earnest and of its drills; two statements."""
    led = IncidentStep.objects.filter(
        school_id=actor.school_id, incident_id=OuterRef("pk"),
        kind__in=(IncidentStep.Kind.LED, IncidentStep.Kind.HANDED),
    )  # fmt: skip
    first = led.values("incident_id").annotate(first=Min("at")).values("first")
    rows = counted(visible(actor, Incident).filter(in_days(begins, ends)))
    found = list(rows.annotate(first_led=Subquery(first)).select_related("led_by"))
    due = visible(actor, Deadline).filter(in_days(begins, ends, "incident__"), what=What.TELL)
    columns = ("incident_id", "party", "due_at", "told_at", "called_off_at")
    deadlines = list(due.values_list(*columns))
    return tuple(_sum(actor, [i for i in found if i.drill is drill], deadlines, now) for drill in (False, True))  # type: ignore[return-value]  # fmt: skip


def _sum(actor: Actor, found: list[Incident], deadlines: Iterable[Any], now: datetime) -> Figures:
    by_id = {incident.pk: incident for incident in found}
    kinds: dict[str, Kind] = {}
    clocks: dict[str, Kind] = {}
    parties: dict[str, Told] = {}
    for code, kind in KINDS.items():
        kinds[code] = Kind(code, str(kind.words), clock=kind.clock)
    for clock in Clock:
        clocks[clock.value] = Kind(clock.value, str(clock.label), clock=clock.value)
    for party in Party:
        parties[party.value] = Told(party.value, str(party.label))
    for incident in found:
        kinds[incident.kind].count_of += 1
        clocks[incident.clock].count_of += 1
    for pk, party, due_at, told_at, off_at in deadlines:
        about = by_id.get(pk)
        verdict = verdict_of(due_at, told_at, off_at, now)
        if about is None or not verdict:
            continue
        took = max(0, minutes_left(told_at, about.raised_at)) if told_at else None
        for each in (kinds[about.kind], clocks[about.clock], parties[party]):
            each.count(verdict, took)
    waited = [minutes_left(i.first_led, i.raised_at) for i in found if i.first_led]  # type: ignore[attr-defined]
    return Figures(
        [k for k in kinds.values() if k.count_of], [c for c in clocks.values() if c.count_of],
        [p for p in parties.values() if p.due], _leaders(actor, found), _middle(waited), len(found),
    )  # fmt: skip


def verdict_of(due_at: datetime, told_at: Any, off_at: Any, now: datetime) -> str:
    """Return whether a party was told in time, too late or never; '' while that is open or called off in time."""
    if told_at is not None:
        return IN_TIME if told_at <= due_at else LATE
    return NEVER if due_at < (off_at or now) else ""


def _leaders(actor: Actor, found: list[Incident]) -> list[Leader]:
    """Return who led last in how many; of a report of harm not whoever reported it."""
    counts: dict[str, Leader] = {}
    for incident in found:
        name = who_did(actor, incident, incident.led_by)
        shown = incident.led_by is not None and name == incident.led_by.name
        pk = incident.led_by_id if shown else None
        counts.setdefault(name, Leader(pk, name)).count_of += 1
    return sorted(counts.values(), key=lambda each: (-each.count_of, each.name))


def _middle(minutes: list[int]) -> int | None:
    return round(median(minutes)) if minutes else None
