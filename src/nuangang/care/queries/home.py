"""Who cares for a child at home and where the parents are, in one line. Two statements."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nuangang.lib.prepared import many
from nuangang.people.facts import EITHER
from nuangang.people.models import ParentFact, Relative
from nuangang.people.models.family import Kin
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor


def homes(actor: Actor, children: list[UUID], today: date) -> dict[UUID, str]:
    """Return per child “奶奶带 · 爸爸在东莞”, as far as the actor may know it."""
    parts: dict[UUID, list[str]] = defaultdict(list)
    for child, kin, word in _CARERS.tuples(actor, ids=children):
        parts[child].append(_("with %(who)s") % {"who": word or kin_word(kin)})
    residences = _residences(actor, children, today)
    named = {child for child, parent, _value, _place in residences if parent != EITHER}
    for child, parent, value, place in residences:
        if parent == EITHER and value == "away" and child not in named:
            parts[child].append(_("one parent away"))
        elif parent != EITHER and value == "away":
            parts[child].append(_away(parent, place))
    return {child: " · ".join(words) for child, words in parts.items()}


_CARERS = PreparedFor(
    lambda actor, ids: (
        visible(actor, Relative)
        .filter(child_id__in=ids, is_carer=True)
        .order_by("child_id", "id")
        .values("child_id", "kin", "kin_word")
    ),
    ids=many(60),
)
_RESIDENCES = PreparedFor(
    lambda actor, ids, on: (
        visible(actor, ParentFact)
        .filter(Q(until__isnull=True) | Q(until__gte=on), child_id__in=ids)
        .filter(kind=ParentFact.Kind.RESIDENCE)
        .order_by("child_id", "parent", "-since")
        .values("child_id", "parent", "value", "place")
    ),
    ids=many(60),
    on=date,
)


def kin_word(kin: str) -> str:
    """Return how a child would call this relative: 奶奶."""
    return str(SPOKEN.get(Kin(kin)) or Kin(kin).label)


SPOKEN = {
    Kin.FATHER: pgettext_lazy("spoken", "Dad"),
    Kin.MOTHER: pgettext_lazy("spoken", "Mum"),
    Kin.PATERNAL_GRANDFATHER: pgettext_lazy("spoken", "Grandpa"),
    Kin.PATERNAL_GRANDMOTHER: pgettext_lazy("spoken", "Grandma"),
    Kin.MATERNAL_GRANDFATHER: pgettext_lazy("spoken", "Grandpa (mother's side)"),
    Kin.MATERNAL_GRANDMOTHER: pgettext_lazy("spoken", "Grandma (mother's side)"),
}


def _residences(actor: Actor, children: list[UUID], today: date) -> list[tuple]:
    latest: dict[tuple, tuple] = {}
    for row in _RESIDENCES.tuples(actor, ids=children, on=today):
        latest.setdefault(row[:2], row)
    return sorted(latest.values(), key=lambda row: (str(row[0]), row[1]))


def _away(parent: str, place: str) -> str:
    who = kin_word(parent)
    if not place:
        return _("%(who)s away") % {"who": who}
    return _("%(who)s in %(place)s") % {"who": who, "place": place}
