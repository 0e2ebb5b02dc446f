"""Taking a report out as a Word file or a PDF, with the mark of who took it and when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.audit.actions import record
from nuangang.incidents.actions.steps import in_the_log
from nuangang.incidents.models import IncidentReport
from nuangang.incidents.own_form import form_of
from nuangang.incidents.paper import TYPES, WORD, given_for, made
from nuangang.incidents.queries.reports import body_of
from nuangang.incidents.report_shape import mark_of
from nuangang.incidents.views.files import to_save
from nuangang.incidents.views.reporting import fetched_report
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.reasons import for_a_reason
from nuangang.policy.rules import may
from nuangang.terms.calendar import SCHOOL_ZONE


@may("incident", "write")
def incident_report_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Answer with a version without names as a file."""
    return _file(request, pk, form, named=False)


@fresh_factor
@for_a_reason(_("Report with names"))
@may("incident", "write", everywhere=True)
def incident_report_named_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Answer with a version that names children, to whoever says what it is for."""
    return _file(request, pk, form, named=True)


def _file(request: HttpRequest, pk: UUID, form: str, *, named: bool) -> HttpResponse:
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    row = fetched_report(request, pk, "write")
    body = body_of(row)
    if form not in TYPES or row.named != named or not body:
        raise Http404
    given = given_for(
        body, mark=mark_of(row.kind, row.issue, corrected=row.supersedes_id is not None),
        number=row.number, kept_at=row.at, **_marks(actor, row, now),
    )  # fmt: skip
    data = made(form, given, form_of(row.incident.school) if form == WORD else None)
    record(
        in_the_log(actor, row.incident), "took_named_report" if named else "took_report",
        kind="incident", object_id=row.incident_id, version=row.number, form=form,
        drill=row.incident.drill,
    )  # fmt: skip
    return to_save(data, _name(row, form), TYPES[form])


def _marks(actor: Any, row: IncidentReport, now: datetime) -> dict[str, str]:
    """Return what stands across each page: who took it out and when, of a report of harm nobody's name."""
    at = now.astimezone(SCHOOL_ZONE)
    who = "经办人保密" if row.incident.is_shielded else actor.name
    return {
        "watermark": f"{who} {at:%Y-%m-%d %H:%M}",
        "foot": f"暖港 · {who} · {at:%Y-%m-%d %H:%M} 取出",
    }


def _name(row: IncidentReport, form: str) -> str:
    drill = "drill-" if row.incident.drill else ""
    return f"{drill}incident-{row.at.astimezone(SCHOOL_ZONE):%Y%m%d-%H%M}-v{row.number}.{form}"
