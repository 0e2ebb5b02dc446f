"""Requests about a child's data: the register, one request, its letter, and letting everything go."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.lib.asked import one_of
from nuangang.people.models import Child, Kin
from nuangang.people.queries import school_year_of
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.privacy.actions.forgetting import (
    NotYetError,
    ask_forgetting,
    confirm_forgetting,
    drop_forgetting,
    why_not,
)
from nuangang.privacy.actions.requests import decide_request, enter_request
from nuangang.privacy.forgetting import counted, titles
from nuangang.privacy.forms.requests import BasisForm, DecisionForm, RequestForm
from nuangang.privacy.models import DataRequest, Forgetting
from nuangang.privacy.queries.requests import requests_of
from nuangang.privacy.school_settings import privacy_settings

PER_PAGE = 50


@may("data_request")
def data_requests(request: HttpRequest) -> HttpResponse:
    """List the requests, narrowed as the address asks."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {
        "kind": one_of(request.GET.get("kind"), DataRequest.Kind.values),
        "decision": one_of(request.GET.get("decision"), DataRequest.Decision.values),
    }
    page = Paginator(requests_of(actor, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "on": timezone.localdate(),
        "kinds": DataRequest.Kind.choices,
        "decisions": DataRequest.Decision.choices,
    }
    return render(request, "privacy/requests.html", context)


@may("data_request", "write")
def data_request_new(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down a request about the child's data."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    form = RequestForm(request.POST or None, initial={"asked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = enter_request(actor, child, **form.cleaned_data)
        messages.success(
            request, _("Written down. The answer is due on %(day)s.") % {"day": made.due_on}
        )
        return redirect("data_request", pk=made.pk)
    record(actor, "read_form", kind="child", object_id=child.pk, label=child.name)
    context = {"child": child, "form": form}
    return render(request, "privacy/request_new.html", context, status=422 if form.errors else 200)


@may("data_request")
def data_request(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one request, and decide it."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, DataRequest, pk, rows=lambda rows: rows.select_related("child__klass"))
    begin = {"decision": row.decision, "reasons": row.reasons}
    form = DecisionForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        fetch(actor, DataRequest, pk, "write")
        decide_request(actor, row, **form.cleaned_data)
        messages.success(request, _("Decided. Print the letter and hand it over."))
        return redirect("data_request", pk=pk)
    context = {
        "row": row,
        "form": form,
        "asker": Kin(row.asker).label,
        "on": timezone.localdate(),
    }
    return render(request, "privacy/request.html", context, status=422 if form.errors else 200)


@may("data_request")
def data_request_letter(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the letter that answers a request, to be printed and stamped."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, DataRequest, pk, rows=lambda rows: rows.select_related("child__klass"))
    if row.decision == DataRequest.Decision.OPEN:
        return redirect("data_request", pk=pk)
    record(actor, "printed", kind="data_request", object_id=row.pk, label="letter")
    klass = row.child.klass
    context = {
        "row": row,
        "asker": Kin(row.asker).label,
        "charge": privacy_settings(actor.school),
        "klass": klass.name_on(school_year_of(actor, timezone.localdate())) if klass else "",
    }
    return render(request, "privacy/request_letter.html", context)


@may("retention")
def child_forget(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what goes and what stays when the child is made anonymous, and ask for it."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    form = BasisForm(request.POST or None)
    if request.method == "POST" and actor.may("data_request", "write") and form.is_valid():
        try:
            ask_forgetting(actor, child, form.cleaned_data["basis"])
        except NotYetError as wrong:
            form.add_error(None, _why(str(wrong)))
        else:
            messages.success(request, _("Asked. Now the head has to confirm it."))
            return redirect("child_forget", pk=pk)
    record(actor, "read_form", kind="child", object_id=child.pk, label=child.name)
    asked = visible(actor, Forgetting).filter(child_id=child.pk, dropped_at=None).first()
    found, names = counted(child), titles()
    context = {
        "child": child,
        "form": form,
        "asked": asked,
        "why_not": _why(why_not(child)),
        "goes": [(names[code], number) for code, number in found.items() if number],
        "mine": asked is not None and asked.asked_by_id == actor.staff_id,
        "may_write": actor.may("data_request", "write"),
        "may_confirm": actor.may("retention", "write"),
    }
    return render(request, "privacy/forget.html", context, status=422 if form.errors else 200)


def _why(word: str) -> str:
    words = {
        "here": _("The child is still at this school. Close the file first."),
        "held": _("Somebody asked to keep this child's data for now. End the hold first."),
        "gone": _("This child is anonymous already."),
        "dropped": _("Somebody let the data stay meanwhile, so nothing was done."),
        "same": _("You asked for it yourself. Let it stay, then let the lead or a deputy ask."),
    }
    return words.get(word, "")


@require_POST
@fresh_factor
@may("retention", "write")
def forget_confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Confirm what another asked: everything goes."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Forgetting, pk)
    try:
        confirm_forgetting(actor, row)
    except NotYetError as wrong:
        messages.error(request, _why(str(wrong)))
        return redirect("child_forget", pk=row.child_id)
    messages.success(request, _("Done. Nothing here tells any more who the child was."))
    return redirect("data_requests")


@require_POST
@may("data_request", "write")
def forget_drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Let the child's data stay after all."""
    row = fetch(request.actor, Forgetting, pk)  # type: ignore[attr-defined]
    drop_forgetting(request.actor, row)  # type: ignore[attr-defined]
    messages.success(request, _("The data stay."))
    return redirect("child_forget", pk=row.child_id)
