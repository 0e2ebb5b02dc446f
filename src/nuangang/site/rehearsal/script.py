"""What happens in a rehearsal, made up from a seed: what is raised and what people do then; pure."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

LEADING = {
    "injury": (
        ("duty", "teacher"), ("class_teacher", "class{klass}"), ("lead", "lead"),
        ("deputy", "deputy"), ("head", "head"),
    ),
    "crisis_red": (
        ("class_teacher", "class{klass}"), ("counsellor", "counsellor"), ("lead", "lead"),
        ("head", "head"),
    ),
    "violence": (("lead", "lead"), ("head", "head")),
}  # fmt: skip
"""By kind: which role can take the lead, and who holds it, in the order of old rules."""
AFTER, EVERY, TIMES, WARN = (1, 5, 10, 20), (2, 5, 15), (1, 3, 8), (3, 5, 10)
FROM_WHEN_IT_HAPPENED = ("injury",)
SHIELDED = ("violence",)
STAFF = ("teacher", "class1", "class2", "lead", "deputy", "head", "counsellor")
KNOWS_BY_LEADING = ("head", "lead", "counsellor")
POOL = (
    "police", "guardian", "parents", "class_teacher", "head", "lead", "bureau", "township",
    "hospital", "civil", "counsellor", "cdc",
)  # fmt: skip
MINUTES = (5, 10, 15, 30, 45, 60, 90, 120)
MINUTE, HOUR = 60, 3600
Rules = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Ask:
    """One step of a school's rules: a role, after so many minutes, every so many, so many times."""

    who: str
    after: int
    every: int
    times: int


@dataclass(frozen=True)
class Asks:
    """Who hears of a kind at once, the steps after that, and how many minutes before is warned."""

    at_once: tuple[str, ...]
    steps: tuple[Ask, ...]
    warn: int


@dataclass(frozen=True)
class Ways:
    """How a school asks: by kind, None by the old rules; and whether anybody is on duty."""

    asks: Mapping[str, Asks] | None
    on_duty: bool


@dataclass(frozen=True)
class Act:
    """What one person does at one second: takes the lead, hands it over, has spoken with a party, closes."""

    at: int
    what: str
    who: str
    to: str = ""


@dataclass(frozen=True)
class Case:
    """One incident: where, what, when, by whom, and what people do about it, in order."""

    number: int
    school: int
    kind: str
    klass: int
    at: int
    happened: int
    raised_by: str
    ways: Ways = Ways(None, on_duty=False)
    acts: tuple[Act, ...] = ()

    @property
    def roles(self) -> dict[str, str]:
        """Return who can take the lead by role, in order."""
        held = {role: who.format(klass=self.klass) for role, who in LEADING[self.kind]}
        return held if self.ways.on_duty else {r: who for r, who in held.items() if r != "duty"}

    @property
    def leaders(self) -> list[str]:
        """Return who can take the lead, in order."""
        return list(self.roles.values())

    @property
    def asks(self) -> Asks | None:
        """Return how the school asks for somebody who leads; None by the old rules."""
        return self.ways.asks[self.kind] if self.ways.asks else None


@dataclass(frozen=True)
class Script:
    """Each school's rules (kind → party → minutes), how it asks, and everything that happens."""

    rules: list[Rules]
    cases: list[Case]
    ways: list[Ways] = field(default_factory=list)
    by_second: dict[int, list[tuple[Case, Act]]] = field(default_factory=dict)


def write_script(
    seed: int, incidents: int, parties: int, seconds: int, *, schools: int, step: int = 1
) -> Script:
    """Return what happens within so many seconds, the same for the same seed; `step` rounds moments."""
    draw = random.Random(f"rehearsal {seed}")
    rules = [_rules(draw, parties) for _school in range(schools)]
    last = max(step, seconds - min(3 * HOUR, seconds // 2))
    ways = [_ways(draw) for _school in range(schools)]
    cases = [_case(draw, number, rules, ways, last, step) for number in range(incidents)]
    script = Script(rules, sorted(cases, key=lambda case: case.at), ways)
    for case in script.cases:
        for act in (Act(case.at, "raise", case.raised_by), *case.acts):
            script.by_second.setdefault(act.at, []).append((case, act))
    return script


def _rules(draw: random.Random, parties: int) -> Rules:
    """Return a school's rules with so many parties for each kind; of harm the police always learn."""
    found = {}
    for kind in LEADING:
        named = (
            draw.sample(POOL[1:], parties - 1) if kind in SHIELDED else draw.sample(POOL, parties)
        )
        chosen = ["police", *named] if kind in SHIELDED else named
        found[kind] = {party: draw.choice(MINUTES) for party in chosen}
    return found


def _ways(draw: random.Random) -> Ways:
    """Return how a school asks: by the old rules in one of four."""
    on_duty = draw.random() < 0.5
    asks = {kind: _asks(draw, kind) for kind in LEADING}
    return Ways(None if draw.random() < 0.25 else asks, on_duty)


def _asks(draw: random.Random, kind: str) -> Asks:
    roles = [role for role, _who in LEADING[kind]]
    named = draw.choices(roles, k=draw.randint(1, 5))
    steps = (Ask(who, draw.choice(AFTER), draw.choice(EVERY), draw.choice(TIMES)) for who in named)
    at_once = draw.sample(roles, draw.randint(1, len(roles)))
    return Asks(tuple(at_once), tuple(steps), draw.choice(WARN))


def _case(
    draw: random.Random, number: int, rules: list[Rules], ways: list[Ways], last: int, step: int
) -> Case:
    school, kind = draw.randrange(len(rules)), draw.choices(list(LEADING), (6, 2, 2))[0]
    at = draw.randrange(0, last, step)
    happened = at - draw.choice((0, 0, 2, 10, 25)) * MINUTE
    raised_by = draw.choice(STAFF[:4])
    bare = Case(number, school, kind, draw.choice((1, 2)), at, happened, raised_by, ways[school])
    rounded = (
        Act(at + max(step, round(after / step) * step), *what)
        for after, *what in _acts(draw, bare, rules[school][kind])
    )
    acts = sorted(rounded, key=lambda act: act.at)
    end = next((place for place, act in enumerate(acts) if act.what == "close"), len(acts))
    kept = _in_order(acts[: end + 1])
    return replace(bare, acts=tuple(kept))


def _acts(draw: random.Random, case: Case, rule: Mapping[str, int]) -> Iterator[tuple]:
    """Yield what people do, with the seconds after it was raised."""
    if draw.random() < 0.7:
        who, after = draw.choice(case.leaders), draw.expovariate(1 / (12 * MINUTE))
        yield after, "lead", who
        if draw.random() < 0.2 and len(case.leaders) > 1:
            to = draw.choice([name for name in case.leaders if name != who])
            yield after + draw.uniform(1, 40) * MINUTE, "hand", who, to
    for party, minutes in rule.items():
        if draw.random() < 0.8:
            yield minutes * MINUTE * draw.uniform(0.2, 1.4), "told", case.raised_by, party
    if draw.random() < 0.3:
        yield draw.uniform(20, 150) * MINUTE, "close", draw.choice(case.leaders)


def _in_order(acts: list[Act]) -> list[Act]:
    """Return the acts without a handing over by who doesn't lead yet at that second."""
    first = next((act.at for act in acts if act.what == "lead"), None)
    return [act for act in acts if act.what != "hand" or (first is not None and act.at > first)]
