"""The rules for children's data: written, published, read by anybody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuangang.accounts.models import School
from nuangang.people.purposes import BASES, BY_CODE
from nuangang.policy.guards import visible
from nuangang.policy.rules import may, public
from nuangang.privacy.actions.rules import NotReadyError, name_person, publish_rules, save_draft
from nuangang.privacy.forms.rules import PersonForm, PublishForm, RulesForm
from nuangang.privacy.models import RulesDraft, RulesVersion
from nuangang.privacy.queries.rules import public_versions, text_to_edit
from nuangang.privacy.school_settings import privacy_settings


@may("privacy")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, the draft of the next, and who is in charge."""
    return _rules(request, PublishForm(initial={"valid_from": timezone.localdate()}))


def _rules(request: HttpRequest, form: PublishForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    versions = list(visible(actor, RulesVersion).order_by("-number"))
    draft = visible(actor, RulesDraft).first()
    context = {
        "versions": versions,
        "draft": draft,
        "drafted": [BY_CODE[code].title for code in draft.optional] if draft else [],
        "charge": privacy_settings(actor.school),
        "form": form,
        "may_publish": actor.may("rules_publishing", "write"),
    }
    return render(request, "privacy/rules.html", context, status=422 if form.errors else 200)


@may("privacy", "write")
def rules_edit(request: HttpRequest) -> HttpResponse:
    """Write the next version."""
    actor = request.actor  # type: ignore[attr-defined]
    begin = text_to_edit(actor)
    form = RulesForm(request.POST or None, sections=begin.pop("sections"), initial=begin)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        save_draft(
            actor,
            form.typed_sections(),
            optional=typed["optional"],
            anew=typed["anew"],
            changed=typed["changed"],
        )
        messages.success(request, _("Kept as a draft. It holds once the head has published it."))
        return redirect("data_rules")
    context = {"form": form}
    return render(request, "privacy/rules_edit.html", context, status=422 if form.errors else 200)


@require_POST
@may("rules_publishing", "write")
def rules_publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft; the head alone may."""
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            made = publish_rules(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except NotReadyError as missing:
            form.add_error(None, _missing(str(missing)))
        else:
            words = {"number": made.number}
            messages.success(request, _("Version %(number)s is published.") % words)
            return redirect("data_rules")
    return _rules(request, form)


def _missing(what: str) -> str:
    if what == "person":
        return _("Say first who is in charge of children's data, and by which phone.")
    return _("There is no draft to publish. Look through the text and save it first.")


@may("privacy", "write")
def rules_person(request: HttpRequest) -> HttpResponse:
    """Say who is in charge of children's data."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = privacy_settings(actor.school)
    form = PersonForm(request.POST or None, initial=vars(kept))
    if request.method == "POST" and form.is_valid():
        name_person(actor, form.settings())
        messages.success(request, _("Saved."))
        return redirect("data_rules")
    context = {"form": form}
    return render(request, "privacy/rules_person.html", context, status=422 if form.errors else 200)


@public
@require_GET
def rules_schools(request: HttpRequest) -> HttpResponse:
    """Lead to the rules of the school of this installation, or let the reader choose one."""
    schools = [s for s in School.objects.order_by("name") if s.preferences.get("rules_version")]
    if len(schools) == 1:
        return redirect("rules_read", school=schools[0].short_name)
    return render(request, "privacy/rules_schools.html", {"schools": schools})


@public
@require_GET
def rules_read(request: HttpRequest, school: str, number: int | None = None) -> HttpResponse:
    """Show a school's rules to anybody: the version in force, or an older one."""
    found = get_object_or_404(School, short_name=school)
    versions = public_versions(found)
    shown: Any = next((v for v in versions if number in (None, v.number)), None)
    if shown is None:
        raise Http404
    context = {
        "of": found,
        "version": shown,
        "versions": versions,
        "charge": privacy_settings(found),
        "bases": BASES,
    }
    return render(request, "privacy/rules_read.html", context)
