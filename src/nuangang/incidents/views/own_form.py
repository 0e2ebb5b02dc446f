"""The school's own Word form for written reports."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.incidents.actions.own_form import set_report_form
from nuangang.incidents.own_form import KEY, delivered, form_of, looked_through
from nuangang.incidents.paper import TYPES, WORD
from nuangang.incidents.views.files import to_save
from nuangang.policy.rules import may


class OwnForm(forms.Form):
    """A Word file with the places to fill in."""

    file = forms.FileField(label=gettext_lazy("Word file (.docx)"))

    def clean_file(self) -> bytes:
        """Return the file's bytes, or say what is wrong with it."""
        return looked_through(self.cleaned_data["file"].read())


@may("incident_rules", "write", everywhere=True)
def incident_report_form(request: HttpRequest) -> HttpResponse:
    """Show which form counts; take up the school's own, or give it up."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and "give_up" in request.POST:
        set_report_form(actor, None)
        messages.success(request, _("The form as delivered counts again."))
        return redirect("incident_report_form")
    form = OwnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        set_report_form(actor, form.cleaned_data["file"])
        messages.success(request, _("Taken up. Word files of reports look like this from now on."))
        return redirect("incident_report_form")
    own = actor.school.preferences.get(KEY)
    since = datetime.fromisoformat(own["at"]) if own else None
    context = {"form": form, "own": own, "since": since}
    return render(request, "incidents/own_form.html", context, status=422 if form.errors else 200)


@may("incident_rules", "write", everywhere=True)
def incident_report_form_file(request: HttpRequest) -> HttpResponse:
    """Answer with the form that counts, empty, to be changed in Word."""
    data = form_of(request.actor.school) or delivered()  # type: ignore[attr-defined]
    return to_save(data, "incident-report-form.docx", TYPES[WORD])
