"""One incident as its page shows it: what is due, whom to call, the time line."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuangang.incidents.due import minutes_left
from nuangang.incidents.kinds import OF_CHILD, What
from nuangang.incidents.models import Deadline, FollowUp, Incident, IncidentChild, IncidentStep
from nuangang.incidents.queries.calling import Call, calls_for, then_calls
from nuangang.incidents.queries.shielding import who_did
from nuangang.incidents.saying import script
from nuangang.incidents.wording import left_text, task_text
from nuangang.people.models import Child
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import school_day_now

State = Incident.State
Result = IncidentStep.Result
FAILED = (Result.NO_ANSWER.value, Result.WRONG.value)
HANDED_IN = [
    (Result.REACHED.value, _("Handed in, and received")),
    (Result.SENT.value, _("Sent, not yet confirmed")),
]


@dataclass
class Line:
    """One line of the time line: who did it as this reader may know, and what became of it."""

    step: IncidentStep
    who: str
    task: str = ""
    corrected: bool = False
    report: bool = False
    elsewhere: bool = False

    @property
    def result(self) -> str:
        """Return what came of it in words; a report is handed in, not spoken."""
        if self.report:
            return str(dict(HANDED_IN).get(self.step.result, self.step.get_result_display()))
        return self.step.get_result_display()

    @property
    def noted_later(self) -> bool:
        """Say whether it was written down more than two minutes after it took place."""
        return (self.step.noted_at - self.step.at).total_seconds() > 120


@dataclass
class Task:
    """One deadline: what it asks for, how long there is, whom to call and what was tried."""

    row: Deadline
    title: str
    late: bool
    left: str = ""
    told_by: str = ""
    calls: list[Call] = field(default_factory=list)
    tried: dict[str, IncidentStep] = field(default_factory=dict)
    attempts: list[IncidentStep] = field(default_factory=list)
    script: str = ""
    told_how: str = ""
    then: list[Call] = field(default_factory=list)
    rung: dict[str, IncidentStep] = field(default_factory=dict)

    def failed(self, call: Call) -> bool:
        """Say whether nobody answered at this number, in this incident and for this party."""
        return call.shown in self.rung

    def in_order(self) -> list[Call]:
        """Return the numbers, what to ring next on top: untried, then long dead, then tried longest ago."""
        place = {call: number for number, call in enumerate(self.calls)}

        def key(call: Call) -> tuple:
            last = self.rung[call.shown].at.timestamp() if self.failed(call) else 0
            return (last, call.is_dead, place[call])

        return sorted(self.calls, key=key)

    def all_failed(self) -> bool:
        """Say whether every number was rung and nobody answered."""
        return bool(self.calls) and all(self.failed(call) for call in self.calls)


HOW = {
    IncidentStep.Kind.SEEN.value: _("seen by link"),
    IncidentStep.Kind.RECEIVED.value: _("received by the county office"),
    IncidentStep.Kind.ANSWERED.value: _("answered by SMS"),
}


def _how(steps: list[IncidentStep]) -> str:
    """Return how a party was told by whom nobody of the school spoke with."""
    found = [step for step in steps if step.result == Result.REACHED]
    return str(HOW.get(found[0].kind, "")) if found else ""


def children_of(actor: Actor, incident: Incident) -> list[Child]:
    """Return the children an incident is about, with their classes."""
    rows = visible(actor, IncidentChild).filter(incident_id=incident.pk)
    rows = rows.select_related("child__klass").order_by("child__search", "pk")
    return [row.child for row in rows]


def steps_of(actor: Actor, incident: Incident) -> list[IncidentStep]:
    """Return the time line of this incident alone, the first line first."""
    rows = visible(actor, IncidentStep).filter(incident_id=incident.pk)
    return list(rows.select_related("by").order_by("at", "noted_at", "pk"))


def tasks_of(
    actor: Actor,
    incident: Incident,
    children: list[Child],
    steps: list[IncidentStep],
    now: datetime,
    *,
    may_call: bool,
) -> list[Task]:
    """Return every deadline, what is due first before; numbers only where somebody may call."""
    rows = visible(actor, Deadline).filter(incident_id=incident.pk)
    found = list(rows.select_related("told_by").order_by("due_at", "what", "party", "pk"))
    on = school_day_now(now)
    year = school_year_of(actor, on)
    named = {child.pk: child for child in children}
    open_rows = [row for row in found if row.is_open and row.what == What.TELL]
    calls = calls_for(incident, open_rows, children, on) if may_call and open_rows else {}
    gone = superseded(steps)
    tried: dict[Any, list[IncidentStep]] = defaultdict(list)
    for step in steps:
        if step.deadline_id and step.pk not in gone and not step.withdrawn:
            tried[step.deadline_id].append(step)
    place = next((s.place for s in steps if s.place and s.pk not in gone), "")
    tasks = []
    for row in found:
        child = named.get(row.child_id) if row.child_id else None
        task = Task(
            row,
            task_text(row.what, row.party, row.number, child.name if child else ""),
            row.is_late(now),
            left_text(minutes_left(row.due_at, now)) if row.is_open else "",
            who_did(actor, incident, row.told_by),
            calls.get(row.pk, []),
            {s.phone: s for s in tried[row.pk] if s.phone},
            tried[row.pk],
            told_how=_how(tried[row.pk]),
            rung={s.phone: s for s in tried[row.pk] if s.phone and s.result in FAILED},
        )
        if may_call and row.is_open and row.what == What.TELL:
            about = child or (children[0] if children and row.party not in OF_CHILD else None)
            klass = about.klass.name_on(year) if about and about.klass else ""
            task.script = script(
                incident, row.party, child=about.name if about else "", klass=klass,
                by=actor.name, place=place,
            )  # fmt: skip
        if task.all_failed() and row.party in OF_CHILD:
            task.then = then_calls(incident)
        tasks.append(task)
    return tasks


def superseded(steps: list[IncidentStep]) -> set[UUID]:
    """Return the lines that a later one put right."""
    return {step.supersedes_id for step in steps if step.supersedes_id}


def time_line(
    actor: Actor, incident: Incident, steps: list[IncidentStep], tasks: list[Task]
) -> list[Line]:
    """Return the time line as the actor may read it; lines of what is one with it are marked."""
    gone, titles = superseded(steps), {task.row.pk: task.title for task in tasks}
    reports = {task.row.pk for task in tasks if task.row.what != What.TELL}
    return [
        Line(
            step,
            who_did(actor, incident, step.by),
            titles.get(step.deadline_id) or _party_of(step) if step.deadline_id else "",
            step.pk in gone,
            step.deadline_id in reports or step.kind == IncidentStep.Kind.REPORTED,
            step.incident_id != incident.pk,
        )
        for step in steps
    ]


def _party_of(step: IncidentStep) -> str:
    """Return what a deadline of another incident asked for."""
    row = step.deadline
    return task_text(row.what, row.party, row.number) if row else ""


def follow_ups_of(actor: Actor, incident: Incident) -> list[FollowUp]:
    """Return what is to be done afterwards, the next first."""
    rows = visible(actor, FollowUp).filter(incident_id=incident.pk)
    return list(rows.select_related("staff", "done_by").order_by("due_on", "pk"))
