"""The impact assessment: read, written, signed, printed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.mentoring.forms import PastDay
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.privacy.actions.assessments import keep_draft, sign_assessment
from nuangang.privacy.assessment_text import SECTIONS
from nuangang.privacy.models import Assessment, AssessmentDraft
from nuangang.privacy.queries.assessments import beginning, signed, why_again


class AssessmentForm(forms.Form):
    """The sections, each a few sentences."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for code, heading in SECTIONS.items():
            self.fields[code] = forms.CharField(
                label=heading, max_length=3000, widget=forms.Textarea(attrs={"rows": 5})
            )


class SignForm(forms.Form):
    """Who signs, and when."""

    name = forms.CharField(label=gettext_lazy("Signed by"), max_length=40)
    on = PastDay(label=gettext_lazy("Signed on"))


@may("privacy")
def assessment(request: HttpRequest) -> HttpResponse:
    """Show the newest assessment, why it has to be made again, and those before."""
    actor = request.actor  # type: ignore[attr-defined]
    versions = signed(actor)
    latest = versions[0] if versions else None
    context = {
        "latest": latest,
        "versions": versions[1:],
        "sections": _told(latest),
        "why": why_again(actor, latest, timezone.localdate()),
        "draft": visible(actor, AssessmentDraft).first(),
    }
    return render(request, "privacy/assessment.html", context)


def _told(row: Assessment | None) -> list[tuple[Any, str]]:
    return [(SECTIONS[c], row.answers.get(c, "")) for c in SECTIONS] if row else []


@may("privacy")
def assessment_signed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one signed version."""
    row = fetch(request.actor, Assessment, pk)  # type: ignore[attr-defined]
    context = {"latest": row, "sections": _told(row), "only": True}
    return render(request, "privacy/assessment.html", context)


@may("privacy", "write")
def assessment_edit(request: HttpRequest) -> HttpResponse:
    """Write the next assessment, which begins with the last one or the ready text."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AssessmentForm(request.POST or None, initial=beginning(actor))
    if request.method == "POST" and form.is_valid():
        keep_draft(actor, form.cleaned_data)
        messages.success(request, _("Kept. It counts once it is signed."))
        return redirect("assessment_sign")
    return _form(request, form, _("Impact assessment"), button=_("Keep, then sign"))


@may("privacy", "write")
def assessment_sign(request: HttpRequest) -> HttpResponse:
    """Sign what was written."""
    actor = request.actor  # type: ignore[attr-defined]
    if not visible(actor, AssessmentDraft).exists():
        return redirect("assessment_edit" if not signed(actor) else "assessment")
    form = SignForm(request.POST or None, initial={"name": actor.name})
    if request.method == "POST" and form.is_valid():
        sign_assessment(actor, **form.cleaned_data)
        messages.success(request, _("Signed. Print it, and keep it three years."))
        return redirect("assessment")
    sub = _("With this the assessment as it is written now becomes a version that nobody changes.")
    return _form(request, form, _("Sign the assessment"), sub=sub, button=_("Sign"))


def _form(request: HttpRequest, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    trail = [(_("Impact assessment"), reverse("assessment"))]
    context = {"form": form, "title": title, "trail": trail, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/paper_form.html", context, status=status)
