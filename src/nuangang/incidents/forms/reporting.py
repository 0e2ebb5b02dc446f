"""What is typed about written reports: their parts, who signs, and to whom they were handed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.actions.reporting import PARTIES
from nuangang.incidents.forms.doing import Timed, words_field
from nuangang.incidents.forms.raising import LONGEST
from nuangang.incidents.models import IncidentStep
from nuangang.incidents.queries.page import HANDED_IN
from nuangang.incidents.report_shape import Section, headed

LINES = 4
HEAD = ("title", "to", "signer", "contact")
KEEP, REPLACE = "keep", "replace"


class ReportForm(forms.Form):
    """A report's head and its parts; `names` says what is done with names found in them."""

    title = forms.CharField(label=_("Title"), max_length=80)
    to = forms.CharField(label=_("Addressed to"), max_length=120)
    signer = forms.CharField(
        label=_("Signed off by"), max_length=40, required=False,
        help_text=_("Empty: a line to sign by hand."),
    )  # fmt: skip
    contact = forms.CharField(label=_("Ask back: who, number"), max_length=80, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)
    names = forms.ChoiceField(choices=[(KEEP, ""), (REPLACE, "")], required=False)

    def __init__(
        self, *args: Any, sections: tuple[Section, ...], named: bool, corrects: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.sections = sections
        for number, section in enumerate(sections):
            self.fields[section.key] = forms.CharField(
                label=headed(number, section), max_length=LONGEST, required=section.needed, help_text=section.asks,
                widget=forms.Textarea(attrs={"rows": LINES}),
            )  # fmt: skip
        if named or corrects:
            label = _("Why the names are needed, and by whom") if named else _("What is put right")
            self.fields["reason"] = words_field(label, rows=2)

    def parts(self) -> list[Any]:
        """Return the fields of the parts."""
        return [self[section.key] for section in self.sections]

    def texts(self) -> dict[str, str]:
        """Return everything typed that goes on paper."""
        return {key: self.cleaned_data[key] for key in (*HEAD, *(s.key for s in self.sections))}


class HandInForm(Timed):
    """To whom a version was handed, and what came of it."""

    party = forms.ChoiceField(
        label=_("To whom"), choices=[(p.value, p.label) for p in PARTIES], widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label=_("Result"), choices=HANDED_IN, widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it.")},
    )  # fmt: skip
    whom = forms.CharField(label=_("Received by whom"), max_length=60, required=False)
    words = forms.CharField(label=_("How, and if it is late, why"), max_length=300, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("party", "result", "whom", "at", "words", "once")

    def clean_whom(self) -> str:
        """Ask who received it: handed in is only what somebody there has."""
        whom = str(self.cleaned_data["whom"]).strip()
        if self.cleaned_data.get("result") == IncidentStep.Result.REACHED and not whom:
            raise ValidationError(_("Write who received it."))
        return whom
