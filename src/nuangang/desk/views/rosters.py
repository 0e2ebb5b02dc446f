"""Reading rosters in: upload, look at what was understood, decide, confirm, undo."""

import json
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.actions import drop_duties_of, reconcile_duties
from nuangang.desk.roster_pages import column_choices, decisions_in, preview_of
from nuangang.intake import actions
from nuangang.intake.models import Batch
from nuangang.intake.reading import UnreadableRoster
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

PER_PAGE = 50
ROWS_SHOWN = 200


@may("roster", "write")
def rosters(request: HttpRequest) -> HttpResponse:
    """List the rosters read in so far, and take a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    error = ""
    if request.method == "POST":
        try:
            batch = actions.read_in(actor, *_uploaded(request))
            return redirect("roster", pk=batch.pk)
        except UnreadableRoster as unreadable:
            error = str(unreadable)
    kept = visible(actor, Batch).defer("content", "report").select_related("by")
    page = Paginator(kept.order_by("-made_at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "error": error}
    return render(request, "desk/rosters.html", context, status=422 if error else 200)


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        raise UnreadableRoster("empty")
    if upload.size > settings.ROSTER_MAX_BYTES:
        raise UnreadableRoster("too_big")
    return upload.name or "", upload.read()


@may("roster", "write")
def roster(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one roster: what it would do, or what it did."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = fetch(actor, Batch, pk)
    if batch.state != Batch.State.READ:
        problems = json.loads(batch.report or "[]")
        context = {
            "batch": batch,
            "problems": problems,
            "counts": Counter(p["code"] for p in problems),
        }
        return render(request, "desk/roster_report.html", context)
    try:
        plan, taking = actions.plan_of(actor, batch, today=timezone.localdate())
    except UnreadableRoster as unreadable:
        context = {"batch": batch, "error": str(unreadable), "choices": column_choices()}
        return render(request, "desk/roster_report.html", context, status=422)
    context = {"batch": batch, **preview_of(actor, plan, taking, request.GET)}
    return render(request, "desk/roster.html", context)


@require_POST
@may("roster", "write")
def roster_columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Take columns for other fields."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = _open_batch(actor, pk)
    chosen = {
        name.removeprefix("column:"): str(value)
        for name, value in request.POST.items()
        if name.startswith("column:") and value != request.POST.get(f"was:{name[7:]}", "")
    }
    before = dict(batch.columns)
    actions.choose_columns(actor, batch, {**before, **chosen})
    try:
        actions.reading_of(batch, today=timezone.localdate())
    except UnreadableRoster as unreadable:
        actions.choose_columns(actor, batch, before)
        messages.error(request, str(unreadable))
    return redirect("roster", pk=pk)


@require_POST
@may("roster", "write")
def roster_decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Say whom rows mean that could be two children."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.decide_rows(actor, _open_batch(actor, pk), decisions_in(request.POST))
    return redirect("roster", pk=pk)


@require_POST
@may("roster", "write")
def roster_confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Read the roster in."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = fetch(actor, Batch, pk, "write")
    with transaction.atomic():
        totals = actions.confirm(actor, batch)
        reconcile_duties(actor.school, now=timezone.now())
    said = _(
        "%(created)s files opened, %(updated)s changed, %(unchanged)s as before, %(blocked)s rows not read in."
    )
    if totals:
        messages.success(request, said % totals)
    return redirect("roster", pk=pk)


@require_POST
@may("roster", "write")
def roster_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a roster back, unless something was built on it."""
    actor = request.actor  # type: ignore[attr-defined]
    batch = fetch(actor, Batch, pk, "write")
    try:
        with transaction.atomic():
            drop_duties_of(actor.school, actions.children_made(batch))
            count = actions.undo(actor, batch)
            reconcile_duties(actor.school, now=timezone.now())
    except actions.CannotUndoError as built_on:
        said = _("Not undone: something was built on it since. Concerned: %(names)s.")
        messages.error(request, said % {"names": "、".join(built_on.names[:8])})
    else:
        messages.success(
            request, _("Taken back: %(count)s files are as before.") % {"count": count}
        )
    return redirect("roster", pk=pk)


@require_POST
@may("roster", "write")
def roster_drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Throw a roster away that was not confirmed."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.drop(actor, _open_batch(actor, pk))
    return redirect("rosters")


def _open_batch(actor: Any, pk: str) -> Batch:
    batch = fetch(actor, Batch, pk, "write", rows=lambda rows: rows.filter(state=Batch.State.READ))
    return batch
