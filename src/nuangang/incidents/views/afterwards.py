"""What is done after incidents: the list, and what can be done about one line of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from nuangang.incidents.actions.afterwards import finish_follow_up, hand_on, put_off
from nuangang.incidents.forms.afterwards import DoneForm, HandOnForm, PutOffForm
from nuangang.incidents.models import FollowUp
from nuangang.incidents.queries.afterwards import (
    DONE,
    LATE,
    LEFT,
    OPEN,
    doers,
    follow_ups,
    readable,
)
from nuangang.incidents.views.page import colleagues
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may

PER_PAGE, ALL = 50, 5000


def _states() -> dict[str, str]:
    return {
        OPEN: pgettext("follow-up", "open"), LATE: pgettext("follow-up", "late"),
        DONE: pgettext("follow-up", "done"), LEFT: _("whoever does it has left"),
    }  # fmt: skip


@may("incident")
def incidents_after(request: HttpRequest) -> HttpResponse:
    """List what is to be done after incidents, by person and state."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    states = _states()
    state = one_of(request.GET.get("state", OPEN), states)
    staff = id_of(request.GET.get("staff"))
    found = follow_ups(actor, today, state=state, staff=staff)
    size = ALL if request.GET.get("rows") == "all" else PER_PAGE
    page = Paginator(found, size).get_page(request.GET.get("page"))
    rows = list(page)
    context = {
        "page": page, "rows": rows, "readable": readable(actor, rows), "states": states.items(),
        "state": state, "staff": str(staff or ""), "people": doers(actor), "day": today,
    }  # fmt: skip
    return render(request, "incidents/after.html", context)


@may("incident")
def incidents_after_late(request: HttpRequest) -> HttpResponse:
    """Say on the board how much is late; loaded beside it."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    count = follow_ups(actor, today, state=LATE).count()
    return render(request, "incidents/_after_late.html", {"count": count})


def _fetched(request: HttpRequest, pk: UUID) -> FollowUp:
    actor = request.actor  # type: ignore[attr-defined]
    joined = ("incident", "staff", "done_by")
    return fetch(actor, FollowUp, pk, "write", rows=lambda rows: rows.select_related(*joined))


@may("incident", "write")
def incident_after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one thing to be done afterwards, and what can be done about it."""
    return _page(request, _fetched(request, pk))


def _page(request: HttpRequest, row: FollowUp, **bound: Any) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    context = {
        "row": row, "day": today, "opens": row.incident_id in readable(actor, [row]),
        "done_form": DoneForm(),
        "off_form": PutOffForm(today=today, initial={"due_on": row.due_on}, auto_id="id_off_%s"),
        "hand_form": HandOnForm(colleagues=colleagues(actor), auto_id="id_hand_%s"),
        **bound,
    }  # fmt: skip
    return render(request, "incidents/after_one.html", context, status=422 if bound else 200)


def _answer(request: HttpRequest, *, changed: bool, said: str) -> HttpResponse:
    if changed:
        messages.success(request, said)
    else:
        messages.error(request, _("Somebody has changed this meanwhile; look once more."))
    return redirect("incidents_after")


@require_POST
@may("incident", "write")
def incident_after_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick it off, with what came of it."""
    row, form = _fetched(request, pk), DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, row, done_form=form)
    done = finish_follow_up(request.actor, row, form.cleaned_data["words"])  # type: ignore[attr-defined]
    return _answer(request, changed=done, said=_("Ticked off."))


@require_POST
@may("incident", "write")
def incident_after_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it off to another day, with a reason."""
    row = _fetched(request, pk)
    form = PutOffForm(request.POST, today=timezone.localdate(), auto_id="id_off_%s")
    if form.is_valid() and form.cleaned_data["due_on"] == row.due_on:
        form.add_error("due_on", _("This is the day it has already. Take another."))
    if not form.is_valid():
        return _page(request, row, off_form=form)
    moved = put_off(request.actor, row, **form.cleaned_data)  # type: ignore[attr-defined]
    return _answer(request, changed=moved, said=_("Moved; the reason stands in the time line."))


@require_POST
@may("incident", "write")
def incident_after_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a colleague do it, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = _fetched(request, pk)
    form = HandOnForm(request.POST, colleagues=colleagues(actor), auto_id="id_hand_%s")
    if form.is_valid() and form.cleaned_data["to"].pk == row.staff_id:
        form.add_error("to", _("They do it already. Choose somebody else."))
    if not form.is_valid():
        return _page(request, row, hand_form=form)
    handed = hand_on(actor, row, **form.cleaned_data)
    return _answer(
        request, changed=handed, said=_("Handed on; the reason stands in the time line.")
    )
