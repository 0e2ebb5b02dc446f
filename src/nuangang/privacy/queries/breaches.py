"""Questions about breaches: what is known, who has to be told, whose families it concerns."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuangang.people.fields import sight_of, with_ties
from nuangang.people.models import Child, Contact, Relative
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import Breach, BreachStep, RulesVersion
from nuangang.privacy.parts import MET, URGENT, Part, State
from nuangang.privacy.whom import children_of

Kind = BreachStep.Kind
TOLD = (Kind.OFFICE, Kind.GUARDIANS, Kind.BUREAU, Kind.POLICE)
MUST = (Kind.OFFICE, Kind.GUARDIANS)


@dataclass
class Case:
    """One breach as it is known now, with everything that was done."""

    now: Breach
    before: list[Breach] = field(default_factory=list)
    steps: list[BreachStep] = field(default_factory=list)

    @property
    def closed(self) -> BreachStep | None:
        """Return the step that closed it."""
        return next((step for step in self.steps if step.kind == Kind.CLOSED), None)

    def clocks(self, now: datetime) -> list[tuple[Any, datetime | None, int]]:
        """Return for each to be told: who, when they were told, and hours since it was noticed."""
        told: dict[str, datetime] = {}
        for step in self.steps:
            told.setdefault(step.kind, step.happened_at)
        return [
            (kind.label, told.get(kind), _hours(self.now.noticed_at, told.get(kind) or now))
            for kind in TOLD
        ]

    def untold(self) -> list[Any]:
        """Return who by law has to be told and was not."""
        kinds = {step.kind for step in self.steps}
        return [kind.label for kind in MUST if kind not in kinds]


def _hours(since: datetime, until: datetime) -> int:
    return max(int((until - since).total_seconds() // 3600), 0)


def cases(actor: Actor, *, words: str = "", state: str = "") -> list[Case]:
    """Return the breaches, newest first; `state` is open or closed; two statements."""
    found: dict[UUID, Case] = {}
    for row in visible(actor, Breach).order_by("at"):
        before = found.get(row.case)
        found[row.case] = Case(row, [before.now, *before.before] if before else [])
    for step in visible(actor, BreachStep).order_by("happened_at", "at"):
        if step.case in found:
            found[step.case].steps.append(step)
    kept = [c for c in found.values() if not words or words in f"{c.now.what}{c.now.cause}"]
    if state:
        kept = [c for c in kept if (c.closed is not None) == (state == "closed")]
    return sorted(kept, key=lambda c: c.now.noticed_at, reverse=True)


def case_of(actor: Actor, case: UUID) -> Case:
    """Return one breach; raises Http404."""
    rows = list(visible(actor, Breach).filter(case=case).order_by("-at"))
    if not rows:
        raise Http404
    steps = visible(actor, BreachStep).filter(case=case).order_by("happened_at", "at")
    return Case(rows[0], rows[1:], list(steps))


def families(
    actor: Actor, breach: Breach, opened: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return each child concerned whom the actor reaches: class, carer, numbers; three statements.

    Numbers are masked as on the file; `opened` are classes of fields that a reason opened.
    """
    concerned = children_of(breach, timezone.localdate(breach.noticed_at))
    mine = concerned.filter(pk__in=visible(actor, Child).values("pk"))
    children = list(with_ties(actor, mine, ("contact",)))
    ids = [child.pk for child in children]
    carers: dict[Any, str] = {}
    for row in visible(actor, Relative).filter(child_id__in=ids, is_carer=True):
        carers.setdefault(row.child_id, str(row))
    sights = {child.pk: sight_of(actor, child, opened) for child in children}
    numbers: dict[Any, list[str]] = defaultdict(list)
    rows = visible(actor, Contact).filter(child_id__in=ids)
    for contact in rows.order_by("child_id", "call_order"):
        if shown := sights[contact.child_id].shown("contact", contact.number):
            numbers[contact.child_id].append(shown)
    return [
        {"child": c, "carer": carers.get(c.pk, ""), "phones": numbers[c.pk][:2]} for c in children
    ]


def whom_to_ask(actor: Actor) -> tuple[str, str]:
    """Return name and phone of who is in charge of children's data, as the rules say."""
    latest = visible(actor, RulesVersion).order_by("-number").first()
    return (latest.person, latest.phone) if latest else ("", actor.school.phone)


def state(actor: Actor, _on: date) -> State:
    """Say how many breaches are open."""
    found = cases(actor, state="open")
    if not found:
        return State(_("None open"), MET)
    text = ngettext("%(num)d open", "%(num)d open", len(found)) % {"num": len(found)}
    return State(text, URGENT)


PART = Part(
    gettext_lazy("Breaches"),
    gettext_lazy("When data got where it should not: first steps, whom to tell, letters, lessons"),
    "breaches",
    "privacy",
    state,
    "L8",
)
