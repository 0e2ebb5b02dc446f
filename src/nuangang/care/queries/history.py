"""What was done for one child: the time line, newest first, corrections shown as such."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from nuangang.care.evidence import stands
from nuangang.care.guards import records_to_mend
from nuangang.care.kinds import ASPECTS, FACES, LOOKS, kind_choices
from nuangang.care.labels import period_label
from nuangang.care.models import CareRecord, Duty, is_kind
from nuangang.care.periods import period_containing
from nuangang.care.queries.home import kin_word
from nuangang.care.queries.photos import photos_of
from nuangang.care.standing import cadence_of_rule
from nuangang.care.states import STATE_COLUMNS, state_of
from nuangang.people.fields import sight_of
from nuangang.people.models import Child
from nuangang.people.models.family import Kin
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.queries import calendar_of

SHOWN = 20
_SHOWN = (
    "school", "child", "kind", "happened_on", "staff__school", "staff__name", "words", "aspects",
    "mood", "could_not", "with_whom", "follow_up_on", "late_for", "supersedes", "reason", "phone_at",
    "together",
)  # fmt: skip
_OWED = (
    *STATE_COLUMNS, "ends", "staff__school", "staff__name", "rule__every", "rule__count",
    "rule__window", "rule__since",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the time line, in words."""

    id: UUID
    kind: str
    what: str
    icon: str
    happened_on: date
    who: str
    words: str
    aspects: list[str]
    face: str
    mood: str
    could_not: str
    with_whom: str
    follow_up_on: date | None
    late: bool
    phone_at: datetime | None
    corrected: bool
    reason: str
    mendable: bool
    together: UUID | None
    photos: Sequence[UUID]


def history(
    actor: Actor, child: Child, *, kind: str = "", limit: int | None = SHOWN
) -> list[Entry]:
    """Return what stands of the child's records with their photos, newest first; two statements."""
    kinds = {"kind": kind} if is_kind(kind) else {}
    rows = _rows(limit, *kinds).objects(actor, child=child.pk, **kinds)
    photos = photos_of(actor, rows)
    return [
        entry_of(row, row.mendable, photos.get((row.together, row.staff_id), ())) for row in rows
    ]


@cache
def _rows(limit: int | None, *narrowed: str) -> PreparedFor:
    def build(actor: Actor, child: UUID, **kinds: str) -> QuerySet[CareRecord]:
        standing = visible(actor, CareRecord).filter(stands(actor.school_id), child_id=child)
        mendable = Exists(records_to_mend(actor).filter(pk=OuterRef("pk")))
        rows = standing.filter(**kinds).annotate(mendable=mendable).select_related("staff")
        return rows.only(*_SHOWN).order_by("-happened_on", "-recorded_at")[:limit]

    return PreparedFor(build, child=UUID, **dict.fromkeys(narrowed, str))


def entry_of(row: Any, mendable: bool, photos: Sequence[UUID] = ()) -> Entry:
    """Put one record into words."""
    return Entry(
        id=row.pk,
        kind=row.kind,
        what=str(row.get_kind_display()),
        icon=LOOKS[row.kind].icon,
        happened_on=row.happened_on,
        who=row.staff.name,
        words=row.words,
        aspects=[str(ASPECTS[name]) for name in row.aspects if name in ASPECTS],
        face=FACES.get(row.mood, ""),
        mood=str(row.get_mood_display()) if row.mood else "",
        could_not=str(row.get_could_not_display()) if row.could_not else "",
        with_whom=kin_word(row.with_whom) if row.with_whom in Kin.values else row.with_whom,
        follow_up_on=row.follow_up_on,
        late=row.late_for is not None,
        phone_at=row.phone_at,
        corrected=row.supersedes_id is not None,
        reason=row.reason,
        mendable=mendable,
        together=row.together,
        photos=photos,
    )


@dataclass(frozen=True)
class Standing:
    """One duty for the child, in words."""

    name: str
    state: str
    period: str
    done: int
    owed: int
    owing: str
    by: str
    last_done_on: date | None
    due_on: date


def standing(actor: Actor, child: Child, now: datetime) -> list[Standing]:
    """Return what is owed to the child now; one statement."""
    return [_standing(actor, duty, now) for duty in _STANDING.objects(actor, child=child.pk)]


def _standing_duties(actor: Actor, child: UUID) -> QuerySet[Duty]:
    rows = visible(actor, Duty).filter(child_id=child, closed_on__isnull=True)
    rows = rows.select_related("rule", "staff", "last_done_by").only(*_OWED)
    return rows.order_by("due_at", "pk")


_STANDING = PreparedFor(_standing_duties, child=UUID)


def _standing(actor: Actor, duty: Duty, now: datetime) -> Standing:
    calendar = calendar_of(actor.school)
    period = period_containing(cadence_of_rule(duty.rule), calendar, duty.ends)
    return Standing(
        name=duty.rule.name,
        state=state_of(duty, now),
        period=period_label(period) if period else "",
        done=duty.done,
        owed=duty.owed,
        owing=duty.staff.name if duty.staff else "",
        by=duty.last_done_by.name if duty.last_done_by else "",
        last_done_on=duty.last_done_on,
        due_on=timezone.localtime(duty.due_at).date(),
    )


def panel(actor: Actor, child: Child, *, kind: str = "") -> dict[str, Any]:
    """Return what care shows of a child of `with_sight`, for `care/_panel.html`; three statements."""
    sight = sight_of(actor, child)
    entries = history(actor, child, kind=kind, limit=SHOWN + 1)
    return {
        "template": "care/_panel.html",
        "child": child,
        "kind": kind,
        "kinds": kind_choices(actor.school),
        "standing": standing(actor, child, timezone.now()),
        "entries": entries[:SHOWN],
        "more": len(entries) > SHOWN,
        "sees_duties": sight.may("duty"),
        "may_record": sight.may("care_record", "write"),
        "may_excuse": sight.may("duty", "write"),
    }
