"""Files that go to another school of the system, and those that come from one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.desk.figures.transfers import coming_with, schools_near
from nuangang.desk.models import Transfer
from nuangang.desk.moving_forms import AcceptForm, OfferForm, RefuseForm
from nuangang.desk.transferring import (
    NotOpenError,
    accept_offer,
    offer_child,
    refuse_offer,
    tell_both,
    withdraw_offer,
)
from nuangang.desk.views.child import fetched
from nuangang.lib.ids import id_of, new_id
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

SHOWN = 100


@may("transfer")
def transfers(request: HttpRequest) -> HttpResponse:
    """List the offers to us and by us: what waits for an answer first."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = list(visible(actor, Transfer).order_by("-made_at")[:SHOWN])
    waiting = [row for row in rows if row.state == Transfer.State.OPEN]
    context = {
        "coming": [row for row in waiting if row.way == Transfer.Way.IN],
        "going": [row for row in waiting if row.way == Transfer.Way.OUT],
        "done": [row for row in rows if row.state != Transfer.State.OPEN],
    }
    return render(request, "desk/transfers.html", context)


@may("transfer", "write")
def child_offer(request: HttpRequest, pk: str) -> HttpResponse:
    """Offer a child's file to another school of the county."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    form = OfferForm(request.POST or None, schools=schools_near(actor.school))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        row = offer_child(
            actor, child, typed["school"], from_on=typed["from_on"], note=typed["note"],
            offer=id_of(request.POST.get("offer", "")),
        )  # fmt: skip
        messages.success(request, _("Offered to %(school)s.") % {"school": row.other_name})
        return redirect("transfer", pk=row.pk)
    open_one = visible(actor, Transfer).filter(child_id=child.pk, state=Transfer.State.OPEN)
    context = {
        "child": child, "form": form, "offer": request.POST.get("offer") or new_id(),
        "open_one": open_one.first(), "left_otherwise": _left_otherwise(child),
    }  # fmt: skip
    return render(request, "desk/transfer_offer.html", context, status=422 if form.errors else 200)


def _left_otherwise(child: Any) -> bool:
    return bool(child.left_on) and child.leave_reason != "transferred"


@may("transfer")
def transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an offer: to us, with what comes along; by us, with how it stands."""
    row = fetch(request.actor, Transfer, pk)  # type: ignore[attr-defined]
    return _page(request, row)


def _page(request: HttpRequest, row: Transfer, **more: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    to_us = row.way == Transfer.Way.IN and row.state == Transfer.State.OPEN
    coming = coming_with(row, timezone.localdate()) if to_us else None
    if coming and not more:
        tell_both(actor, "transfer_read", row)
    context = {"row": row, "coming": coming, "to_us": to_us, **more}
    if to_us:
        context.setdefault("accept", _accept_form(request, row, coming, bound=False))
        context.setdefault("refuse", RefuseForm())
    return render(request, "desk/transfer.html", context, status=422 if more else 200)


def _accept_form(request: HttpRequest, row: Transfer, coming: Any, *, bound: bool) -> AcceptForm:
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    year = school_year_of(actor, today)
    return AcceptForm(
        request.POST if bound else None, classes=classes(actor, year), year=year,
        since=coming.child.joined_on if coming else None,
        initial={"on": min(row.from_on, today)},
    )  # fmt: skip


@require_POST
@may("transfer", "write")
def transfer_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the child into one of our classes."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Transfer, pk, "write")
    coming = coming_with(row, timezone.localdate()) if row.way == Transfer.Way.IN else None
    form = _accept_form(request, row, coming, bound=True)
    if coming is None or not form.is_valid():
        return _page(request, row, accept=form)
    try:
        child = accept_offer(
            actor, row, klass=form.cleaned_data["klass"], on=form.cleaned_data["on"]
        )
    except NotOpenError:
        return _too_late(request, row)
    messages.success(request, _("%(name)s is with you now.") % {"name": child.name})
    return redirect("child", pk=child.pk)


@require_POST
@may("transfer", "write")
def transfer_refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, with the reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Transfer, pk, "write")
    form = RefuseForm(request.POST)
    if row.way != Transfer.Way.IN or not form.is_valid():
        return _page(request, row, refuse=form)
    try:
        refuse_offer(actor, row, reason=form.cleaned_data["reason"])
    except NotOpenError:
        return _too_late(request, row)
    messages.success(request, _("The other school is told that you did not accept."))
    return redirect("transfers")


@require_POST
@may("transfer", "write")
def transfer_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take our offer back while it is open."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Transfer, pk, "write")
    try:
        if row.way != Transfer.Way.OUT:
            raise NotOpenError
        withdraw_offer(actor, row)
        messages.success(
            request, _("Withdrawn. The other school sees nothing of the file any more.")
        )
    except NotOpenError:
        return _too_late(request, row)
    return redirect("transfer", pk=pk)


def _too_late(request: HttpRequest, row: Transfer) -> HttpResponse:
    messages.error(
        request,
        _("This offer is not open any more: it was answered or withdrawn, or the child has left in "
          "another way. Nothing was changed."),
    )  # fmt: skip
    return redirect("transfer", pk=row.pk)
