"""The draft as its page shows it: what will happen, who has how many, every pair and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from nuangang.mentoring.effect import words_of
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.pairs import Load, Preferences, Proposal
from nuangang.mentoring.reasons import unmet_text
from nuangang.mentoring.roll import Roll, roll_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

NEW, MOVED, KEPT, NOBODY = "new", "moved", "kept", "nobody"
STATES = {
    NOBODY: pgettext_lazy("pair", "has nobody"),
    NEW: pgettext_lazy("pair", "new"),
    MOVED: pgettext_lazy("pair", "changes"),
    KEPT: pgettext_lazy("pair", "stays"),
}
NAMED = 8


@dataclass(frozen=True)
class Row:
    """One child of the draft; `before` is who cares for the child today."""

    id: UUID
    child: UUID
    name: str
    search: str
    klass_id: UUID | None
    klass: str
    sub: str
    adult: UUID | None
    adult_name: str
    before: str
    state: str
    locked: bool
    by_hand: bool
    reasons: list

    @property
    def why(self) -> list[str]:
        """Return why, in a few words each."""
        return words_of(self.reasons)


@dataclass(frozen=True)
class AdultRow:
    """One adult's load: now, and by the draft."""

    id: UUID
    name: str
    party_member: bool
    before: int
    children: int
    quota: int
    cap: int | None

    @property
    def change(self) -> str:
        """Return the difference, such as +2."""
        more = self.children - self.before
        return f"{more:+d}" if more else ""

    @property
    def state(self) -> str:
        """Return how the bar is coloured: urgent above the cap, waiting below the quota."""
        if self.cap is not None and self.children > self.cap:
            return "urgent"
        return "waiting" if self.children < self.quota else ""


@dataclass
class Draft:
    """A plan with everybody in it, as of today."""

    plan: Plan
    roll: Roll
    pairs: list[PlannedPair]

    @cached_property
    def chosen(self) -> dict[UUID, UUID]:
        """Return child id → adult id."""
        return {p.child_id: p.adult_id for p in self.pairs if p.adult_id and self._knows(p)}

    @cached_property
    def preferences(self) -> Preferences:
        """Return the wishes the draft was computed with."""
        return Preferences(**self.plan.preferences)

    @cached_property
    def verdict(self) -> Proposal:
        """Return loads and unmet rules as the draft stands now, moves by hand included."""
        from nuangang.mentoring.matching import assess  # numpy comes with it: for those who pair

        locked = {p.child_id: p.adult_id for p in self.pairs if p.locked and p.adult_id}
        leaving = self.plan.leaving_id
        children = [
            one
            for one in self.roll.children_to_pair(locked, leaving=leaving)
            if one.id in self._drafted
        ]
        people = self.roll.adults_to_pair(leaving=leaving)
        return assess(children, people, self.chosen, self.preferences)

    @cached_property
    def _drafted(self) -> set[UUID]:
        return {pair.child_id for pair in self.pairs}

    def _knows(self, pair: PlannedPair) -> bool:
        return pair.child_id in self.roll.children and (
            pair.adult_id is None or pair.adult_id in self.roll.adults
        )

    @cached_property
    def rows(self) -> list[Row]:
        """Return the pairs, what changes first, then by class and name."""
        order = {state: place for place, state in enumerate(STATES)}
        rows = [self._row(pair) for pair in self.pairs if pair.child_id in self.roll.children]
        return sorted(rows, key=lambda row: (order[row.state], self.roll.place(row.child)))

    def _row(self, pair: PlannedPair) -> Row:
        child = self.roll.children[pair.child_id]
        adult = self.chosen.get(pair.child_id)
        before = self.roll.held.get(pair.child_id)
        return Row(
            id=pair.pk,
            child=pair.child_id,
            name=child["name"],
            search=child["search"],
            klass_id=child["klass_id"],
            klass=self.roll.klass(pair.child_id),
            sub=about(child),
            adult=adult,
            adult_name=self.roll.adults[adult]["name"] if adult else "",
            before=self.roll.adults[before]["name"] if before and before != adult else "",
            state=_state(before, adult),
            locked=pair.locked,
            by_hand=pair.by_hand,
            reasons=pair.reasons if adult else [],
        )

    def since(self, child: UUID) -> date | None:
        """Return since when a pair that stays has held, None for one that is new."""
        tie = self.roll.ties.get(child)
        return tie.since if tie and tie.adult_id == self.chosen.get(child) else None

    @cached_property
    def counts(self) -> Counter[str]:
        """Return how many children there are of each state."""
        return Counter(row.state for row in self.rows)

    @cached_property
    def loads(self) -> list[AdultRow]:
        """Return the adults' loads, those with too many or too few first, then the fullest."""
        before = Counter(self.roll.held.values())
        rows = [
            AdultRow(
                id=load.adult,  # type: ignore[arg-type]
                name=self.roll.adults[load.adult]["name"],  # type: ignore[index]
                party_member=load.party_member,
                before=before[load.adult],  # type: ignore[index]
                children=load.children,
                quota=load.quota,
                cap=load.cap,
            )
            for load in self.verdict.loads
        ]
        ranks = {"urgent": 0, "waiting": 1, "": 2}
        return sorted(rows, key=lambda row: (ranks[row.state], -row.children, row.name))

    def classes(self) -> list[tuple[str, str]]:
        """Return the classes of the drafted children, lowest grade first: id and name."""
        rows = sorted(self.rows, key=lambda row: self.roll.place(row.child))
        return list({str(row.klass_id): row.klass for row in rows if row.klass_id}.items())

    def sentence(self) -> str:
        """Say in one sentence what approving will do."""
        return sentence(self.counts, self.verdict.loads)

    def unmet(self) -> list[tuple[str, str]]:
        """Return the rules that can't hold in words, each with the first names it concerns."""
        return [(unmet_text(u.rule, u.count), self._names(u.who)) for u in self.verdict.unmet]

    def _names(self, who: Iterable[tuple[Any, int]]) -> str:
        people = {**self.roll.children, **self.roll.adults}
        names = [people[pk]["name"] for pk, _count in who if pk in people]
        more = ngettext("and %(num)s more", "and %(num)s more", len(names) - NAMED)
        shown = _(", ").join(names[:NAMED])
        return shown if len(names) <= NAMED else f"{shown} {more % {'num': len(names) - NAMED}}"

    @property
    def moved_by_hand(self) -> bool:
        """Say whether some child was moved by hand."""
        return any(pair.by_hand for pair in self.pairs)

    def newcomers(self) -> int:
        """Return how many left-behind children the draft doesn't know, being newer than it."""
        if self.plan.scope == Plan.Scope.LEAVING:
            return 0
        return len(self.roll.children.keys() - self._drafted)


def draft_plan(actor: Actor) -> Plan | None:
    """Return the school's draft, None without one."""
    rows = with_people(visible(actor, Plan)).filter(state=Plan.State.DRAFT)
    return rows.order_by("-made_at").first()


def with_people(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """Join who made a plan and who leaves."""
    return rows.select_related("by", "leaving")


def read_draft(actor: Actor, plan: Plan, on: date) -> Draft:
    """Return a draft with everybody in it; six statements."""
    pairs = list(visible(actor, PlannedPair).filter(plan=plan))
    return Draft(plan, roll_of(actor.school, on), pairs)


def about(child: dict[str, Any]) -> str:
    """Return what of a child matters for pairing, in a few words."""
    words = [child["village"], _("boards at school") if child["boarding"] else ""]
    words.append(_("needs somebody trained") if child["special_needs"] else "")
    return " · ".join(filter(None, words))


def counts_of(roll: Roll, proposal: Proposal) -> Counter[str]:
    """Return how many children of a roll there are of each state in a proposal."""
    chosen: dict[Any, Any] = {pair.child: pair.adult for pair in proposal.pairs}
    return Counter(_state(roll.held.get(pk), chosen.get(pk)) for pk in roll.children)


def sentence(counts: Counter[str], loads: Iterable[Load]) -> str:
    """Say what a draft does: pairs that stay, are new, change; and how many each adult has."""
    text = pgettext("between parts of a sentence", ", ").join(_parts(counts)) or _(
        "There is nobody to pair"
    )
    numbers = [load.children for load in loads if load.children or load.quota]
    if not numbers:
        return _("%(what)s.") % {"what": text}
    numbers_text = {"what": text, "least": min(numbers), "most": max(numbers)}
    if min(numbers) == max(numbers):
        return _("%(what)s; everybody has %(most)s children.") % numbers_text
    return _("%(what)s; everybody has %(least)s to %(most)s children.") % numbers_text


def _parts(counts: Counter[str]) -> list[str]:
    kept, new, moved, nobody = (counts[state] for state in (KEPT, NEW, MOVED, NOBODY))
    texts = {
        KEPT: ngettext("%(num)s pair stays", "%(num)s pairs stay", kept),
        NEW: ngettext("%(num)s child is newly paired", "%(num)s children are newly paired", new),
        MOVED: ngettext(
            "%(num)s child changes the agent parent",
            "%(num)s children change the agent parent",
            moved,
        ),
        NOBODY: ngettext("%(num)s child has nobody", "%(num)s children have nobody", nobody),
    }
    return [text % {"num": counts[state]} for state, text in texts.items() if counts[state]]


def _state(before: UUID | None, adult: UUID | None) -> str:
    if adult is None:
        return NOBODY
    if before is None:
        return NEW
    return KEPT if before == adult else MOVED
