"""One thing about each child of a list, to be typed in one go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.people.models import Child, Residence
from nuangang.people.typed import PhoneField, YesNoField, day_field

LONGEST = {"character": 120, "family": 200, "address": 40, "carer_name": 60}
READY = {
    "character": _("For instance: lively, shy, likes to help."),
    "family": _("For instance: two younger sisters, grandparents farm."),
    "address": _("The village, such as in the household book."),
    "carer_age": _("The year of birth, such as 1958."),
    "carer_health": _("For instance: well, bad legs, high blood pressure."),
}


class FillForm(forms.Form):
    """A field for each child, all asking for gap `code`; what stays empty stays missing."""

    def __init__(self, *args: Any, code: str, children: list[Child], **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = code
        self.children = {child.pk.hex: child for child in children}
        for key, child in self.children.items():
            self.fields[key] = _field(code, child.name)

    def values(self) -> dict[Child, Any]:
        """Return what was typed, for those children for whom anything was."""
        return {
            self.children[key]: value
            for key, value in self.cleaned_data.items()
            if value not in (None, "")
        }


def _field(code: str, label: str) -> forms.Field:
    if code.endswith("_phone"):
        return PhoneField(label=label)
    if code.endswith("_whereabouts"):
        return forms.ChoiceField(
            label=label, choices=Residence.choices, required=False, widget=forms.RadioSelect
        )
    if code == "boarding":
        return YesNoField(label=label)
    if code == "gender":
        return forms.ChoiceField(
            label=label, choices=Child.Gender.choices, required=False, widget=forms.RadioSelect
        )
    if code == "birth":
        return day_field(label, required=False)
    if code == "carer_age":
        return forms.IntegerField(label=label, required=False, min_value=1900, max_value=2100)
    return forms.CharField(label=label, required=False, max_length=LONGEST.get(code, 60))
