"""What pairing shows on a child's page: the agent parent with why, who it was before, helpers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nuangang.mentoring.effect import words_of
from nuangang.mentoring.models import HelperPair
from nuangang.people.models import Child, Tie
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.calendar import DAY


@dataclass(frozen=True)
class Held:
    """One tie of the child, in words."""

    id: UUID
    name: str
    capacity: str
    since: date
    until: date | None
    why: list[str]
    ended: str
    agreed: list[tuple[str, date | None]]

    @property
    def last(self) -> date | None:
        """Return the last day on which the tie holds."""
        return self.until and self.until - DAY


def panel(
    actor: Actor, child: Child, *, ties: Sequence[Tie] | None = None, every_tie: bool = True
) -> dict[str, Any]:
    """Return what pairing shows on the child's page, for `mentoring/_panel.html`.

    Two statements; one where the caller has the child's `ties` already, newest first. `every_tie`
    says whether the actor sees others' ties too.
    """
    held = [_held(tie) for tie in (_ties(actor, child) if ties is None else ties)]
    today = timezone.localdate()
    open_ties = [tie for tie in held if not tie.until or tie.until > today]
    pairs = _HELPERS.objects(actor, child=child.pk) if actor.may("helper") else []
    return {
        "template": "mentoring/_panel.html",
        "child": child,
        "every_tie": every_tie,
        "agent_parent": next((t for t in open_ties if not t.capacity), None),
        "others": [tie for tie in open_ties if tie.capacity],
        "earlier": [tie for tie in held if tie.until and tie.until <= today],
        "helpers": [pair for pair in pairs if pair.child_id == child.pk],
        "helps": [pair for pair in pairs if pair.helper_id == child.pk],
        "may_pair": actor.may("pairing", "write") and not child.left_on,
        "may_helper": may_arrange(actor, child.klass_id) and not child.left_on,
    }


def may_arrange(actor: Actor, klass: UUID | None) -> bool:
    """Say whether the actor may arrange study helpers in a class."""
    own = actor.may("helper", "write") and klass in actor.class_ids
    return klass is not None and (own or actor.everywhere("helper", "write"))


def _ties(actor: Actor, child: Child) -> list[Tie]:
    rows = visible(actor, Tie).filter(child=child).select_related("adult")
    return list(rows.order_by("-since", "-made_at"))


def _held(tie: Tie) -> Held:
    agent = tie.capacity == Tie.Capacity.AGENT_PARENT
    ended = [str(tie.get_end_reason_display()) if tie.end_reason else "", tie.end_note]
    return Held(
        id=tie.pk,
        name=tie.adult.name,
        capacity="" if agent else str(tie.get_capacity_display()),
        since=tie.since,
        until=tie.until,
        why=words_of(tie.why),
        ended=" · ".join(filter(None, ended)),
        agreed=[(str(side.label), tie.agreed_on(side)) for side in Tie.Side],
    )


def _helpers(actor: Actor, child: UUID) -> QuerySet[HelperPair]:
    rows = visible(actor, HelperPair).filter(until__isnull=True).select_related("child", "helper")
    rows = rows.only(
        "school", "since", "child__school", "child__name", "helper__school", "helper__name"
    )
    return rows.filter(Q(child_id=child) | Q(helper_id=child)).order_by("since", "pk")


_HELPERS = PreparedFor(_helpers, child=UUID)
