"""Fields of forms about people: numbers and names as typed, checked and put into one form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.lib import idnumber, phones

ID_PROBLEMS = {
    "length": _("An ID number has 18 characters."),
    "charset": _("An ID number has digits only, the last may be X."),
    "date": _("The date in this ID number does not exist."),
    "check": _("This ID number has a typing error: its last character does not fit."),
}
YES_NO = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class IdNumberField(forms.CharField):
    """An 18-character identity number; an empty one stays empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 30, "required": False, **options})

    def clean(self, value: Any) -> str:
        """Return the number as it is written, or say in words what is wrong with it."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return idnumber.read(typed).number
        except idnumber.BadIdNumber as problem:
            raise ValidationError(ID_PROBLEMS[problem.reason]) from problem


class PhoneField(forms.CharField):
    """One telephone number; an empty one stays empty."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "required": False, "widget": widget, **options})

    def clean(self, value: Any) -> str:
        """Return the number's digits, or say what is wrong with it."""
        typed = super().clean(value)
        if not typed:
            return ""
        found = phones.read(typed)
        if len(found.phones) != 1 or found.bad:
            raise ValidationError(_("This is no phone number. A mobile has eleven digits."))
        return str(found.phones[0].number)


class YesNoField(forms.TypedChoiceField):
    """Yes, no or not known, as three chips."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "choices": YES_NO,
                "coerce": lambda value: value == "yes",
                "empty_value": None,
                "required": False,
                "widget": forms.RadioSelect,
                **options,
            }
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the code of a stored yes or no."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a date field with the browser's own picker."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)
