"""A word to those who can take the lead: by SMS where the school has a carrier, never in a drill."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from nuangang.accounts.posts import Post
from nuangang.incidents.models import Incident
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Channel
from nuangang.people.models import Child, Staff, StaffPost, holding
from nuangang.terms.calendar import school_day_now

Circle = Incident.Circle
_LEADERS = {
    Circle.ALL: (Post.LEAD, Post.DEPUTY, Post.HEAD),
    Circle.CRISIS: (Post.COUNSELLOR, Post.LEAD, Post.HEAD),
    Circle.REPORT: (Post.LEAD, Post.HEAD),
    Circle.ONLY_HEAD: (Post.HEAD,),
    Circle.NOT_HEAD: (Post.LEAD,),
}


def leaders(incident: Incident, children: Iterable[Child], now: datetime) -> list[Staff]:
    """Return who can take the lead, in the order in which they are asked, by who sees the incident.

    Class teachers of the children come first; of what is about the head, no head is asked.
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
    found: dict[UUID, Staff] = {}
    order = {post: number for number, post in enumerate([Post.CLASS_TEACHER.value, *posts])}
    for held in sorted(rows, key=lambda held: order[held.post]):
        found.setdefault(held.staff_id, held.staff)
    if circle == Circle.NOT_HEAD:
        heads = StaffPost.objects.filter(holding(on), **own, post=Post.HEAD)
        for staff_id in heads.values_list("staff_id", flat=True):
            found.pop(staff_id, None)
    return list(found.values())


def page_leaders(
    actor: Any, incident: Incident, children: Iterable[Child], *, now: datetime
) -> int:
    """Send an SMS to everybody who can take the lead but the actor; return to how many."""
    people = [who for who in leaders(incident, children, now) if who.pk != actor.staff_id]
    with translation.override("zh-hans"):
        text = _("暖港: something happened at school. Open 暖港 and take the lead.")
    return sum(_send(incident, who, text, "raised", now) for who in people)


def page_new_lead(incident: Incident, who: Staff, step: UUID, *, now: datetime) -> bool:
    """Send an SMS to whom the lead was handed."""
    with translation.override("zh-hans"):
        text = _("暖港: you lead in an incident now. Open 暖港.")
    return _send(incident, who, text, step.hex[-12:], now)


def _send(incident: Incident, who: Staff, text: str, why: str, now: datetime) -> bool:
    """Queue one SMS; False in a drill, without a carrier, or for who has no mobile on file."""
    if incident.drill or not is_mobile(who.phone):
        return False
    if (carrier := carrier_for(incident.school_id, Channel.SMS)) is None:
        return False
    once = f"inc-{incident.pk.hex[-12:]}-{who.pk.hex[-12:]}-{why}"
    made = send_out(
        incident.school_id, Channel.SMS, who.phone, who.name, text, once=once, purpose="incident",
        about_id=incident.pk, urgent=True, carrier=carrier, now=now,
    )  # fmt: skip
    return made is not None
