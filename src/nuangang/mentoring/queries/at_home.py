"""Children who no longer count as left-behind and still have an agent parent."""

from datetime import date
from typing import Any

from nuangang.people.models import Child, ParentFact, Tie, holding
from nuangang.people.models.family import Residence
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


def children_home(actor: Actor, on: date, *, kept: bool = False) -> list[dict[str, Any]]:
    """Return one row a child whose pair the lead may keep or end; with `kept`, those kept."""
    ties = visible(actor, Tie).filter(
        holding(on),
        until__isnull=True,
        capacity=Tie.Capacity.AGENT_PARENT,
        child__left_on__isnull=True,
        child__left_behind=Child.LeftBehind.NO,
        kept_on__isnull=not kept,
    )
    rows = list(ties.select_related("child__klass", "adult").order_by("child__search", "pk"))
    home = _home_since(actor, [tie.child_id for tie in rows], on)
    year = school_year_of(actor, on)
    return [
        {
            "tie": tie,
            "id": tie.child_id,
            "name": tie.child.name,
            "klass": tie.child.klass.name_on(year) if tie.child.klass else "",
            "adult": tie.adult.name,
            "home": home.get(tie.child_id),
        }
        for tie in rows
    ]


def _home_since(actor: Actor, children: list[Any], on: date) -> dict[Any, tuple[str, date]]:
    """Return per child which parent came home last, and when."""
    rows = visible(actor, ParentFact).filter(
        child_id__in=children,
        kind=ParentFact.Kind.RESIDENCE,
        value=Residence.HOME,
        since__lte=on,
    )
    return {
        child: (str(ParentFact.Parent(parent).label), since)
        for child, parent, since in rows.order_by("since").values_list(
            "child_id", "parent", "since"
        )
    }
