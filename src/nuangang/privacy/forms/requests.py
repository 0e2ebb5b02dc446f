"""What is typed about requests."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuangang.people.models import Kin
from nuangang.people.typed import day_field
from nuangang.privacy.models import DataRequest


class RequestForm(forms.ModelForm):
    """Who asks for what, when, and how they proved who they are."""

    asker = forms.ChoiceField(label=_("Who asks"), choices=Kin.choices)
    asked_on = day_field(_("Asked on"))
    words = forms.CharField(
        label=_("What they said"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = DataRequest
        fields = ("kind", "asker", "asked_on", "proof", "words")

    def clean_asked_on(self) -> Any:
        """Refuse a day that is still to come."""
        if (day := self.cleaned_data["asked_on"]) > timezone.localdate():
            raise forms.ValidationError(_now("This day is still to come."))
        return day


class DecisionForm(forms.Form):
    """What was decided, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[c for c in DataRequest.Decision.choices if c[0] != "open"],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons, or what was done"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the letter. Whoever is refused is told why, as the law asks."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for reasons where something is refused."""
        typed = super().clean() or self.cleaned_data
        if typed.get("decision") in ("refused", "partly") and not typed.get("reasons"):
            self.add_error("reasons", _("Say why: the letter has to tell it."))
        return typed


class BasisForm(forms.Form):
    """Why a child is to be made anonymous."""

    basis = forms.CharField(label=_("Why"), max_length=120)
