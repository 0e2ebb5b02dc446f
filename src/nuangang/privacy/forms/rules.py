"""What is typed about the rules for children's data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.people.purposes import OPTIONAL
from nuangang.people.typed import day_field
from nuangang.privacy.school_settings import ANSWER_DAYS, PrivacySettings

_CHOICES = [(purpose.code, purpose.title) for purpose in OPTIONAL]


class RulesForm(forms.Form):
    """The next version: its sections, which optional purposes it names, and what changed."""

    optional = forms.MultipleChoiceField(
        label=_("Purposes that parents are asked about"),
        choices=_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What isn't ticked is off: not asked, not kept, not shown."),
    )
    anew = forms.MultipleChoiceField(
        label=_("Ask these anew"),
        choices=_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Where you use more than parents were told. Consents given before don't count any more. A "
            "purpose that is new is asked anyway."
        ),
    )
    changed = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("In a sentence a parent understands."),
    )

    def __init__(self, *args: Any, sections: list[list[str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sections = sections
        for code, title, text in sections:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Heading of the section"), max_length=60, initial=title
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=title,
                initial=text,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"required": _("This section is empty. Say something, in short.")},
            )

    def text_fields(self) -> list[tuple[Any, Any]]:
        """Return heading and text of each section."""
        return [(self[f"title_{code}"], self[f"text_{code}"]) for code, _t, _x in self.sections]

    def typed_sections(self) -> list[list[str]]:
        """Return the sections as they are kept."""
        typed = self.cleaned_data
        return [[c, typed[f"title_{c}"], typed[f"text_{c}"]] for c, _t, _x in self.sections]


class PublishForm(forms.Form):
    """From which day the next version holds."""

    valid_from = day_field(_("Valid from"))


class PersonForm(forms.Form):
    """Who is in charge of children's data."""

    person = forms.CharField(label=_("Person in charge"), max_length=40)
    phone = forms.RegexField(
        r"^[\d\s+()\-]{5,30}$",
        label=_("Phone"),
        error_messages={"invalid": _("Type a phone number: digits, spaces and hyphens.")},
    )
    answer_days = forms.IntegerField(
        label=_("Working days to answer a request"),
        min_value=1,
        max_value=30,
        initial=ANSWER_DAYS,
    )

    def settings(self) -> PrivacySettings:
        """Return what was typed."""
        return PrivacySettings(**self.cleaned_data)
