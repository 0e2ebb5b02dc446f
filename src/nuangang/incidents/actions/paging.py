"""A word to those who can take the lead: by SMS and into a chat group, as the school has carriers.

Never in a drill.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.incidents.actions.steps import add_step
from nuangang.incidents.kinds import What
from nuangang.incidents.models import Deadline, Incident, IncidentChild, IncidentStep, of
from nuangang.incidents.queries.rota import away_of, is_away, shifts_now
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Carrier, Channel
from nuangang.notify.models import Kind as NoticeKind
from nuangang.notify.telling import tell
from nuangang.people.models import Child, Staff, StaffPost, holding
from nuangang.policy.actor import Clock
from nuangang.terms.calendar import school_day_now

PAGE_EVERY, WARN_BEFORE, MOST_PAGES = timedelta(minutes=5), timedelta(minutes=5), 24
Circle, Kind = Incident.Circle, IncidentStep.Kind
_LEADERS = {
    Circle.ALL: (Post.LEAD, Post.DEPUTY, Post.HEAD),
    Circle.CRISIS: (Post.COUNSELLOR, Post.LEAD, Post.HEAD),
    Circle.REPORT: (Post.LEAD, Post.HEAD),
    Circle.ONLY_HEAD: (Post.HEAD,),
    Circle.NOT_HEAD: (Post.LEAD,),
}


def leaders(incident: Incident, children: Iterable[Child], now: datetime) -> list[Staff]:
    """Return who can take the lead, in the order in which they are asked, by who sees the incident.

    Whoever is on duty comes first where the duty reaches, then class teachers of the children; of
    what is about the head, no head is asked.
    """
    on, circle = school_day_now(now), Circle(incident.circle)
    posts = [post.value for post in _LEADERS[circle]]
    wanted = Q(post__in=posts)
    if circle in (Circle.ALL, Circle.CRISIS):
        classes = {child.klass_id for child in children if child.klass_id}
        wanted |= Q(post=Post.CLASS_TEACHER, klass_id__in=classes)
    own = {"school_id": incident.school_id}
    rows = StaffPost.objects.filter(holding(on), wanted, **own, staff__user__isnull=False)
    rows = rows.exclude(staff__until__lte=on).select_related("staff").order_by("pk")
    found = {who.pk: who for who in on_duty(incident, now)}
    order = {post: number for number, post in enumerate([Post.CLASS_TEACHER.value, *posts])}
    for held in sorted(rows, key=lambda held: order[held.post]):
        found.setdefault(held.staff_id, held.staff)
    if circle == Circle.NOT_HEAD:
        heads = StaffPost.objects.filter(holding(on), **own, post=Post.HEAD)
        for staff_id in heads.values_list("staff_id", flat=True):
            found.pop(staff_id, None)
    return list(found.values())


def on_duty(incident: Incident, now: datetime) -> list[Staff]:
    """Return who is on duty, or who stands in while they are away; nobody for what is sealed."""
    if incident.circle != Circle.ALL:
        return []
    on, rows = school_day_now(now), shifts_now(incident.school_id, now)
    shift = rows.select_related("staff", "stand_in").first()
    if shift is None:
        return []
    away = away_of(incident.school_id, on, on)
    there = [who for who in (shift.staff, shift.stand_in) if who and not is_away(away, who.pk, on)]
    return [who for who in there if who.user_id and not (who.until and who.until <= on)][:1]


def page_leaders(
    actor: Any, incident: Incident, children: Iterable[Child], *, now: datetime
) -> int:
    """Send an SMS to everybody who can take the lead, most often without the actor; return to how many."""
    people = [
        who
        for who in leaders(incident, children, now)
        if incident.is_shielded
        or who.pk != actor.staff_id  # who is left out would tell who reported
    ]
    with translation.override("zh-hans"):
        text = _("暖港: something happened at school. Open 暖港 and take the lead.")
    _write_to_group(incident, text, "raised", now)
    return sum(_send(incident, who, text, "raised", now) for who in people)


def page_new_lead(incident: Incident, who: Staff, step: UUID, *, now: datetime) -> bool:
    """Send an SMS to whom the lead was handed."""
    with translation.override("zh-hans"):
        text = _("暖港: you lead in an incident now. Open 暖港.")
    return _send(incident, who, text, step.hex[-12:], now)


def to_page(now: datetime) -> QuerySet[Incident]:
    """Return the incidents of all schools whose next leader is to be asked at `now`."""
    return Incident.objects.filter(page_at__lte=now, state=Incident.State.OPEN, led_by__isnull=True)


@transaction.atomic
def page_next(school: School, *, now: datetime) -> int:
    """Send an SMS to the next leader of every incident that nobody leads; return to how many.

    The time of the next is set before anything is queued, by a conditional update: of two clocks
    one does it, and after a sleep it is done once.
    """
    due = to_page(now).filter(school_id=school.pk)
    return sum(_page_next(incident, now) for incident in due.order_by("page_at", "pk"))


def _page_next(incident: Incident, now: datetime) -> bool:
    again = now + PAGE_EVERY if incident.paged + 1 < MOST_PAGES else None
    mine = Incident.objects.filter(
        school_id=incident.school_id, pk=incident.pk, page_at=incident.page_at, led_by__isnull=True
    )
    if not mine.update(page_at=again, paged=incident.paged + 1):
        return False
    people = leaders(incident, _children(incident), now)
    if not people:
        return False
    who = people[incident.paged % len(people)]
    with translation.override("zh-hans"):
        text = _("暖港: something happened at school and nobody leads yet. Open 暖港.")
    sent = _send(incident, who, text, f"page-{incident.paged}", now)
    _write_to_group(incident, text, f"page-{incident.paged}", now)
    if sent:
        add_step(Clock(school_id=incident.school_id), incident, Kind.PAGED, now, whom=who.name)
    return sent


def _children(incident: Incident) -> list[Child]:
    return [row.child for row in of(incident, IncidentChild).select_related("child")]


def to_warn(now: datetime) -> QuerySet[Deadline]:
    """Return the deadlines of all schools of which is to be warned at `now`."""
    return Deadline.objects.filter(
        what=What.TELL, told_at__isnull=True, called_off_at__isnull=True,
        warned_at__isnull=True, due_at__lte=now + WARN_BEFORE,
        incident__drill=False, incident__state=Incident.State.OPEN,
        incident__raised_at__lte=now - WARN_BEFORE,  # before, they have just been told of it
    )  # fmt: skip


@transaction.atomic
def warn_of_deadlines(school: School, *, now: datetime) -> int:
    """Send an SMS to whoever leads when a party's time is nearly up; return how many deadlines.

    Where nobody leads, to everybody who could. Once for each deadline.
    """
    rows = to_warn(now).filter(school_id=school.pk)
    found: dict[UUID, list[Deadline]] = defaultdict(list)
    for row in rows.select_related("incident__led_by").order_by("due_at", "pk"):
        mine = of(row.incident, Deadline).filter(pk=row.pk, warned_at__isnull=True)
        if mine.update(warned_at=now):
            found[row.incident_id].append(row)
    return sum(_warn(rows, now) for rows in found.values())


def _warn(rows: list[Deadline], now: datetime) -> int:
    incident = rows[0].incident
    people = [incident.led_by] if incident.led_by else leaders(incident, _children(incident), now)
    with translation.override("zh-hans"):
        text = _("暖港: an incident runs and somebody is not told yet; the time is nearly up.")
    told = [
        who.name for who in people if _send(incident, who, text, f"due-{rows[0].pk.hex[-8:]}", now)
    ]
    if told:
        clock = Clock(school_id=incident.school_id)
        add_step(clock, incident, Kind.WARNED, now, whom="、".join(told))
    return len(told)


def _send(incident: Incident, who: Staff, text: str, why: str, now: datetime) -> bool:
    """Tell a colleague, by SMS and as they wish besides; says whether anything leaves the school.

    In a drill it stands among their messages and nothing leaves the school.
    """
    once = f"inc-{incident.pk.hex[-12:]}-{who.pk.hex[-12:]}-{why}"
    url = reverse("incident", args=[incident.pk])
    return bool(
        tell(
            incident.school_id, who, NoticeKind.INCIDENT, text, once=once, url=url,
            about_id=incident.pk, drill=incident.drill, now=now,
        )
    )  # fmt: skip


def _write_to_group(incident: Incident, text: str, why: str, now: datetime) -> bool:
    """Queue the text for the robot's group; not of what only some of its members may know of."""
    carrier = carrier_for(incident.school_id, Channel.GROUP)
    if carrier is None or incident.drill or incident.circle != Circle.ALL:
        return False
    made = send_out(
        incident.school_id, Channel.GROUP, "", str(Carrier(carrier).label), text,
        once=f"inc-{incident.pk.hex[-12:]}-group-{why}", purpose="incident",
        about_id=incident.pk, urgent=True, carrier=carrier, now=now,
    )  # fmt: skip
    return made is not None
