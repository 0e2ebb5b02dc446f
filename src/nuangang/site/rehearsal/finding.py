"""What was handed over in a rehearsal, held against what had to be."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nuangang.incidents.models import Incident, IncidentStep, of
from nuangang.notify.models import Message
from nuangang.site.rehearsal.oracle import Story, Word, allowed, tell
from nuangang.site.rehearsal.script import STAFF, Case, Script
from nuangang.site.rehearsal.stage import Stage, phone_of, rows_of, second_of

MOST_TROUBLES = 20
_STEPS = {"paged": "page", "warned": "due"}
Handed = Mapping[str, list[tuple[int, str]]]


@dataclass
class Finding:
    """How a rehearsal went, in numbers; `troubles` say the first of what went wrong in words."""

    incidents: int = 0
    deadlines: int = 0
    in_time: int = 0
    told_late: int = 0
    messages: int = 0
    pages: int = 0
    warnings: int = 0
    missed: int = 0
    doubled: int = 0
    doubled_and_said: int = 0
    unasked: int = 0
    late: int = 0
    recovered: int = 0
    lateness_s: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def is_well(self) -> bool:
        """Say whether nothing was missed, nothing came twice unsaid, and nothing came unasked."""
        return not (self.missed or self.doubled or self.unasked)

    def miss(self, trouble: str) -> None:
        """Note what had to be and was not, or was not in time."""
        self.missed += 1
        self._say(trouble)

    def came(self, name: str, trouble: str) -> None:
        """Note what was and had not to be."""
        setattr(self, name, getattr(self, name) + 1)
        self._say(trouble)

    def _say(self, trouble: str) -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(trouble)

    def as_dict(self) -> dict:
        """Return the numbers, and the troubles only where there are any."""
        found = asdict(self)
        return found if self.troubles else {k: v for k, v in found.items() if k != "troubles"}


class Judge:
    """Holds every message and every party of every incident against the oracle."""

    def __init__(
        self, script: Script, stage: Stage, handed: Handed, rounds: Sequence[int], step: int = 1
    ) -> None:
        self.script, self.stage, self.handed = script, stage, handed
        self.rounds, self.step = rounds, step
        self.found = Finding(incidents=len(script.cases))
        self.waits: list[int] = []

    def judged(self) -> Finding:
        """Return how it went."""
        messages = self._messages()
        known = {message.pk.hex for queued in messages.values() for message in queued}
        for case in self.script.cases:
            self._look_at(case, messages.pop(self.stage.incidents[case.number], []))
        for _incident in messages:
            self.found.came("unasked", "messages about an incident that nobody raised")
        for _message in self.handed.keys() - known:
            self.found.came("unasked", "handed over, and in no outbox")
        self.found.lateness_s = _lateness(self.waits)
        return self.found

    def _messages(self) -> dict[Any, list[Message]]:
        found: dict[Any, list[Message]] = defaultdict(list)
        for school in self.stage.schools:
            for message in Message.objects.filter(school_id=school.pk).order_by("queued_at", "pk"):
                found[message.about_id].append(message)
        return found

    def _look_at(self, case: Case, queued: list[Message]) -> None:
        seen, rules = Counter(map(_word, queued)), self.script.rules[case.school]
        story = tell(case, rules, self.rounds, seen, step=self.step)
        incident = self.stage.incident(case)
        self._compare("was not queued", Counter(story.words), seen, case)
        self._compare(
            "is not so", Counter(d.row() for d in story.duties), Counter(rows_of(incident)), case
        )
        done = {(word.what, word.at) for word in story.words if word.what in _STEPS.values()}
        self._compare("is not in the time line", Counter(done), _time_line(incident), case)
        self._count(story, len(queued))
        due = {word: word.due for word in story.words}
        for message in queued:
            if (word := _word(message)) in due:
                self._handed_over(case, message, word, due[word])

    def _count(self, story: Story, messages: int) -> None:
        found, told = self.found, [duty for duty in story.duties if duty.told is not None]
        found.messages += messages
        found.deadlines += len(story.duties)
        found.in_time += sum((duty.told or 0) <= duty.due for duty in told)
        found.told_late += sum((duty.told or 0) > duty.due for duty in told)
        found.pages += sum(word.what == "page" for word in story.words)
        found.warnings += sum(word.what == "due" for word in story.words)

    def _compare(self, lacking: str, expected: Counter, there: Counter, case: Case) -> None:
        """Note what had to be and isn't there, and what is there and had not to be."""
        for each in (expected - there).elements():
            self.found.miss(f"incident {case.number}: {each} {lacking}")
        for each in (there - expected).elements():
            name = "doubled" if each in expected else "unasked"
            self.found.came(name, f"incident {case.number}: {each} {name}")

    def _handed_over(self, case: Case, message: Message, word: Word, due: int) -> None:
        """Hold what the daemon was handed against one message, and keep how late that was."""
        number = phone_of(case.school, STAFF.index(word.who))
        times = [second for second, to in self.handed.get(message.pk.hex, []) if to == number]
        told = f"incident {case.number}: {word.what} to {word.who}, due at {due} s"
        self.found.recovered += message.tries > 1
        if not times:
            self.found.miss(f"{told}, was never handed over")
            return
        if len(times) > 1 and message.perhaps_twice:
            self.found.doubled_and_said += 1
        elif len(times) > 1:
            self.found.came("doubled", f"{told}, was handed over at {times} s")
        if times[0] - due > allowed(self.rounds, due, times[0], step=self.step):
            self.found.late += 1
            self.found.miss(f"{told}, was handed over only at {times[0]} s")
        self.waits.append(times[0] - due)


def _word(message: Message) -> Word:
    """Return a message as the oracle names it; whom it is for is read off its number."""
    sign = message.once[30:]  # after inc-, the incident's and the person's key
    what = next((name for name in ("raised", "page", "due") if sign.startswith(name)), "hand")
    return Word(second_of(message.queued_at) or 0, what, STAFF[int(message.address[-3:])])


def _time_line(incident: Incident) -> Counter:
    """Return which pages and warnings the time line tells of, and in which second."""
    steps = of(incident, IncidentStep).filter(kind__in=_STEPS).values_list("kind", "noted_at")
    return Counter((_STEPS[kind], second_of(at)) for kind, at in steps)


def _lateness(waits: list[int]) -> dict[str, int]:
    ordered = sorted(waits) or [0]
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {n: ordered[min(len(ordered) - 1, int(len(ordered) * part))] for n, part in at.items()}
