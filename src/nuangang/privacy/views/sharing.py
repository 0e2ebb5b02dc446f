"""The sharing register: listed, written, put right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.people.staff_queries import school_year_on
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.privacy.actions.sharing import (
    LATELY,
    enter_what_left,
    note_sharing,
    take_back_sharing,
)
from nuangang.privacy.models import Sharing
from nuangang.privacy.queries.sharing import lines, sharings
from nuangang.privacy.sharing_forms import CorrectSharingForm, SharingForm, TakeBackForm
from nuangang.privacy.whom import typed_again

PER_PAGE, ALL = 50, 5000


@may("privacy")
def sharing(request: HttpRequest) -> HttpResponse:
    """List what was given to others, filtered; what the product gave away itself is entered first."""
    actor = request.actor  # type: ignore[attr-defined]
    enter_what_left(actor.school, days=LATELY)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "to", "year", "all")}
    found = sharings(
        actor, to=asked["to"], words=asked["q"], year=asked["year"], all_lines=bool(asked["all"])
    )
    size = ALL if request.GET.get("rows") == "all" else PER_PAGE
    page = Paginator(found, size).get_page(request.GET.get("page"))
    this = timezone.localdate().year
    context = {
        "rows": lines(actor, page),
        "page": page,
        "asked": asked,
        "tos": Sharing.To.choices,
        "years": [(str(year), str(year)) for year in range(this, this - 4, -1)],
    }
    return render(request, "privacy/sharing.html", context)


@may("privacy", "write")
def sharing_new(request: HttpRequest) -> HttpResponse:
    """Write down what was given to whom."""
    actor = request.actor  # type: ignore[attr-defined]
    form = SharingForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        note_sharing(actor, form.fields_given())
        messages.success(request, _("It is in the register."))
        return redirect("sharing")
    context = {
        "form": form,
        "title": _("Write down what was given"),
        "trail": [(_("Given to others"), reverse("sharing"))],
    }
    return _paper(request, context)


@may("privacy", "write")
def sharing_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a line right, or take it back; what it said before stays readable."""
    actor = request.actor  # type: ignore[attr-defined]
    wrong = fetch(actor, Sharing, pk, "write")
    if wrong.withdrawn or visible(actor, Sharing).filter(supersedes=wrong).exists():
        raise Http404
    back = TakeBackForm(request.POST if "take_back" in request.POST else None, prefix="back")
    if back.is_bound and back.is_valid():
        take_back_sharing(actor, wrong, reason=back.cleaned_data["reason"])
        messages.success(request, _("Taken back; the line stays readable."))
        return redirect("sharing")
    names = ("to", "to_name", "data", "why", "basis", "paper", "on")
    initial: dict[str, Any] = {name: getattr(wrong, name) for name in names}
    initial |= typed_again(wrong, school_year_on(timezone.localdate()))
    typed = request.POST if request.method == "POST" and not back.is_bound else None
    form = CorrectSharingForm(typed, actor=actor, initial=initial)
    if form.is_bound and form.is_valid():
        note_sharing(actor, form.fields_given(), wrong=wrong, reason=form.cleaned_data["reason"])
        messages.success(request, _("Corrected; what the line said before stays readable."))
        return redirect("sharing")
    context = {
        "form": form,
        "back": back,
        "title": _("Correct: %(name)s") % {"name": wrong.to_name},
        "trail": [(_("Given to others"), reverse("sharing"))],
    }
    return _paper(request, context)


def _paper(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/paper_form.html", context, status=status)
