"""What today's page says of concerns and of the broken glass: to those only whom it concerns."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.lib.dates import moment_text
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.wellbeing.guards import concerns_to_read, standing_notes
from nuangang.wellbeing.models import Concern, SealedNote
from nuangang.wellbeing.queries.concerns import waiting_for
from nuangang.wellbeing.queries.glass import review_due, to_sign, unseen

Add = Any


def pressing(add: Add, actor: Actor, on: date, now: datetime) -> None:
    """Tell what does not wait until tomorrow, also to whoever has put the digest away."""
    if actor.may("concern"):
        _concerns(add, actor, now)
    if actor.may("glass"):
        _broken(add, actor)
        _to_sign(add, actor, on)


def _concerns(add: Add, actor: Actor, now: datetime) -> None:
    """Say how many concerns wait, and whether one has waited too long or is for today."""
    count = waiting_for(actor)
    if not count:
        return
    new = concerns_to_read(actor).filter(state=Concern.State.NEW)
    late = sum(due <= now for due in new.values_list("due_at", flat=True))
    if late:
        text = ngettext(
            "Nobody received a concern in time", "Nobody received %(count)d concerns in time", late
        )
        add("urgent", text % {"count": late}, url=reverse("concerns"), action=_("Look"))
    if fresh := count - late:
        text = ngettext(
            "A concern waits to be received", "%(count)d concerns wait to be received", fresh
        )
        add("waiting", text % {"count": fresh}, url=reverse("concerns"), action=_("Look"))


def _broken(add: Add, actor: Actor) -> None:
    for glass in unseen(actor):
        words = {
            "who": glass.by.name,
            "child": glass.child.name,
            "moment": moment_text(glass.broken_at),
        }
        text = _("%(who)s opened the sealed notes of %(child)s in an emergency, %(moment)s") % words
        add("urgent", text, url=reverse("glass", args=[glass.pk]), action=_("Look"))


def _to_sign(add: Add, actor: Actor, on: date) -> None:
    days = [glass.broken_at for glass in to_sign(actor)]
    if not days:
        return
    late = on > review_due(min(days).date())
    text = ngettext(
        "One emergency access to be signed off", "%(count)d emergency accesses to be signed off",
        len(days),
    )  # fmt: skip
    state = "urgent" if late else "waiting"
    add(state, text % {"count": len(days)}, url=reverse("glass_register"), action=_("Look"))


def talks_due(add: Add, actor: Actor, on: date) -> None:
    """Say to whoever keeps sealed notes which children are due today or were before."""
    for kind, view in (("counselling", "counselling"), ("legal", "legal_aid")):
        if actor.may(kind, "write"):
            _due(add, actor, on, kind, reverse(view))


def _due(add: Add, actor: Actor, on: date, kind: str, url: str) -> None:
    newest: dict[Any, tuple[str, date | None]] = {}
    stand = standing_notes(actor.school_id).filter(kind=kind).values("pk")
    rows = visible(actor, SealedNote).filter(pk__in=stand).order_by("-happened_on", "-at")
    for child, name, next_on in rows.values_list("child_id", "child__name", "next_on"):
        newest.setdefault(child, (name, next_on))
    due = [name for name, next_on in newest.values() if next_on and next_on <= on]
    if not due:
        return
    text = (
        _("Counselling due: %(names)s") if kind == "counselling" else _("Legal aid due: %(names)s")
    )
    add("waiting", text % {"names": "、".join(due[:4])}, url=url, action=_("Look"))
