"""Adopting a ready set."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AdoptForm(forms.Form):
    """Which rules of a ready set, and from when."""

    rules = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(label=_("From when on"), widget=forms.DateInput)

    def __init__(self, *args: Any, size: int, today: date, earliest: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.size = size
        self.earliest = earliest
        rules: Any = self.fields["rules"]
        rules.choices = [(str(place), "") for place in range(size)]
        self.fields["rules"].error_messages["required"] = _("Choose at least one rule.")
        self.fields["since"].initial = today
        self.fields["since"].widget.attrs["min"] = earliest.isoformat()

    def clean_since(self) -> date:
        """Refuse to begin before the term: nobody could have known."""
        day = self.cleaned_data["since"]
        if day < self.earliest:
            raise ValidationError(_("A rule can begin with the running term at the earliest."))
        return day

    def left_out(self) -> list[int]:
        """Return the places of the rules that weren't chosen."""
        chosen = {int(place) for place in self.cleaned_data["rules"]}
        return [place for place in range(self.size) if place not in chosen]
