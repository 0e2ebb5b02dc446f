"""What is past its time: a list to look at, worked out whenever it is asked for, that deletes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.incidents.kinds import Clock
from nuangang.incidents.models import Incident, IncidentChild
from nuangang.intake.models import Batch, BatchStep
from nuangang.people.models import Child, Consent, Relative
from nuangang.privacy.actions.forgetting import holding
from nuangang.privacy.models import KeepingTime
from nuangang.privacy.retention.times import (
    FILE,
    KEPT,
    NOTES,
    PORTRAIT,
    ROSTER,
    WECHAT,
    YEARS,
    due_on,
    latest_since,
)
from nuangang.wellbeing.models import (
    Concern,
    ConcernChild,
    ConcernStep,
    CounsellingWords,
    LegalWords,
)

ADULT, AFTER_REPORT = 18, 3
Times = dict[str, tuple[str, int]]


@dataclass(frozen=True)
class Due:
    """One thing past its time; `key` names it in the form, `held` the hold that keeps it."""

    kind: str
    pk: UUID
    label: str
    since: date
    due: date
    child: Child | None = None
    held: UUID | None = None
    held_why: str = ""
    held_until: date | None = None

    @property
    def key(self) -> str:
        """Return what the form sends for it."""
        return f"{self.kind}:{self.pk}"


def times_of(school: School) -> Times:
    """Return how long the school keeps each kind: its own number, or the default."""
    own = dict(KeepingTime.objects.of(school).values_list("kind", "amount"))
    return {each.code: (each.unit, own.get(each.code, each.default)) for each in KEPT}


def due_for(school: School, today: date) -> list[Due]:
    """Return everything of a school past its time on `today`, what waits longest first."""
    times = times_of(school)
    found = [*_children(school, times, today), *_rosters(school, times, today)]
    return sorted(found, key=lambda each: (each.due, each.label, str(each.pk), each.kind))


def _refused(purpose: str, child: str) -> QuerySet[Consent]:
    """Return the answers that said no, the newest first; nobody asked yet is not a no."""
    said = Consent.objects.filter(
        school_id=OuterRef("school_id"), child_id=OuterRef(child), purpose=purpose,
        answer__in=(Consent.Answer.REFUSED, Consent.Answer.WITHDRAWN),
    )  # fmt: skip
    return said.order_by("-recorded_at")


def _noted(words: Any) -> Exists:
    rows = words.objects.filter(school_id=OuterRef("school_id"), note__child_id=OuterRef("pk"))
    return Exists(rows.annotate(length=Length("body")).filter(length__gt=0))


def _children(school: School, times: Times, today: date) -> Iterator[Due]:
    hold = holding(school, today).filter(child_id=OuterRef("pk")).order_by("made_at")
    about = ConcernChild.objects.filter(school_id=OuterRef("school_id"), child_id=OuterRef("pk"))
    outside = ConcernStep.objects.filter(
        school_id=OuterRef("school_id"), kind=ConcernStep.Kind.OUTSIDE,
        concern__about__child_id=OuterRef("pk"),
    )  # fmt: skip
    harmed = IncidentChild.objects.filter(
        school_id=OuterRef("school_id"), child_id=OuterRef("pk"), incident__drill=False
    )
    reached = Relative.objects.filter(school_id=OuterRef("school_id"), child_id=OuterRef("pk"))
    rows = Child.objects.of(school).filter(anonymised_on=None).annotate(
        held=Subquery(hold.values("pk")[:1]),
        held_why=Subquery(hold.values("reason")[:1]),
        held_until=Subquery(hold.values("until")[:1]),
        no_photo=Subquery(_refused("portrait", "pk").values("given_on")[:1]),
        no_wechat=Subquery(_refused("wechat", "pk").values("given_on")[:1]),
        reached=Exists(reached.annotate(length=Length("wechat")).filter(length__gt=0)),
        counselled=_noted(CounsellingWords),
        legal=_noted(LegalWords),
        reported=Exists(outside) | Exists(harmed.filter(incident__clock=Clock.REPORT)),
        open_case=Exists(about.exclude(concern__state=Concern.State.CLOSED))
        | Exists(harmed.filter(incident__state=Incident.State.OPEN)),
    )  # fmt: skip
    left = {kind: Q(left_on__lte=latest_since(today, *times[kind])) for kind in (FILE, NOTES)}
    photo = Q(photo__isnull=False, no_photo__isnull=False)
    wechat = Q(reached=True, no_wechat__isnull=False)
    for child in rows.filter(
        left[FILE] | (left[NOTES] & Q(Q(counselled=True) | Q(legal=True))) | photo | wechat
    ):
        for kind, since in _kinds(child, times, today):
            yield Due(
                kind, child.pk, child.name, since, _due(child, kind, times), child,
                child.held, child.held_why or "", child.held_until,
            )  # fmt: skip


def _kinds(child: Any, times: Times, today: date) -> Iterator[tuple[str, date]]:
    """Tell what of a child is past its time; the whole file takes the rest along."""
    noted = child.counselled or child.legal
    for kind, there in ((FILE, True), (NOTES, noted)):
        if there and child.left_on and not child.open_case and _due(child, kind, times) <= today:
            yield kind, child.left_on
            return
    if child.photo and child.no_photo and not child.may_use(PORTRAIT):
        yield PORTRAIT, child.no_photo
    if child.reached and child.no_wechat and not child.may_use(WECHAT):
        yield WECHAT, child.no_wechat


def _due(child: Any, kind: str, times: Times) -> date:
    """Return when a kind of a child's data may go: what was reported by law stays until 18 and longer."""
    if kind in (PORTRAIT, WECHAT):
        return child.no_photo if kind == PORTRAIT else child.no_wechat  # type: ignore[no-any-return]
    unit, amount = times[kind]
    ordinary = due_on(child.left_on, unit, amount)
    if not (child.legal or child.reported):
        return ordinary
    return max(ordinary, due_on(child.birth or child.left_on, YEARS, ADULT + AFTER_REPORT))


def _rosters(school: School, times: Times, today: date) -> Iterator[Due]:
    steps = BatchStep.objects.filter(school_id=OuterRef("school_id"), batch_id=OuterRef("pk"))
    rows = Batch.objects.of(school).exclude(state=Batch.State.READ).defer("content", "report")
    rows = rows.annotate(
        problems=Length("report")
    )  # what is sealed can't be looked up, its length can
    past = latest_since(today, *times[ROSTER])
    for batch in rows.filter(Exists(steps) | Q(problems__gt=0), made_at__date__lte=past):
        since = day_of(batch.made_at)
        yield Due(ROSTER, batch.pk, batch.filename, since, due_on(since, *times[ROSTER]))


def day_of(moment: datetime) -> date:
    """Return the day at school of a moment."""
    return timezone.localtime(moment).date()
