"""Who is asked to lead, when and by what: the steps of the rules, and what they come to; pure.

Kept in each version's table as {"asking": {clock: {"at_once": [roles], "steps": [{"who", "after", "by",
"every", "times"}], "warn": minutes}}}. A version that lacks it is older and has what counted then: all
at once, then the next in order every five minutes, 24 times, and a warning five minutes before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post
from nuangang.incidents.kinds import Clock

NEXT = "next"
LONGEST, MOST = 24 * 60, 200


class Role(models.TextChoices):
    """Who can be asked to lead."""

    DUTY = "duty", _("Whoever is on duty")
    STAND_IN = "stand_in", _("Whoever stands in on duty")
    CLASS_TEACHER = Post.CLASS_TEACHER.value, _("Class teacher")
    COUNSELLOR = Post.COUNSELLOR.value, _("Counsellor")
    LEAD = Post.LEAD.value, _("Lead for child protection")
    DEPUTY = Post.DEPUTY.value, _("Deputy head")
    HEAD = Post.HEAD.value, _("Head")


class By(models.TextChoices):
    """How somebody is asked."""

    BOTH = "both", _("SMS, and a word into the group")
    SMS = "sms", _("SMS")
    GROUP = "group", _("a word into the group")


_ALL = (Role.DUTY, Role.STAND_IN, Role.CLASS_TEACHER, Role.LEAD, Role.DEPUTY, Role.HEAD)
ROLES: dict[str, tuple[str, ...]] = {
    Clock.NOTICE.value: tuple(role.value for role in _ALL),
    Clock.CARE.value: tuple(role.value for role in _ALL),
    Clock.CRISIS.value: (
        Role.CLASS_TEACHER.value, Role.COUNSELLOR.value, Role.LEAD.value, Role.HEAD.value,
    ),
    Clock.REPORT.value: (Role.LEAD.value, Role.HEAD.value),
}  # fmt: skip
"""By clock: who may be asked, since nobody is asked about what they may not see."""


def ways(clock: str) -> list[str]:
    """Return by what one may be asked: what only some may know of is no matter for a group."""
    return By.values if Role.DUTY in ROLES[clock] else [By.SMS.value]


@dataclass(frozen=True)
class Step:
    """One role asked `after` so many minutes, and again `every` so many, `times` altogether."""

    who: str
    after: int
    by: str = By.BOTH.value
    every: int = 0
    times: int = 1

    def minutes(self) -> list[int]:
        """Return the minutes at which it is asked."""
        return [self.after + number * self.every for number in range(self.times)]


@dataclass(frozen=True)
class Asking:
    """What holds for one clock: who hears of it at once, the steps after that, when is warned."""

    at_once: tuple[str, ...]
    steps: tuple[Step, ...]
    warn: int = 5

    def moments(self) -> list[tuple[int, list[Step]]]:
        """Return each minute at which somebody is asked, with the steps of that minute."""
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            for minute in step.minutes():
                found.setdefault(minute, []).append(step)
        return sorted(found.items())

    def stand_ins(self, step: Step) -> list[str]:
        """Return who is asked where a step's role is held by nobody: the roles after it, in order."""
        names = [each.who for each in self.steps]
        place = self.steps.index(step)
        return list(dict.fromkeys([*names[place:], *names[:place]]))

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept in a table."""
        steps = [asdict(step) for step in self.steps]
        return {"at_once": list(self.at_once), "steps": steps, "warn": self.warn}


OLD = Asking((), (Step(NEXT, 5, every=5, times=24),))


def asking_of(table: Mapping[str, Any], clock: str) -> Asking:
    """Return who is asked when by a version's table; an old version has the old steps."""
    kept = table.get("asking", {}).get(clock)
    if kept is None:
        return OLD
    steps = tuple(Step(**step) for step in kept["steps"])
    return Asking(tuple(kept["at_once"]), steps, kept["warn"])


def default_asking() -> dict[str, dict[str, Any]]:
    """Return what ships: all at once, then one or two each five minutes for two hours."""
    return {clock: _default(clock).kept() for clock in Clock.values}


def _default(clock: str) -> Asking:
    roles = ROLES[clock]
    first = [role for role in roles if role != Role.STAND_IN]
    if Role.DUTY not in roles:
        turns = [(role, 5 * place) for place, role in enumerate(roles, start=1)]
    else:
        turns = [
            (Role.DUTY.value, 5), (Role.CLASS_TEACHER.value, 5), (Role.STAND_IN.value, 10),
            (Role.LEAD.value, 10), (Role.DEPUTY.value, 15), (Role.HEAD.value, 20),
        ]  # fmt: skip
    every = max(after for _who, after in turns)
    by = ways(clock)[0]
    steps = tuple(Step(who, after, by, every, 120 // every) for who, after in turns)
    return Asking(tuple(first), steps)


def on_the_clock(asking: Asking, clock: str) -> list[tuple[int, Sequence[tuple[str, str]]]]:
    """Return minute by minute who is asked by what, the first words at minute 0 included."""
    found: list[tuple[int, Sequence[tuple[str, str]]]] = [
        (minute, [(s.who, s.by) for s in steps]) for minute, steps in asking.moments()
    ]
    at_once = [(role, ways(clock)[0]) for role in asking.at_once]
    return [(0, at_once), *found] if at_once else found
