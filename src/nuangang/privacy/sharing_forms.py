"""What is typed about data given to somebody outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.mentoring.forms import PastDay
from nuangang.privacy.models import Sharing
from nuangang.privacy.whom import WhomForm

Basis = Sharing.Basis


class SharingForm(WhomForm):
    """One line of the sharing register."""

    to = forms.ChoiceField(label=gettext_lazy("To what kind of body"), choices=Sharing.To.choices)
    to_name = forms.CharField(label=gettext_lazy("To whom"), max_length=80)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=gettext_lazy("What was given"),
        choices=Sharing.Data.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    basis = forms.ChoiceField(label=gettext_lazy("On what basis"), choices=Basis.choices)
    paper = forms.CharField(
        label=gettext_lazy("Contract, letter or consent"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Its number or date, and where it is kept."),
    )
    on = PastDay(label=gettext_lazy("On"))
    field_order = ("to", "to_name", "on", "data", "whom", "klass", "names", "why", "basis", "paper")

    def clean(self) -> dict[str, Any]:
        """Ask for the paper where the basis is one."""
        given = super().clean()
        if given.get("basis") in (Basis.CONSENT, Basis.CONTRACT) and not given.get("paper"):
            self.add_error("paper", _("Say which contract or consent it is, and where it is kept."))
        return given

    def fields_given(self) -> dict[str, Any]:
        """Return the columns of Sharing as they were typed."""
        names = ("to", "to_name", "data", "why", "basis", "paper", "on")
        return {name: self.cleaned_data[name] for name in names} | self.chosen()


class CorrectSharingForm(SharingForm):
    """The same, in the place of a line that was wrong."""

    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=120)
    field_order = (  # type: ignore[assignment]
        *SharingForm.field_order,
        "reason",
    )


class TakeBackForm(forms.Form):
    """Why a line never was."""

    reason = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=120)
