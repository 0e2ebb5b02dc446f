"""What of the safety agreements stands among somebody's matters of the day: three lines at the most."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.people.staff_queries import school_year_on
from nuangang.policy.actor import Actor
from nuangang.safety.levels import roles_below
from nuangang.safety.models import Round
from nuangang.safety.queries.owed import TO_SIGN, Line, all_lines, current_round, own_lines
from nuangang.safety.queries.rates import is_asked

Add = Callable[..., Any]


def to_sign(add: Add, actor: Actor, on: date) -> None:
    """Say what somebody has to sign, what waits for them as the level above, and to the lead who is late."""
    if not actor.may("safety_agreement", "write"):
        return
    round_ = current_round(actor.school_id, school_year_on(on))
    if round_ is None:
        return
    leads = bool(roles_below(actor.posts))
    lines = (
        all_lines(actor.school_id, round_, on)
        if leads
        else own_lines(actor.school_id, round_, actor.staff_id, on)
    )
    _mine(add, actor, round_, lines, on)
    _below(add, actor, lines)
    if actor.everywhere("safety_agreement", "write") and round_.is_late(on):
        _late(add, lines)


def _mine(add: Add, actor: Actor, round_: Round, lines: list[Line], on: date) -> None:
    mine = [x.label for x in lines if x.person.id == actor.staff_id and x.state == TO_SIGN]
    if mine:
        words = {
            "posts": "、".join(mine),
            "day": formats.date_format(round_.sign_by, "MONTH_DAY_FORMAT"),
        }
        text = _("Safety agreement to read and sign by %(day)s: %(posts)s") % words
        state = "urgent" if round_.is_late(on) else "waiting"
        add(state, text, url=reverse("my_safety"), action=_("Read and sign"))


def _below(add: Add, actor: Actor, lines: list[Line]) -> None:
    count = sum(is_asked(actor, line) for line in lines)
    if count:
        text = ngettext(
            "%(num)d safety agreement waits for your signature as the level above",
            "%(num)d safety agreements wait for your signature as the level above",
            count,
        )
        url = f"{reverse('safety_list')}?state=mine"
        add("waiting", text % {"num": count}, url=url, action=_("Sign"))


def _late(add: Add, lines: list[Line]) -> None:
    count = sum(line.state == TO_SIGN for line in lines)
    if count:
        text = ngettext(
            "%(num)d safety agreement is late", "%(num)d safety agreements are late", count
        )
        url = f"{reverse('safety_list')}?state=to_sign"
        add("waiting", text % {"num": count}, url=url, action=_("Look"))
