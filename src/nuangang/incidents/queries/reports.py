"""The reports of an incident: which are owed, which versions were kept, to whom each was handed."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nuangang.incidents.due import minutes_left
from nuangang.incidents.kinds import Party, What
from nuangang.incidents.models import (
    Deadline,
    Incident,
    IncidentReport,
    IncidentStep,
    ReportHanding,
)
from nuangang.incidents.queries.page import superseded
from nuangang.incidents.queries.shielding import who_did
from nuangang.incidents.report_shape import mark_of
from nuangang.incidents.wording import left_text
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

Kind, Result = IncidentReport.Kind, IncidentStep.Result
KIND_OF = {What.TELL.value: Kind.FIRST, What.PROGRESS.value: Kind.PROGRESS, What.FINAL.value: Kind.FINAL}  # fmt: skip


@dataclass(frozen=True)
class Handed:
    """That a version was handed to a party: received by whom, or only sent."""

    party: str
    step: IncidentStep
    who: str

    @property
    def words(self) -> str:
        """Return to whom, in words."""
        return str(Party(self.party).label)

    @property
    def received(self) -> bool:
        """Say whether somebody there said to have it."""
        return self.step.result == Result.REACHED


@dataclass
class Version:
    """One version as its reader may know it."""

    row: IncidentReport
    who: str
    corrected: bool = False
    handed: list[Handed] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Return 首报, 续报二, 终报 …"""
        return mark_of(self.row.kind, self.row.issue, corrected=self.row.supersedes_id is not None)


@dataclass(frozen=True)
class Owed:
    """One report that the rules ask for: which, by when, and what became of it."""

    row: Deadline
    kind: str
    issue: int
    late: bool
    left: str
    version: Version | None

    @property
    def received(self) -> Handed | None:
        """Return the written report that the bureau received."""
        rows = self.version.handed if self.version else []
        return next((h for h in rows if h.received and h.party == self.row.party), None)

    @property
    def missing(self) -> bool:
        """Say whether it still has to be written and handed in."""
        return self.row.called_off_at is None and self.received is None and (
            self.kind == Kind.FIRST or self.row.told_at is None
        )  # fmt: skip


def versions_of(actor: Actor, incident: Incident) -> list[Version]:
    """Return the versions kept, the newest first, with to whom each was handed; three statements."""
    rows = visible(actor, IncidentReport).filter(incident_id=incident.pk).select_related("by")
    found = [Version(row, who_did(actor, incident, row.by)) for row in rows.order_by("-number")]
    gone = {version.row.supersedes_id for version in found}
    handed = _handed(actor, incident)
    for version in found:
        version.corrected = version.row.pk in gone
        version.handed = handed[version.row.pk]
    return found


def _handed(actor: Actor, incident: Incident) -> dict[UUID, list[Handed]]:
    rows = visible(actor, ReportHanding).filter(incident_id=incident.pk)
    steps = visible(actor, IncidentStep).filter(
        incident_id=incident.pk, kind=IncidentStep.Kind.REPORTED
    )
    known = list(steps.select_related("by").order_by("noted_at", "pk"))
    gone, by_first = superseded(known), _newest_of(known)
    found: dict[UUID, list[Handed]] = defaultdict(list)
    for row in rows.order_by("pk"):
        step = by_first.get(row.step_id)
        if step is not None and step.pk not in gone and not step.withdrawn:
            found[row.report_id].append(Handed(row.party, step, who_did(actor, incident, step.by)))
    return found


def _newest_of(steps: list[IncidentStep]) -> dict[UUID, IncidentStep]:
    """Return for each line the one that put it right last, itself where none did."""
    later = {step.supersedes_id: step for step in steps if step.supersedes_id}
    found = {}
    for step in steps:
        newest = step
        while newest.pk in later:
            newest = later[newest.pk]
        found[step.pk] = newest
    return found


def owed_of(actor: Actor, incident: Incident, versions: list[Version], now: datetime) -> list[Owed]:
    """Return the reports to the bureau that the rules ask for, what is due first before."""
    rows = visible(actor, Deadline).filter(incident_id=incident.pk, party=Party.BUREAU)
    standing = {(v.row.kind, v.row.issue): v for v in versions if not v.corrected}
    found = []
    for row in rows.order_by("due_at", "what", "pk"):
        kind = KIND_OF[row.what]
        version = _version_for(row, standing, versions)
        left = left_text(minutes_left(row.due_at, now)) if row.is_open else ""
        found.append(Owed(row, kind, row.number, row.is_late(now), left, version))
    return found


def _version_for(row: Deadline, standing: dict[Any, Version], versions: list[Version]) -> Version | None:  # fmt: skip
    """Return the version for what is owed: the one handed in, or the one that stands."""
    key = (KIND_OF[row.what], row.number)
    mine = [v for v in versions if (v.row.kind, v.row.issue) == key]
    return next((v for v in mine if any(h.received for h in v.handed)), standing.get(key))


def body_of(report: IncidentReport) -> dict[str, Any]:
    """Return what a version said; empty once it was let go of."""
    return dict(json.loads(report.body)) if report.body else {}


def next_issue(owed: list[Owed], versions: list[Version]) -> int:
    """Return which follow-up report is written next: the first one owed, or one more than there are."""
    open_ones = [o.issue for o in owed if o.kind == Kind.PROGRESS and o.missing]
    written = [v.row.issue for v in versions if v.row.kind == Kind.PROGRESS]
    fresh = [issue for issue in open_ones if issue not in written]
    return fresh[0] if fresh else max(written, default=0) + 1
