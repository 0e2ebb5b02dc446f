"""Keeping a version of a written report, and handing it in."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.actions.telling import settle_deadline
from nuangang.incidents.kinds import Party, What
from nuangang.incidents.models import (
    Deadline,
    Incident,
    IncidentReport,
    IncidentStep,
    ReportHanding,
    of,
)

Kind = IncidentReport.Kind


@transaction.atomic
def keep_report(
    actor: Any,
    incident: Incident,
    *,
    once: UUID,
    kind: str,
    issue: int,
    body: dict[str, Any],
    named: bool = False,
    reason: str = "",
    supersedes: IncidentReport | None = None,
    now: datetime | None = None,
) -> IncidentReport:
    """Keep a version as it says now; sent twice with the same `once` it is one."""
    now, pk = now or timezone.now(), uuid5(incident.pk, str(once))
    Incident.objects.select_for_update().get(school_id=incident.school_id, pk=incident.pk)
    if found := of(incident, IncidentReport).filter(pk=pk).first():
        return found  # type: ignore[no-any-return]
    last = of(incident, IncidentReport).aggregate(last=Max("number"))["last"] or 0
    made = IncidentReport(
        pk=pk, school_id=incident.school_id, incident_id=incident.pk, number=last + 1, kind=kind,
        issue=issue, supersedes=supersedes, named=named, reason=reason, by_id=actor.staff_id, at=now,
        body=json.dumps({**body, "drill": incident.drill}, ensure_ascii=False),
    )  # fmt: skip
    made.save(force_insert=True)
    note(actor, incident, "kept_incident_report", what=kind, version=made.number, named=named)
    return made


@transaction.atomic
def hand_in(
    actor: Any,
    report: IncidentReport,
    *,
    once: UUID,
    party: str,
    result: str,
    whom: str = "",
    words: str = "",
    at: datetime | None = None,
    now: datetime | None = None,
) -> bool:
    """Note that a version was handed to a party; received, it settles what was owed. Says whether it is new.

    A follow-up report settles those before it too, that are past their time: one paper tells it all.
    """
    now, incident = now or timezone.now(), report.incident
    pk = uuid5(report.pk, str(once))
    if of(incident, ReportHanding).filter(pk=pk).exists():
        return False
    owed = list(_settles(report, party, now))
    for number, deadline in enumerate([*owed] or [None]):
        step = add_step(
            actor, incident, IncidentStep.Kind.REPORTED, now, at=min(at or now, now), result=result,
            whom=whom, words=words, deadline_id=deadline.pk if deadline else None,
        )  # fmt: skip
        ReportHanding(
            pk=pk if number == 0 else uuid5(pk, str(number)), school_id=incident.school_id,
            incident_id=incident.pk, report_id=report.pk, party=party, step_id=step.pk,
        ).save(force_insert=True)  # fmt: skip
        if deadline is not None:
            settle_deadline(deadline)
    note(
        actor, incident, "handed_in_report", version=report.number, what=party, result=result,
        named=report.named,
    )  # fmt: skip
    return True


def _settles(report: IncidentReport, party: str, now: datetime) -> Any:
    """Return what is owed to the party and done by this report."""
    rows = of(report.incident, Deadline).filter(party=party, told_at=None, called_off_at=None)
    rows = rows.select_related("incident").order_by("due_at", "pk")
    if report.kind == Kind.FIRST:
        return rows.filter(what=What.TELL)
    if report.kind == Kind.FINAL:
        return rows.filter(what=What.FINAL)
    return [
        row
        for row in rows.filter(what=What.PROGRESS, number__lte=report.issue)
        if row.number == report.issue or row.due_at < now
    ]


PARTIES = (Party.BUREAU, Party.TOWNSHIP, Party.POLICE, Party.CIVIL, Party.CDC, Party.VILLAGE)
