"""Two incidents of one event become one: the later joins the earlier, nothing is lost, and it can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nuangang.incidents.actions.counting import recount
from nuangang.incidents.actions.county import escalate
from nuangang.incidents.actions.raising import (
    be_told_by,
    key_of,
    make_grave,
    name_children,
    what_is_due,
)
from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.actions.telling import correct_step, settle_deadline, standing
from nuangang.incidents.due import Due
from nuangang.incidents.kinds import What
from nuangang.incidents.models import (
    Deadline,
    Escalation,
    Incident,
    IncidentChild,
    IncidentStep,
    SeenLink,
    of,
)
from nuangang.people.models import Child
from nuangang.policy.actor import Clock

Kind, State = IncidentStep.Kind, Incident.State


def in_order(one: Incident, other: Incident) -> tuple[Incident, Incident]:
    """Return the later and the earlier of two incidents."""
    earlier, later = sorted((one, other), key=lambda each: (each.raised_at, each.pk))
    return later, earlier


def fits(one: Incident, other: Incident) -> bool:
    """Say whether two incidents can be one: both run, in earnest or both as drills, seen by the same.

    Reports of harm never: each reporter's own duty stands, and nobody learns that another reported.
    """
    same = (one.school_id, one.drill, one.circle) == (other.school_id, other.drill, other.circle)
    running = one.state == other.state == State.OPEN
    return same and running and one.pk != other.pk and not (one.is_shielded or other.is_shielded)


@transaction.atomic
def join_incidents(
    actor: Any, one: Incident, other: Incident, *, now: datetime | None = None
) -> Incident | None:
    """Let the later join the earlier, which is returned; None where they can't be one (any more)."""
    now = now or timezone.now()
    locked = Incident.objects.select_for_update().filter(
        school_id=one.school_id, pk__in=(one.pk, other.pk)
    )
    rows = {row.pk: row for row in locked.order_by("pk")}
    if len(rows) < 2 or not fits(*rows.values()):
        return None
    later, earlier = in_order(*rows.values())
    _move(later, earlier, now)
    with translation.override("zh-hans"):
        said = _("%(kind)s, raised %(at)s") % {"kind": later.kind_words, "at": _at(later)}
        into = _("%(kind)s, raised %(at)s") % {"kind": earlier.kind_words, "at": _at(earlier)}
    add_step(actor, later, Kind.JOINED, now, words=into)
    add_step(actor, earlier, Kind.JOINED, now, words=said)
    _take_over(actor, later, earlier, now)
    note(actor, later, "joined_incident", other=str(earlier.pk))
    recount(later.school_id)
    return earlier


def _at(incident: Incident) -> str:
    return f"{timezone.localtime(incident.raised_at):%m-%d %H:%M}"


def _move(later: Incident, earlier: Incident, now: datetime) -> None:
    """Let the later one, and what had joined it, stand under the earlier; its clocks are called off."""
    own = Incident.objects.filter(school_id=later.school_id)
    own.filter(joined_to_id=later.pk).update(joined_to_id=earlier.pk)
    own.filter(pk=later.pk).update(
        state=State.JOINED, joined_to_id=earlier.pk, joined_at=now, page_at=None
    )
    later.state, later.joined_to_id, later.joined_at = State.JOINED, earlier.pk, now
    of(later, Deadline).filter(told_at=None, called_off_at=None).update(called_off_at=now)


def _take_over(actor: Any, later: Incident, earlier: Incident, now: datetime) -> None:
    """Take over children, clocks, who was told, who leads, that it is grave, and the way to the county."""
    known = set(of(earlier, IncidentChild).values_list("child_id", flat=True))
    fresh = [row.child for row in of(later, IncidentChild).exclude(child_id__in=known).select_related("child")]  # fmt: skip
    if fresh:
        _add_children(later, earlier, fresh)
    _take_clocks(later, earlier)
    _carry_told(later, earlier, now)
    _take_links(later, earlier)
    if later.grave and not earlier.grave:
        make_grave(actor, earlier, now=now)
    _take_county(later, earlier, now)
    if later.led_by_id and not earlier.led_by_id:
        rows = Incident.objects.filter(school_id=earlier.school_id, pk=earlier.pk)
        rows.update(led_by_id=later.led_by_id, led_since=now, page_at=None)
        add_step(actor, earlier, Kind.HANDED, now, whom=later.led_by.name)  # type: ignore[union-attr]


def _take_clocks(later: Incident, earlier: Incident) -> None:
    """Let whoever was to be told of the later one be told of the earlier, by the sooner of both times."""
    for row in of(later, Deadline).filter(told_at=None, called_off_at=later.joined_at):
        be_told_by(earlier, Due(row.what, row.party, row.child_id, row.number, row.due_at))


def _take_links(later: Incident, earlier: Incident) -> None:
    """Let what a family answers to a link of the later one count for the clock that runs."""
    mine = {
        (row.party, row.child_id): row.pk for row in of(earlier, Deadline).filter(what=What.TELL)
    }
    for row in of(later, Deadline).filter(what=What.TELL, told_at=None):
        if to := mine.get((row.party, row.child_id)):
            links = SeenLink.objects.filter(school_id=later.school_id, deadline_id=row.pk)
            links.filter(seen_at=None).update(deadline_id=to)


def _take_county(later: Incident, earlier: Incident, now: datetime) -> None:
    """Send the earlier one on to the county, or watch for it, as the later one was."""
    if gone := of(later, Escalation).first():
        escalate(Clock(school_id=earlier.school_id), earlier, gone.why, now=now)
    elif later.county_at:
        rows = Incident.objects.filter(school_id=earlier.school_id, pk=earlier.pk)
        rows.filter(county_at=None, escalated_at=None).update(
            county_at=later.county_at, county_missed=later.county_missed, unled_at=later.unled_at
        )


def _add_children(later: Incident, earlier: Incident, fresh: list[Child]) -> None:
    """Name the children in the earlier one; clocks of a joining that was undone run on."""
    ids = [child.pk for child in fresh]
    again = of(earlier, Deadline).filter(child_id__in=ids)
    had = set(again.values_list("child_id", flat=True))
    again.filter(told_at=None).update(called_off_at=None)
    name_children(earlier, [child for child in fresh if child.pk not in had], only_new=True)
    own = {"school_id": earlier.school_id, "incident_id": earlier.pk}
    IncidentChild.objects.bulk_create(
        IncidentChild(**own, child=child) for child in fresh if child.pk in had
    )
    of(earlier, IncidentChild).filter(child_id__in=ids).update(came_with_id=later.pk)


def _carry_told(later: Incident, earlier: Incident, now: datetime) -> None:
    """Let whoever was told of the later one count as told of the earlier, under the same name and time."""
    told = of(later, Deadline).filter(what=What.TELL, told_at__isnull=False)
    waiting = of(earlier, Deadline).filter(what=What.TELL, told_at=None, called_off_at=None)
    by_whom = {(row.party, row.child_id): row for row in waiting.select_related("incident")}
    with translation.override("zh-hans"):
        said = _("told before the two were joined")
    for row in told.order_by("told_at", "pk"):
        mine = by_whom.get((row.party, row.child_id))
        if mine is None:
            continue
        IncidentStep(
            pk=_carried(later, mine), school_id=earlier.school_id, incident_id=earlier.pk,
            kind=Kind.ATTEMPT, by_id=row.told_by_id, at=row.told_at, noted_at=now, words=said,
            deadline_id=mine.pk, result=IncidentStep.Result.REACHED, whom=row.told_to,
        ).save(force_insert=True)  # fmt: skip
        settle_deadline(mine)


def _carried(later: Incident, deadline: Deadline) -> UUID:
    """Return the key of the line by which a telling was carried over at this joining."""
    return uuid5(deadline.pk, f"joined/{later.pk}/{later.joined_at}")


@transaction.atomic
def part_incidents(
    actor: Any, later: Incident, reason: str, *, now: datetime | None = None
) -> bool:
    """Undo a joining: clocks run on as they stood, and what came with it goes; says whether it was joined."""
    now = now or timezone.now()
    rows = Incident.objects.select_for_update().filter(school_id=later.school_id)
    later = rows.get(pk=later.pk)
    earlier = rows.filter(pk=later.joined_to_id, state=State.OPEN).first()
    if later.state != State.JOINED or earlier is None:
        return False
    _take_back(actor, later, earlier, reason, now)
    asked = None if later.drill or later.led_by_id else now
    of(later, Deadline).filter(told_at=None, called_off_at=later.joined_at).update(
        called_off_at=None
    )
    Incident.objects.filter(school_id=later.school_id, pk=later.pk).update(
        state=State.OPEN, joined_to=None, joined_at=None, page_at=asked
    )
    for incident in (later, earlier):
        add_step(actor, incident, Kind.PARTED, now, words=reason)
    note(actor, later, "parted_incident", other=str(earlier.pk))
    recount(later.school_id)
    return True


def _take_back(actor: Any, later: Incident, earlier: Incident, reason: str, now: datetime) -> None:
    """Take back the tellings that were carried over, and the children who came with it."""
    deadlines = list(of(earlier, Deadline).filter(what=What.TELL))
    keys = [_carried(later, row) for row in deadlines]
    for step in standing(earlier).filter(pk__in=keys):
        correct_step(actor, step, reason=reason, withdrawn=True, now=now)
    came = of(earlier, IncidentChild).filter(came_with_id=later.pk)
    ids = list(came.values_list("child_id", flat=True))
    rows = of(earlier, Deadline).filter(child_id__in=ids, told_at=None, called_off_at=None)
    rows.update(called_off_at=now)
    came.delete()
    _drop_clocks(earlier, now)


def _drop_clocks(earlier: Incident, now: datetime) -> None:
    """Call off what only the later one's rules asked for; a time that became sooner stays."""
    ids = list(of(earlier, IncidentChild).values_list("child_id", flat=True))
    own = {key_of(earlier, due) for due in what_is_due(earlier, ids)}
    rows = of(earlier, Deadline).filter(told_at=None, called_off_at=None)
    rows.exclude(pk__in=own).update(called_off_at=now)
