"""What had to happen in a rehearsal, and when: worked out from script and rules alone; pure.

It imports nothing of the engine and knows the promises of docs/incidents.md as numbers of its own. Of the
engine it is told in which seconds a worker went round to its end, was killed, or none lived: in a second in
which one was killed a thing may have been done already; at the next whole round it must be.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from nuangang.site.rehearsal.script import (
    FROM_WHEN_IT_HAPPENED,
    KNOWS_BY_LEADING,
    MINUTE,
    SHIELDED,
    Case,
    Rules,
)

OLD_EVERY, OLD_WARN, OLD_PAGES, LEASE = 5, 5, 24, MINUTE
"""What counts for rules of a time in which they said nothing of it, in minutes."""
PROMISE = 1
"""Handed over within so many rounds after it was due, where nothing is killed."""


class Round(IntEnum):
    """What became of one second: no worker lived, all went round, or one was killed in it."""

    DOWN = 0
    WHOLE = 1
    KILLED = 2


@dataclass(frozen=True, order=True)
class Word:
    """One SMS that is due: in which second it is queued, what it says and to whom, and since when due."""

    at: int
    what: str
    who: str
    due: int = field(compare=False, default=0)


@dataclass
class Duty:
    """One party that must be told: by when, when it was, and when it was called off."""

    party: str
    due: int
    told: int | None = None
    called_off: int | None = None
    warned: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether this still has to be done."""
        return self.told is None and self.called_off is None

    def row(self) -> tuple:
        """Return what the database must say of it."""
        return (self.party, self.due, self.told, self.called_off)


@dataclass
class Story:
    """One incident as it must have gone."""

    case: Case
    duties: list[Duty]
    words: list[Word] = field(default_factory=list)
    leader: str = ""
    closed: bool = False
    page_due: int | None = None
    paged: int = 0

    def act(self, second: int) -> None:
        """Let people do what they do in this second."""
        for act in self.case.acts:
            if act.at != second or self.closed:
                continue
            if act.what == "lead" and act.who != self.leader:
                self.leader = act.who
                self._told(act.who if act.who in KNOWS_BY_LEADING else "", second)
            elif act.what == "hand" and act.to != self.leader:
                self.leader = act.to
                self.words.append(Word(second, "hand", act.to, second))
            elif act.what == "told":
                self._told(act.to, second)
            elif act.what == "close":
                self._close(second)

    def _told(self, party: str, second: int) -> None:
        for duty in self.duties:
            if duty.party == party and duty.told is None:
                duty.told = second

    def _close(self, second: int) -> None:
        self.closed = True
        for duty in self.duties:
            if duty.told is None:
                duty.called_off = second

    def page(self, second: int) -> None:
        """Let the next who could lead be asked, and say when the next after that is."""
        due, turns = self.page_due or 0, turns_of(self.case)
        for who in asked(self.case, self.paged):
            self.words.append(Word(second, "page", who, due))
        self.paged += 1
        self.page_due = None
        if self.paged < len(turns):
            self.page_due = second + (turns[self.paged] - turns[self.paged - 1]) * MINUTE

    def warn(self, second: int, nearly: list[Duty]) -> None:
        """Let whoever leads, or everybody who could, be warned of what is nearly up."""
        due = min(self.warn_at(duty) for duty in nearly)
        for duty in nearly:
            duty.warned = True
        for who in [self.leader] if self.leader else self.case.leaders:
            self.words.append(Word(second, "due", who, due))

    def warn_at(self, duty: Duty) -> int:
        """Return when is to be warned of a duty; when it was raised everybody has just been told."""
        before = (self.case.asks.warn if self.case.asks else OLD_WARN) * MINUTE
        return max(duty.due - before, self.case.at + before)

    def to_page(self, second: int) -> bool:
        """Say whether the next has to be asked by now."""
        asked = not self.closed and not self.leader and self.page_due is not None
        return asked and (self.page_due or 0) <= second

    def to_warn(self, second: int) -> list[Duty]:
        """Return the duties of which has to be warned by now."""
        open_ones = (d for d in self.duties if d.is_open and not d.warned and not self.closed)
        return [duty for duty in open_ones if self.warn_at(duty) <= second]

    def next_after(self, second: int, step: int) -> int | None:
        """Return the next second in which anything could happen; None when it is over."""
        times = [act.at for act in self.case.acts if act.at > second]
        if not self.closed:
            times += [self.page_due] if self.page_due is not None and not self.leader else []
            times += [self.warn_at(d) for d in self.duties if d.is_open and not d.warned]
        nearest = min(times, default=None)
        return None if nearest is None else max(second + step, -(-nearest // step) * step)


def begin(case: Case, rules: Rules) -> Story:
    """Return an incident as it stands in the second in which it is raised."""
    since = case.happened if case.kind in FROM_WHEN_IT_HAPPENED else case.at
    duties = [Duty(p, since + minutes * MINUTE) for p, minutes in rules[case.kind].items()]
    named = [case.roles[r] for r in case.asks.at_once if r in case.roles] if case.asks else None
    first = case.leaders if named is None else named
    told = [w for w in dict.fromkeys(first) if w != case.raised_by or case.kind in SHIELDED]
    words = [Word(case.at, "raised", who, case.at) for who in told]
    return Story(case, duties, words, page_due=case.at + turns_of(case)[0] * MINUTE)


def turns_of(case: Case) -> list[int]:
    """Return the minutes after it was raised at which somebody is asked."""
    if case.asks is None:
        return [OLD_EVERY * number for number in range(1, OLD_PAGES + 1)]
    steps = case.asks.steps
    return sorted({step.after + step.every * n for step in steps for n in range(step.times)})


def asked(case: Case, number: int) -> list[str]:
    """Return who is asked at that turn: whom the steps name, or the next on the list who is there."""
    if case.asks is None:
        return [case.leaders[number % len(case.leaders)]]
    minute, steps, found = turns_of(case)[number], case.asks.steps, []
    for place, step in enumerate(steps):
        if any(step.after + step.every * n == minute for n in range(step.times)):
            order = [each.who for each in (*steps[place:], *steps[:place])]
            there = [case.roles[role] for role in [*order, *case.roles] if role in case.roles]
            found.append(there[0])
    return list(dict.fromkeys(found))


def tell(
    case: Case, rules: Rules, rounds: Sequence[int], seen: Counter[Word], *, step: int = 1
) -> Story:
    """Return how an incident must have gone, given the workers' lives.

    Of what was seen counts only whether a thing was done already in a second that ended by a kill.
    """
    story, second = begin(case, rules), case.at
    at = {(word.at, word.what) for word in seen}
    while True:
        story.act(second)
        life = rounds[second // step]
        nearly = story.to_warn(second)
        if story.to_page(second) and (life == Round.WHOLE or _seen(life, at, second, "page")):
            story.page(second)
        if nearly and (life == Round.WHOLE or _seen(life, at, second, "due")):
            story.warn(second, nearly)
        following = story.next_after(second, step)
        if following is None or following // step >= len(rounds):
            return story
        second = following


def _seen(life: int, at: set, second: int, what: str) -> bool:
    return life == Round.KILLED and (second, what) in at


def allowed(rounds: Sequence[int], due: int, handed: int, *, step: int = 1) -> int:
    """Return how late a message may be: one round, while no worker lives, and a lease for each kill."""
    lives = rounds[due // step : handed // step + 1]
    kills, down = lives.count(Round.KILLED), lives.count(Round.DOWN)
    return (PROMISE + down + kills) * step + kills * (LEASE + step)
