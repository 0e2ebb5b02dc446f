"""Breaches: listed, written down, followed through; the letters to the families."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.audit.actions import record
from nuangang.people.staff_queries import school_year_on
from nuangang.policy.reasons import for_a_reason, reason_of
from nuangang.policy.rules import may
from nuangang.privacy.actions.breaches import note_breach, note_step
from nuangang.privacy.breach_forms import BreachForm, StepForm
from nuangang.privacy.queries.breaches import case_of, cases, families, whom_to_ask
from nuangang.privacy.queries.sharing import data_words
from nuangang.privacy.whom import children_of, typed_again


@may("privacy")
def breaches(request: HttpRequest) -> HttpResponse:
    """List the breaches, those open first to see."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = cases(actor, words=asked["q"], state=asked["state"])
    context = {"cases": found, "asked": asked, "now_is": timezone.now()}
    return render(request, "privacy/breaches.html", context)


@may("privacy", "write")
def breach_new(request: HttpRequest) -> HttpResponse:
    """Write a breach down; what is not known yet can be added later."""
    actor = request.actor  # type: ignore[attr-defined]
    form = BreachForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        made = note_breach(actor, form.fields_given())
        messages.success(request, _("Written down. The first steps are on this page."))
        return redirect("breach", case=made.case)
    return _form(request, form, _("Write a breach down"), [])


@may("privacy", "write")
def breach_change(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what is known by now; what was known before stays readable."""
    actor = request.actor  # type: ignore[attr-defined]
    known = case_of(actor, case).now
    names = ("what", "noticed_at", "cause", "data", "harm")
    initial = {name: getattr(known, name) for name in names}
    initial |= typed_again(known, school_year_on(timezone.localdate()))
    form = BreachForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        note_breach(actor, form.fields_given(), case=case)
        messages.success(request, _("Kept; what was known before stays readable."))
        return redirect("breach", case=case)
    return _form(request, form, _("What is known by now"), [(known.what, _address(case))])


def _address(case: UUID) -> str:
    return reverse("breach", args=[case])


def _form(request: HttpRequest, form: BreachForm, title: str, trail: list[Any]) -> HttpResponse:
    trail = [(_("Breaches"), reverse("breaches")), *trail]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "trail": trail}
    return render(request, "privacy/paper_form.html", context, status=status)


@may("privacy")
def breach(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show one breach: first steps, clocks, what was done; add to it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = case_of(actor, case)
    may_write = actor.may("privacy", "write") and found.closed is None
    form = StepForm(request.POST if request.method == "POST" and may_write else None)
    if form.is_bound and form.is_valid():
        note_step(actor, found.now, **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect("breach", case=case)
    concerned = children_of(found.now, timezone.localdate(found.now.noticed_at))
    context = {
        "found": found,
        "clocks": found.clocks(timezone.now()),
        "data": data_words(found.now.data),
        "count": concerned.count(),
        "form": form if may_write else None,
        "person": whom_to_ask(actor),
    }
    return render(request, "privacy/breach.html", context, status=422 if form.is_bound else 200)


@may("privacy")
@for_a_reason(gettext_lazy("Letters to the families"))
def breach_letters(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show a letter for each family, the list of whom to ring, and a text message without details."""
    actor = request.actor  # type: ignore[attr-defined]
    found = case_of(actor, case)
    reason = reason_of(request)
    rows = families(actor, found.now, reason.classes if reason else frozenset())
    about: dict[str, Any] = {"object_id": case, "label": str(found.now), "count": len(rows)}
    about["reason"] = reason.words if reason else ""
    record(actor, "printed_breach_letters", kind="breach", **about)
    context = {
        "found": found,
        "families": rows,
        "data": data_words(found.now.data),
        "person": whom_to_ask(actor),
        "measures": [step.text for step in found.steps if step.kind == "measure"],
        "year": school_year_on(timezone.localdate()),
    }
    return render(request, "privacy/breach_letters.html", context)
