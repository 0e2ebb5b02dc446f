"""Concerns for those few who read them: the list, one with its steps, receiving, acting, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.wellbeing.actions.concerns import (
    act_on_concern,
    close_concern,
    note_printed,
    receive_concern,
    reopen_concern,
)
from nuangang.wellbeing.forms import OutcomeForm, ReopenForm, StepForm
from nuangang.wellbeing.guards import circles
from nuangang.wellbeing.models import Concern
from nuangang.wellbeing.queries.concerns import inbox, lines, steps

ON_A_PAGE = 50


@may("concern")
def concerns(request: HttpRequest) -> HttpResponse:
    """List the concerns the actor reads; what was written in them opens one by one."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    state = one_of(request.GET.get("state"), Concern.State.values)
    urgency = one_of(request.GET.get("urgency"), Concern.Urgency.values)
    rows = inbox(actor, state=state, urgency=urgency, child=id_of(request.GET.get("child")))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    found = lines(actor, page, now)
    waiting = [line for line in found if line.concern.state == Concern.State.NEW]
    context = {
        "page": page, "waiting": sorted(waiting, key=lambda line: line.concern.due_at),
        "rest": [line for line in found if line not in waiting], "state": state, "urgency": urgency,
        "states": Concern.State.choices, "urgencies": Concern.Urgency.choices,
    }  # fmt: skip
    return render(request, "wellbeing/concerns.html", context)


def _fetched(request: HttpRequest, pk: UUID) -> Concern:
    """Return a concern in the actor's circle of readers."""
    actor = request.actor  # type: ignore[attr-defined]

    def shape(rows: Any) -> Any:
        rows = (
            rows.filter(circle__in=circles(actor)) if actor.everywhere("concern") else rows.none()
        )
        return rows.select_related("written_by", "received_by")

    return fetch(actor, Concern, pk, rows=shape)


@may("concern")
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one concern with everything that was done; who read it is recorded."""
    found = _fetched(request, pk)
    record(request.actor, "read_concern", kind="concern", object_id=found.pk)  # type: ignore[attr-defined]
    return _page(request, found)


def _page(request: HttpRequest, found: Concern, **forms: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "line": lines(actor, [found], timezone.now())[0], "steps": steps(actor, found),
        "step_form": StepForm(), "outcome_form": OutcomeForm(), "reopen_form": ReopenForm(), **forms,
    }  # fmt: skip
    return render(request, "wellbeing/concern.html", context, status=422 if forms else 200)


@require_POST
@may("concern", "write")
def concern_receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a new concern on; the writer sees by whom and when."""
    if receive_concern(request.actor, _fetched(request, pk)):  # type: ignore[attr-defined]
        messages.success(request, _("Received. Whoever wrote it can see that now."))
    else:
        messages.info(request, _("Somebody else has received it already."))
    return redirect("concern", pk=pk)


@require_POST
@may("concern", "write")
def concern_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what was done."""
    found, form = _fetched(request, pk), StepForm(request.POST)
    if found.state == Concern.State.CLOSED:
        messages.info(request, _("It is closed. Open it again before something is added."))
        return redirect("concern", pk=pk)
    if not form.is_valid():
        return _page(request, found, step_form=form)
    act_on_concern(request.actor, found, **form.cleaned_data)  # type: ignore[attr-defined]
    messages.success(request, _("Noted."))
    return redirect("concern", pk=pk)


@require_POST
@may("concern", "write")
def concern_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a concern with how it came out."""
    found, form = _fetched(request, pk), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, outcome_form=form)
    close_concern(request.actor, found, **form.cleaned_data)  # type: ignore[attr-defined]
    messages.success(request, _("Closed. It stays on file, and can be opened again."))
    return redirect("concern", pk=pk)


@require_POST
@may("concern", "write")
def concern_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed concern again."""
    found, form = _fetched(request, pk), ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reopen_form=form)
    reopen_concern(request.actor, found, **form.cleaned_data)  # type: ignore[attr-defined]
    messages.success(request, _("It is open again."))
    return redirect("concern", pk=pk)


@fresh_factor
@may("concern")
def concern_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one concern as a sheet for the paper folder, marked with who printed it and when."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _fetched(request, pk)
    note_printed(actor, found)
    context = {"line": lines(actor, [found], timezone.now())[0], "steps": steps(actor, found)}
    return render(request, "wellbeing/concern_print.html", context)
