"""What is typed about something to be done after an incident."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuangang.incidents.forms.doing import FURTHEST, Colleagues

_WHY = {"required": gettext_lazy("Write why, in a few words.")}


class DoneForm(forms.Form):
    """What came of it."""

    words = forms.CharField(
        label=pgettext_lazy("follow-up", "What came of it"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class PutOffForm(forms.Form):
    """By which other day, and why."""

    due_on = forms.DateField(label=gettext_lazy("By"), widget=forms.DateInput)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, error_messages=_WHY)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_due_on(self) -> date:
        """Ask for a day to come."""
        day: date = self.cleaned_data["due_on"]
        if not self.today <= day <= self.today + FURTHEST:
            raise ValidationError(_("Take a day from today on, within a year."))
        return day


class HandOnForm(forms.Form):
    """Who does it instead, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, error_messages=_WHY)

    def __init__(self, *args: Any, colleagues: Colleagues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = colleagues.field(gettext_lazy("Who does it"))
        self.order_fields(["to", "reason"])
