"""What an agent parent signs: whose child, from when, and what the school's rules ask (§8.5)."""

from dataclasses import dataclass, field
from datetime import date

from nuangang.care.models import CareRule
from nuangang.mentoring.queries.coverage import held_pairs
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


@dataclass
class Promise:
    """One sheet: the agent parent, the children as (name, class, since), and what is owed."""

    name: str
    children: list[tuple[str, str, date]] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)


def promises(actor: Actor, on: date, *, klass: str = "", adult: str = "") -> list[Promise]:
    """Return the sheets by name, one for each agent parent of the pairs asked for."""
    rows = held_pairs(actor, klass=klass, adult=adult).select_related("child__klass", "adult")
    year, owed = school_year_of(actor, on), _owed(actor, on)
    found: dict[str, Promise] = {}
    for tie in rows:
        sheet = found.setdefault(str(tie.adult_id), Promise(tie.adult.name, owed=owed))
        room = tie.child.klass.name_on(year) if tie.child.klass else ""
        sheet.children.append((tie.child.name, room, tie.since))
    return sorted(found.values(), key=lambda sheet: sheet.name)


def _owed(actor: Actor, on: date) -> list[str]:
    rules = visible(actor, CareRule).filter(owed_by=CareRule.OwedBy.AGENT_PARENT, since__lte=on)
    rules = rules.exclude(until__lt=on).order_by("since", "pk")
    return [rule.name for rule in rules]
