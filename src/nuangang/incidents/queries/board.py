"""The board of running clocks, and the list of all incidents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from nuangang.incidents.actions.counting import RUNNING
from nuangang.incidents.due import minutes_left
from nuangang.incidents.guards import circles
from nuangang.incidents.kinds import Clock, What
from nuangang.incidents.models import Deadline, FollowUp, Incident, IncidentChild
from nuangang.incidents.queries.figures import IN_TIME, LATE, NEVER, counted, in_days
from nuangang.incidents.queries.shielding import who_did
from nuangang.incidents.spans import Span
from nuangang.incidents.wording import left_text, task_text
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import school_day_now

SHOWN, SOON, NOBODY = 4, 15, "nobody"


@dataclass(frozen=True)
class Running:
    """One running clock: what has to be done and how long there is."""

    row: Deadline
    title: str
    left: str
    minutes: int

    @property
    def kind(self) -> str:
        """Return how it is marked: urgent when late, waiting when soon."""
        return "urgent" if self.minutes < 0 else "waiting" if self.minutes <= SOON else ""


@dataclass
class Card:
    """One incident on the board: its clocks, the nearest first."""

    incident: Incident
    children: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    leader: str = ""
    clocks: list[Running] = field(default_factory=list)

    @property
    def first(self) -> list[Running]:
        """Return the clocks that are shown."""
        return self.clocks[:SHOWN]

    @property
    def rest(self) -> int:
        """Return how many more there are."""
        return max(0, len(self.clocks) - SHOWN)

    @property
    def late(self) -> int:
        """Return how many are past their time."""
        return sum(clock.minutes < 0 for clock in self.clocks)


def running_for(actor: Actor) -> int:
    """Return how many incidents run that the actor leads in, from the school's row: no statement."""
    if actor.school is None or not actor.everywhere("incident"):
        return 0
    counts = actor.school.waiting.get(RUNNING, {})
    return sum(counts.get(circle, 0) for circle in circles(actor))


def board(actor: Actor, now: datetime, *, drill: bool, clock: str = "") -> list[Card]:
    """Return the incidents with anything left to do, whose next clock runs out first before."""
    rows = visible(actor, Deadline).filter(told_at__isnull=True, called_off_at__isnull=True)
    rows = rows.filter(incident__drill=drill)
    open_ones = visible(actor, Incident).filter(state=Incident.State.OPEN, drill=drill)
    if clock:
        rows, open_ones = rows.filter(incident__clock=clock), open_ones.filter(clock=clock)
    cards = {i.pk: Card(i) for i in open_ones.select_related("led_by").order_by("raised_at", "pk")}
    waiting = rows.select_related("incident__led_by", "child").order_by("due_at", "pk")
    for row in waiting:
        card = cards.setdefault(row.incident_id, Card(row.incident))
        minutes = minutes_left(row.due_at, now)
        title = task_text(row.what, row.party, row.number, row.child.name if row.child else "")
        card.clocks.append(Running(row, title, left_text(minutes), minutes))
    _name(actor, cards, now)
    for card in cards.values():
        card.leader = who_did(actor, card.incident, card.incident.led_by)
    return sorted(
        cards.values(), key=lambda card: card.clocks[0].row.due_at if card.clocks else now
    )


def _name(actor: Actor, cards: dict[UUID, Card], now: datetime) -> None:
    for incident, names in children_by(actor, list(cards), now).items():
        cards[incident].children = [name for name, _klass in names]
        cards[incident].classes = list(dict.fromkeys(klass for _name, klass in names if klass))


def children_by(
    actor: Actor, incidents: Iterable[UUID], now: datetime
) -> dict[UUID, list[tuple[str, str]]]:
    """Return name and class of the children of each incident; one statement."""
    year = school_year_of(actor, school_day_now(now))
    rows = visible(actor, IncidentChild).filter(incident_id__in=list(incidents))
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in rows.select_related("child__klass").order_by("child__search", "pk"):
        klass = row.child.klass
        found[row.incident_id].append((row.child.name, klass.name_on(year) if klass else ""))
    return found


@dataclass(frozen=True)
class Asked:
    """What a list of incidents is narrowed to; `counted` leaves out what figures leave out.

    `party` and `verdict` together: where that party was told in time, too late or never; `led`: by
    whom, or "nobody".
    """

    drill: bool = False
    state: str = ""
    clock: str = ""
    kind: str = ""
    child: UUID | None = None
    span: Span | None = None
    party: str = ""
    verdict: str = ""
    led: str = ""
    counted: bool = False


def incidents_of(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Incident]:
    """Return the incidents the actor may read, the newest first, each with whether a deadline was missed."""
    exact = {name: getattr(asked, name) for name in ("state", "clock", "kind")}
    rows = visible(actor, Incident).filter(drill=asked.drill)
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.child:
        about = IncidentChild.objects.filter(
            school_id=actor.school_id, incident_id=OuterRef("pk"), child_id=asked.child
        )
        rows = rows.filter(Exists(about))
    if asked.span:
        rows = rows.filter(in_days(asked.span.begins, asked.span.ends))
    if asked.verdict:
        rows = rows.filter(Exists(_with_verdict(actor, asked, now)))
    if asked.led:
        rows = _led_by(actor, rows, asked.led)
    if asked.counted:
        rows = counted(rows)
    rows = rows.annotate(missed=Exists(_missed(actor)), after_late=Exists(_after_late(actor)))
    return rows.select_related("led_by").order_by("-raised_at", "pk")


def _with_verdict(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Deadline]:
    """Return the deadlines of an incident that came out as asked, of one party or of any."""
    cases = {
        IN_TIME: Q(told_at__lte=F("due_at")),
        LATE: Q(told_at__gt=F("due_at")),
        NEVER: Q(told_at__isnull=True) & (
            Q(called_off_at__gt=F("due_at")) | Q(called_off_at__isnull=True, due_at__lt=now)
        ),
    }  # fmt: skip
    of = {"party": asked.party} if asked.party else {}
    own = {"school_id": actor.school_id, "incident_id": OuterRef("pk"), "what": What.TELL}
    return Deadline.objects.filter(cases[asked.verdict], **own, **of)


def _led_by(actor: Actor, rows: QuerySet[Incident], led: str) -> QuerySet[Incident]:
    """Narrow to who led; of a report of harm nobody is found by who reported it."""
    if led == NOBODY:
        return rows.filter(led_by__isnull=True)
    own = Q(clock=Clock.REPORT, raised_by_id=F("led_by_id"))
    return rows.filter(led_by_id=led).exclude(own & ~Q(raised_by_id=actor.staff_id))


def _after_late(actor: Actor) -> QuerySet[FollowUp]:
    """Return what was to be done after an incident and is late."""
    rows = FollowUp.objects.filter(school_id=actor.school_id, incident_id=OuterRef("pk"))
    return rows.filter(done_at__isnull=True, due_on__lt=timezone.localdate())


def _missed(actor: Actor) -> QuerySet[Deadline]:
    """Return the deadlines of an incident that were kept too late."""
    late = Q(told_at__gt=F("due_at")) | Q(told_at__isnull=True, called_off_at__gt=F("due_at"))
    return Deadline.objects.filter(late, school_id=actor.school_id, incident_id=OuterRef("pk"))
