"""Forms about the log: how long it is kept, what is odd, and what became of a question."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuangang.audit.keeping import LAW_MONTHS, LONGEST
from nuangang.audit.models import LogRules, OddReading

MONTHS = gettext_lazy("Months; the law asks for six at least.")
OFF = gettext_lazy("0: never asked.")


def _number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


class LogRulesForm(forms.ModelForm):
    """How long a school keeps its log, and what it calls odd reading."""

    files_months = _number(
        gettext_lazy("Keep who read and changed children's files"), LAW_MONTHS, LONGEST, MONTHS
    )
    network_months = _number(
        gettext_lazy("Keep who signed in, and refused pages"), LAW_MONTHS, LONGEST, MONTHS
    )
    in_an_hour = _number(gettext_lazy("Files opened within an hour"), 0, 5000, OFF)
    at_night = _number(gettext_lazy("Files opened in one night"), 0, 5000, OFF)
    night_from = _number(gettext_lazy("The night begins at (hour)"), 0, 23)
    night_to = _number(gettext_lazy("The night ends at (hour)"), 0, 23)
    of_others = _number(
        gettext_lazy("Files of other classes' children in a day"), 0, 5000,
        gettext_lazy("Neither in one's class or grade nor paired with one. 0: never asked."),
    )  # fmt: skip
    refused = _number(gettext_lazy("Files asked for and refused in a day"), 0, 5000, OFF)

    class Meta:
        model = LogRules
        fields = (
            "files_months", "network_months", "in_an_hour", "at_night", "night_from", "night_to",
            "of_others", "refused",
        )  # fmt: skip


class SettleForm(forms.Form):
    """What became of a question about somebody's reading."""

    state = forms.ChoiceField(
        choices=[
            (OddReading.State.EXPLAINED, gettext_lazy("Explained")),
            (OddReading.State.LOOK, pgettext_lazy("odd reading", "To look into")),
        ]
    )
    note = forms.CharField(label=gettext_lazy("What was said"), max_length=200)


class ReasonForm(forms.Form):
    """Why much reading is expected of somebody, or of everybody, for some days."""

    person = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    begins = forms.DateField(label=gettext_lazy("From (day)"))
    ends = forms.DateField(label=gettext_lazy("To (day)"))
    why = forms.CharField(label=gettext_lazy("Why"), max_length=120)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order, and not for ever."""
        said = super().clean() or {}
        begins, ends = said.get("begins"), said.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", ValidationError(_("This day is before the first.")))
        elif begins and ends and (ends - begins).days > 31:
            self.add_error("ends", ValidationError(_("A month at most; note it again after that.")))
        return said
