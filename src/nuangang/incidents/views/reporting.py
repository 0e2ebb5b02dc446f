"""Written reports: which are owed, writing a version, looking at one, and handing it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.incidents.actions.reporting import hand_in, keep_report
from nuangang.incidents.forms.reporting import HandInForm
from nuangang.incidents.kinds import Party, What
from nuangang.incidents.models import Deadline, Incident, IncidentReport
from nuangang.incidents.queries.reports import (
    Kind,
    body_of,
    next_issue,
    owed_of,
    versions_of,
)
from nuangang.incidents.views.page import fetched
from nuangang.incidents.writing import Draft
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of, new_id
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


@may("incident")
def incident_reports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show which reports are owed, and every version kept with to whom it was handed."""
    actor, now, found = request.actor, timezone.now(), fetched(request, pk)  # type: ignore[attr-defined]
    versions = versions_of(actor, found)
    owed = owed_of(actor, found, versions, now)
    context = {
        "incident": found, "versions": versions, "owed": owed, "may_write": _may_write(actor, found),
        "next_issue": next_issue(owed, versions), "police_first": _police_waits(actor, found),
        "may_name": actor.everywhere("incident", "write"),
    }  # fmt: skip
    return render(request, "incidents/reports.html", context)


def _may_write(actor: Any, found: Incident) -> bool:
    return visible(actor, Incident, "write").filter(pk=found.pk).exists()


def _police_waits(actor: Any, found: Incident) -> bool:
    """Say whether the police are still to be told of harm to a child: that comes before any paper."""
    waiting = {"party": Party.POLICE, "what": What.TELL, "told_at": None, "called_off_at": None}
    rows = visible(actor, Deadline).filter(incident_id=found.pk, **waiting)
    return found.is_shielded and rows.exists()


@may("incident", "write")
def incident_report_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a report without names and keep it as a version."""
    return _write(request, fetched(request, pk, "write"), named=False)


@fresh_factor
@may("incident", "write", everywhere=True)
def incident_report_named(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a report with the names of children and relatives, for a stated reason."""
    return _write(request, fetched(request, pk, "write"), named=True)


def _write(request: HttpRequest, found: Incident, *, named: bool) -> HttpResponse:
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    draft = Draft(actor, found, now=now, named=named, **_asked(request, actor, found, now))
    form = draft.form(request.POST or None)
    if request.method == "POST" and form.is_valid() and draft.take(form):
        kept = keep_report(
            actor, found, once=form.cleaned_data["once"], kind=draft.kind, issue=draft.issue,
            body=draft.body(), named=named, reason=form.cleaned_data.get("reason", ""),
            supersedes=draft.corrects, now=now,
        )  # fmt: skip
        messages.success(request, _("Kept as version %(number)s.") % {"number": kept.number})
        return redirect("incident_report", pk=kept.pk)
    context = {
        "incident": found, "form": form, "draft": draft, "named": named,
        "police_first": _police_waits(actor, found), "may_name": actor.everywhere("incident", "write"),
    }  # fmt: skip
    return render(request, "incidents/report_write.html", context, status=422 if form.errors or draft.left else 200)  # fmt: skip


def _asked(request: HttpRequest, actor: Any, found: Incident, now: Any) -> dict[str, Any]:
    """Return which report the address asks for: its kind, which follow-up, and which version it puts right."""
    versions = versions_of(actor, found)
    corrects = None
    if wanted := id_of(request.GET.get("from")):
        corrects = next((v.row for v in versions if v.row.pk == wanted), None)
        if corrects is None:
            raise Http404
        return {"kind": corrects.kind, "issue": corrects.issue, "versions": versions, "corrects": corrects}  # fmt: skip
    kind = one_of(request.GET.get("kind"), Kind.values) or Kind.FIRST.value
    issue = 1
    if kind == Kind.PROGRESS:
        owed = owed_of(actor, found, versions, now)
        given = request.GET.get("issue", "")
        issue = int(given) if given.isdecimal() and 0 < int(given) < 100 else next_issue(owed, versions)  # fmt: skip
    return {"kind": kind, "issue": issue, "versions": versions, "corrects": None}


def fetched_report(request: HttpRequest, pk: UUID, to: str = "read") -> IncidentReport:
    """Return the version of the address with its incident."""
    actor = request.actor  # type: ignore[attr-defined]
    of = ("policy", "school", "raised_by", "led_by")
    joined = ("by", *(f"incident__{name}" for name in of))
    return fetch(actor, IncidentReport, pk, to, rows=lambda rows: rows.select_related(*joined))


@may("incident")
def incident_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one version as it was kept, and to whom it was handed."""
    return _report(request, fetched_report(request, pk))


def _report(request: HttpRequest, row: IncidentReport, form: Any = None) -> HttpResponse:
    actor, found = request.actor, row.incident  # type: ignore[attr-defined]
    version = next(v for v in versions_of(actor, found) if v.row.pk == row.pk)
    form = form or HandInForm(now=timezone.now(), initial={"party": Party.BUREAU, "once": new_id()})
    context = {
        "incident": found, "version": version, "body": body_of(row), "form": form,
        "may_write": _may_write(actor, found), "may_name": actor.everywhere("incident", "write"),
    }  # fmt: skip
    return render(request, "incidents/report.html", context, status=422 if form.errors else 200)


@require_POST
@may("incident", "write")
def incident_report_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a version was handed in; received, it settles what was owed."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    row = fetched_report(request, pk, "write")
    form = HandInForm(request.POST, now=now)
    if visible(actor, IncidentReport).filter(supersedes_id=row.pk).exists():
        messages.error(request, _("This version was put right: hand in the newer one."))
        return redirect("incident_reports", pk=row.incident_id)
    if not form.is_valid():
        return _report(request, row, form)
    if hand_in(actor, row, now=now, **form.cleaned_data):
        _say(request, form.cleaned_data)
    return redirect("incident_reports", pk=row.incident_id)


def _say(request: HttpRequest, given: dict[str, Any]) -> None:
    whom = {"party": Party(given["party"]).label}
    if given["result"] == "reached":
        messages.success(request, _("Noted: %(party)s has it.") % whom)
    else:
        messages.info(request, _("Noted as sent. Ask whether it arrived, then note that too."))
