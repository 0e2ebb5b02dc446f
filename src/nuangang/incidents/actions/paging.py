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

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.incidents.actions.steps import add_step
from nuangang.incidents.asking import NEXT, Asking, By, Role, Step, asking_of
from nuangang.incidents.models import Deadline, Incident, IncidentChild, IncidentStep, of
from nuangang.incidents.queries.rota import away_of, is_away, shifts_now
from nuangang.incidents.texts import HANDED, NEARLY, RAISED, UNLED
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Carrier, Channel
from nuangang.notify.models import Kind as NoticeKind
from nuangang.notify.telling import tell
from nuangang.notify.wordings import words_of
from nuangang.people.models import Child, Staff, StaffPost, holding
from nuangang.policy.actor import Clock
from nuangang.terms.calendar import school_day_now

MINUTE = timedelta(minutes=1)
Circle, Kind = Incident.Circle, IncidentStep.Kind
_LEADERS = {
    Circle.ALL: (Post.LEAD, Post.DEPUTY, Post.HEAD),
    Circle.CRISIS: (Post.COUNSELLOR, Post.LEAD, Post.HEAD),
    Circle.REPORT: (Post.LEAD, Post.HEAD),
    Circle.ONLY_HEAD: (Post.HEAD,),
    Circle.NOT_HEAD: (Post.LEAD,),
}


def who_leads(
    incident: Incident, children: Iterable[Child], now: datetime
) -> dict[str, list[Staff]]:
    """Return by role who can take the lead, in the order in which they are asked; nobody else sees it.

    Of what is about the head, no head is asked, whatever else they hold.
    """
    circle, rows = Circle(incident.circle), _holders(incident, children, now)
    duty = on_duty(incident, now) if circle == Circle.ALL else {}
    posts = [Post.CLASS_TEACHER, *_LEADERS[circle]]
    found = duty | {post.value: [h.staff for h in rows if h.post == post] for post in posts}
    if circle == Circle.NOT_HEAD:
        on = holding(school_day_now(now))
        heads = StaffPost.objects.filter(on, school_id=incident.school_id, post=Post.HEAD)
        ids = set(heads.values_list("staff_id", flat=True))
        found = {role: [w for w in people if w.pk not in ids] for role, people in found.items()}
    return found


def _holders(incident: Incident, children: Iterable[Child], now: datetime) -> list[StaffPost]:
    """Return the posts that lead in an incident's circle, with class teachers of its children."""
    on, circle = school_day_now(now), Circle(incident.circle)
    wanted = Q(post__in=[post.value for post in _LEADERS[circle]])
    if circle in (Circle.ALL, Circle.CRISIS):
        classes = {child.klass_id for child in children if child.klass_id}
        wanted |= Q(post=Post.CLASS_TEACHER, klass_id__in=classes)
    own = {"school_id": incident.school_id}
    rows = StaffPost.objects.filter(holding(on), wanted, **own, staff__user__isnull=False)
    return list(rows.exclude(staff__until__lte=on).select_related("staff").order_by("pk"))


def leaders(incident: Incident, children: Iterable[Child], now: datetime) -> list[Staff]:
    """Return everybody who can take the lead, in the order in which they are asked; each once."""
    roles = who_leads(incident, children, now)
    people = [who for role, held in roles.items() if role != Role.STAND_IN for who in held]
    return list({who.pk: who for who in people}.values())


def on_duty(incident: Incident, now: datetime) -> dict[str, list[Staff]]:
    """Return who is on duty, or stands in while they are away, and who stands in."""
    on, rows = school_day_now(now), shifts_now(incident.school_id, now)
    shift = rows.select_related("staff", "stand_in").first()
    if shift is None:
        return {}
    away = away_of(incident.school_id, on, on)
    named = [who for who in (shift.staff, shift.stand_in) if who and not is_away(away, who.pk, on)]
    there = [who for who in named if who.user_id and not (who.until and who.until <= on)]
    second = [who for who in there if who.pk == shift.stand_in_id]
    return {Role.DUTY.value: there[:1], Role.STAND_IN.value: second}


def page_leaders(
    actor: Any, incident: Incident, children: Iterable[Child], *, now: datetime
) -> int:
    """Send an SMS to those who hear of it at once, most often without the actor; return to how many."""
    roles = who_leads(incident, children, now)
    asking = asking_of(incident.policy.table, incident.clock)
    named = asking.at_once or [role for role in roles if role != Role.STAND_IN]
    people = {who.pk: who for role in named for who in roles.get(role, [])}
    if not incident.is_shielded:
        people.pop(actor.staff_id, None)  # who is left out would tell who reported
    text = words_of(incident.school_id, RAISED)
    _write_to_group(incident, text, "raised", now)
    return sum(tell_colleague(incident, who, text, "raised", now) for who in people.values())


def first_page_at(incident: Incident, now: datetime) -> datetime | None:
    """Return when the first step after the first words comes."""
    moments = asking_of(incident.policy.table, incident.clock).moments()
    return now + moments[0][0] * MINUTE if moments and not incident.drill else None


def warn_at(incident: Incident, due_at: datetime) -> datetime:
    """Return when is warned of a party's time; just after it was raised they have been told anyway."""
    before = asking_of(incident.policy.table, incident.clock).warn * MINUTE
    return max(due_at - before, incident.raised_at + before)


def page_new_lead(incident: Incident, who: Staff, step: UUID, *, now: datetime) -> bool:
    """Send an SMS to whom the lead was handed."""
    text = words_of(incident.school_id, HANDED)
    return tell_colleague(incident, who, text, step.hex[-12:], now)


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
    rows = due.select_related("policy").order_by("page_at", "pk")
    return sum(_page_next(incident, now) for incident in rows)


def _page_next(incident: Incident, now: datetime) -> bool:
    asking = asking_of(incident.policy.table, incident.clock)
    moments, number = asking.moments(), incident.paged
    if number >= len(moments):
        Incident.objects.filter(school_id=incident.school_id, pk=incident.pk).update(page_at=None)
        return False
    following = moments[number + 1 : number + 2]
    again = now + (following[0][0] - moments[number][0]) * MINUTE if following else None
    mine = Incident.objects.filter(
        school_id=incident.school_id, pk=incident.pk, page_at=incident.page_at, led_by__isnull=True
    )
    if not mine.update(page_at=again, paged=number + 1):
        return False
    return _ask(incident, asking, moments[number][1], now)


def _ask(incident: Incident, asking: Asking, steps: list[Step], now: datetime) -> bool:
    """Ask whom the steps of one minute name; where nobody holds a role, the next in order."""
    children = _children(incident)
    roles = who_leads(incident, children, now)
    people: dict[UUID, Staff] = {}
    for step in steps:
        if step.by != By.GROUP:
            people |= {who.pk: who for who in _asked(incident, asking, step, roles)}
    text = words_of(incident.school_id, UNLED)
    why = f"page-{incident.paged}"
    told = [who.name for who in people.values() if tell_colleague(incident, who, text, why, now)]
    if any(step.by != By.SMS for step in steps) and _write_to_group(incident, text, why, now):
        told = told or [str(Channel.GROUP.label)]
    if told:
        clock = Clock(school_id=incident.school_id)
        add_step(clock, incident, Kind.PAGED, now, whom="、".join(told))
    return bool(told)


def _asked(
    incident: Incident, asking: Asking, step: Step, roles: dict[str, list[Staff]]
) -> list[Staff]:
    if step.who == NEXT:
        held = [who for role, people in roles.items() if role != Role.STAND_IN for who in people]
        people = list({who.pk: who for who in held}.values())
        return [people[incident.paged % len(people)]] if people else []
    named = (roles.get(role, []) for role in [*asking.stand_ins(step), *roles])
    return next((people for people in named if people), [])


def _children(incident: Incident) -> list[Child]:
    return [row.child for row in of(incident, IncidentChild).select_related("child")]


def to_warn(now: datetime) -> QuerySet[Deadline]:
    """Return the deadlines of all schools of which is to be warned at `now`."""
    return Deadline.objects.filter(
        told_at__isnull=True, called_off_at__isnull=True, warned_at__isnull=True, warn_at__lte=now,
        incident__drill=False, incident__state=Incident.State.OPEN,
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
    text = words_of(incident.school_id, NEARLY)
    told = [
        who.name
        for who in people
        if tell_colleague(incident, who, text, f"due-{rows[0].pk.hex[-8:]}", now)
    ]
    if told:
        clock = Clock(school_id=incident.school_id)
        add_step(clock, incident, Kind.WARNED, now, whom="、".join(told))
    return len(told)


def tell_colleague(incident: Incident, who: Staff, text: str, why: str, now: datetime) -> bool:
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
