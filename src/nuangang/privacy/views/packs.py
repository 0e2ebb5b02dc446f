"""The yearly pack: the self-check, making it, and which were made."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import visible
from nuangang.policy.rules import may
from nuangang.privacy.actions.packs import keep_self_check, make_pack
from nuangang.privacy.forms.files import FilePasswordForm
from nuangang.privacy.models import Pack
from nuangang.privacy.pack.self_check import HEADINGS, NO, YES, answers_of, is_answered
from nuangang.privacy.queries.packs import is_due
from nuangang.privacy.views.files import zip_to_save

OLDEST = 5


class SelfCheckForm(forms.Form):
    """Yes or no and a remark to every heading."""

    def __init__(self, *args: Any, answers: dict[str, list[str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "—"), (YES, _("yes")), (NO, _("no"))]
        for code, heading in HEADINGS.items():
            answer, remark = answers[code]
            self.fields[code] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=answer
            )
            self.fields[f"{code}_remark"] = forms.CharField(
                label=_("Remark"), required=False, max_length=300, initial=remark
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """Return answer and remark of each heading."""
        return [(self[code], self[f"{code}_remark"]) for code in HEADINGS]

    def answers(self) -> dict[str, list[str]]:
        """Return what was answered, as it is kept."""
        given = self.cleaned_data
        return {code: [given[code], given[f"{code}_remark"]] for code in HEADINGS}


@may("privacy")
def packs(request: HttpRequest) -> HttpResponse:
    """Show what is due, and which packs were made."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    years = [today.year - 1, today.year]
    context = {
        "due": is_due(actor, today),
        "years": [(year, is_answered(actor.school_id, year)) for year in years],
        "made": visible(actor, Pack).order_by("-at")[:50],
        "today_year": today.year,
    }
    return render(request, "privacy/packs.html", context)


def _checked(year: int) -> int:
    this = timezone.localdate().year
    if not this - OLDEST <= year <= this:
        raise Http404
    return year


@may("privacy", "write")
def self_check(request: HttpRequest, year: int) -> HttpResponse:
    """Answer the self-check of a year; what was answered last year stands there already."""
    actor = request.actor  # type: ignore[attr-defined]
    year = _checked(year)
    form = SelfCheckForm(request.POST or None, answers=answers_of(actor.school_id, year))
    if request.method == "POST" and form.is_valid():
        keep_self_check(actor, year, form.answers())
        messages.success(request, _("Kept."))
        return redirect("packs")
    context = {"form": form, "year": year}
    status = 422 if form.is_bound else 200
    return render(request, "privacy/self_check.html", context, status=status)


@fresh_factor
@may("privacy", "write")
def pack_make(request: HttpRequest, year: int) -> HttpResponse:
    """Make the pack of a year and send it; its password is chosen on the page before."""
    actor = request.actor  # type: ignore[attr-defined]
    year = _checked(year)
    form = FilePasswordForm.of(request)
    if form.is_bound and form.is_valid():
        data = make_pack(actor, year, form.cleaned_data["file_password"])
        return zip_to_save(data, f"{actor.school.short_name}-{year}.zip")
    context = {
        "form": form, "year": year, "answered": is_answered(actor.school_id, year),
        "running": year == timezone.localdate().year,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "privacy/pack_make.html", context, status=status)
