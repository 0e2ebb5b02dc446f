"""Adding lines to the time line, and whom the log names: never who reported harm to a child."""

from datetime import datetime
from typing import Any
from uuid import UUID

from nuangang.audit.actions import Person, record
from nuangang.incidents.models import Incident, IncidentStep
from nuangang.lib.ids import new_id


def in_the_log(actor: Any, incident: Incident) -> Any:
    """Return whom the log names: nobody, where it is who reported harm to a child."""
    if incident.is_shielded and actor.staff_id == incident.raised_by_id:
        return Person("", school_id=incident.school_id)
    return actor


def note(actor: Any, incident: Incident, verb: str, **detail: Any) -> None:
    """Write into the log what was done with an incident."""
    record(
        in_the_log(actor, incident), verb, kind="incident", object_id=incident.pk,
        drill=incident.drill, **detail,
    )  # fmt: skip


def add_step(
    actor: Any,
    incident: Incident,
    kind: str,
    now: datetime,
    *,
    pk: UUID | None = None,
    at: datetime | None = None,
    **columns: Any,
) -> IncidentStep:
    """Add a line to the time line; `at` is when it took place, now unless told."""
    step = IncidentStep(
        pk=pk or new_id(), school_id=incident.school_id, incident_id=incident.pk, kind=kind,
        by_id=actor.staff_id, at=at or now, noted_at=now, **columns,
    )  # fmt: skip
    step.save(force_insert=True)
    return step
