"""The rules of incidents as a table that a school or county may change: who is told within how long.

Plain data, kept as JSON in each version: {"kinds": {code: {"on", "from", "tell": {party: [minutes,
minutes in grave cases]}, "progress", "final", "county"}}, "numbers": {party: "words and numbers"}, "asking": …
(incidents.asking), "unreached": {"sms", "then"}: what is offered once all numbers of a family failed}. The default is
the plan's 30 minutes, 1 hour and 2 hours (R93), and what the law calls "at once" with the number of
minutes after which the board turns red.
"""

from dataclasses import asdict, dataclass
from typing import Any

from nuangang.incidents.asking import default_asking
from nuangang.incidents.kinds import KINDS, OUTSIDE, Clock, Party

Table = dict[str, Any]
HAPPENED, KNOWN = "happened", "known"
LONGEST = 30 * 24 * 60
AT_ONCE = 10


@dataclass(frozen=True)
class ToCounty:
    """When an incident goes on to the county office: at once, once a time is missed, or unled so long.

    `at_once` is '', 'grave' or 'always'; `unled` is in minutes, 0 for never.
    """

    at_once: str = ""
    missed: bool = False
    unled: int = 0


@dataclass(frozen=True)
class Rule:
    """What holds for one kind: minutes by party, from when they count, and the reports that follow.

    `tell` gives (ordinary, grave) minutes; None: not told in such a case. `progress` is in hours,
    `final` in days, 0 for none.
    """

    on: bool
    counts_from: str
    tell: dict[str, tuple[int | None, int | None]]
    progress: int
    final: int
    county: ToCounty = ToCounty()

    def minutes(self, party: str, *, grave: bool) -> int | None:
        """Return within how many minutes a party is told; a grave case never waits longer."""
        ordinary, in_grave = self.tell.get(party, (None, None))
        if not grave:
            return ordinary
        known = [each for each in (ordinary, in_grave) if each is not None]
        return min(known) if known else None


def _tell(**minutes: Any) -> dict[str, list[int | None]]:
    given = {
        party: each if isinstance(each, list) else [each, None] for party, each in minutes.items()
    }
    return {party: given[party] for party in Party.values if party in given}


_R93 = {"guardian": 30, "parents": 60, "bureau": 120, "township": 120}
_SCHOOL = {"class_teacher": AT_ONCE, "head": AT_ONCE}
_GRAVE = {"police": [None, 30], "hospital": [None, AT_ONCE]}
_REPORT = {"police": AT_ONCE, "lead": 30, "head": 30, "bureau": 120, "civil": 120}
_GONE = {"guardian": 30, "parents": 60, **_SCHOOL, "police": 60, "bureau": 120, "township": 120}
_TELL: dict[str, dict[str, Any]] = {
    "injury": {**_SCHOOL, **_R93, **_GRAVE},
    "illness": {**_SCHOOL, **_R93, "hospital": [None, AT_ONCE]},
    "bullying": {**_SCHOOL, "guardian": 30, "parents": 60, "lead": 30, "police": [None, 30], "bureau": [None, 120]},
    "poisoning": {**_SCHOOL, **_R93, "hospital": AT_ONCE, "cdc": 60},
    "drowning": {**_SCHOOL, **_R93, "hospital": 5, "police": AT_ONCE},
    "traffic": {**_SCHOOL, **_R93, **_GRAVE, "police": AT_ONCE},
    "fire": {**_SCHOOL, **_R93, **_GRAVE},
    "other": {**_SCHOOL, **_R93, **_GRAVE},
    "crisis_red": {
        "class_teacher": 30, "head": AT_ONCE, "lead": AT_ONCE, "counsellor": AT_ONCE,
        "guardian": 30, "parents": 60, "hospital": 60, "bureau": 120,
    },
    "crisis_orange": {
        "class_teacher": 60, "head": 60, "lead": 30, "counsellor": 30, "guardian": 60, "parents": 120,
    },
    "ran_away": _GONE,
    "out_all_night": _GONE,
    "truant": {"class_teacher": AT_ONCE, "guardian": 60, "parents": 120, "head": 120},
    "alone": {"class_teacher": 30, "head": 60, "parents": 60, "police": 30, "township": 120, "bureau": 120},
    "carer_unfit": {"class_teacher": 30, "head": 60, "parents": 60, "police": 30, "township": 120, "civil": 120},
    "dropout": {"guardian": 1440, "parents": 1440, "head": 1440, "bureau": 1440, "township": 1440},
}  # fmt: skip
_REPORTS = {Clock.NOTICE.value: (24, 7), Clock.CRISIS.value: (0, 7), Clock.REPORT.value: (0, 0)}
_NUMBERS = {
    "police": "110",
    "hospital": "120",
    "civil": "12345",
    "counsellor": "12356",
}


def default_table() -> Table:
    """Return the table that ships: R93 and what domain.md 3 says of each kind."""
    return {
        "kinds": {code: _default_rule(code) for code in KINDS},
        "numbers": {party: _NUMBERS.get(party, "") for party in NUMBERED},
        "asking": default_asking(),
        "unreached": {"sms": True, "then": Party.VILLAGE.value},
    }


NUMBERED = (*OUTSIDE, Party.COUNSELLOR.value)


def _default_rule(code: str) -> dict[str, Any]:
    clock = KINDS[code].clock
    progress, final = _REPORTS.get(clock, (0, 7))
    if code == "bullying":
        progress = 0
    if code == "truant":
        final = 0
    return {
        "on": True,
        "from": HAPPENED if clock == Clock.NOTICE else KNOWN,
        "tell": _tell(**_TELL.get(code, _REPORT)),
        "progress": progress,
        "final": final,
        "county": asdict(ToCounty("grave", True, 30) if code != "truant" else ToCounty()),
    }


def rule_of(table: Table, code: str) -> Rule:
    """Return the rule of one kind; one that an older table lacks has the default's."""
    kept = table.get("kinds", {}).get(code) or _default_rule(code)
    tell = {party: _pair(kept["tell"][party]) for party in Party.values if party in kept["tell"]}
    county = ToCounty(**kept.get("county", {}))
    return Rule(kept["on"], kept["from"], tell, kept["progress"], kept["final"], county)


def _pair(minutes: list[int | None]) -> tuple[int | None, int | None]:
    return minutes[0], minutes[1]


def kept(rule: Rule) -> dict[str, Any]:
    """Return a rule as it is kept in a table."""
    tell = {party: list(pair) for party, pair in rule.tell.items() if pair != (None, None)}
    return {
        "on": rule.on, "from": rule.counts_from, "tell": tell,
        "progress": rule.progress, "final": rule.final, "county": asdict(rule.county),
    }  # fmt: skip


def with_rules(table: Table, rules: dict[str, Rule]) -> Table:
    """Return a table in which these kinds have these rules."""
    changed = {code: kept(rule) for code, rule in rules.items()}
    return {**table, "kinds": {**table.get("kinds", {}), **changed}}


def differing(one: Table, other: Table) -> list[str]:
    """Return the kinds whose rules differ between two tables."""
    return [code for code in KINDS if rule_of(one, code) != rule_of(other, code)]


def unreached_of(table: Table) -> tuple[bool, str]:
    """Return whether an SMS is offered once nobody of a family answers, and who is rung next ('': nobody)."""
    kept = table.get("unreached", {"sms": True, "then": ""})
    return kept["sms"], kept["then"]
