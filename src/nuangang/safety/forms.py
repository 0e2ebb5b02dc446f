"""What is typed about safety agreements: the round's days, a text, a paper, a reason."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

MOST_DUTIES, LONGEST_DUTY = 30, 200
A_YEAR = timedelta(days=366)
THIS, NEXT = "this", "next"


class RoundForm(forms.Form):
    """From when to when the agreements hold, and by when they are signed."""

    sign_by = forms.DateField(label=gettext_lazy("To be signed by"), widget=forms.DateInput)
    begins = forms.DateField(label=gettext_lazy("Holds from"), widget=forms.DateInput)
    ends = forms.DateField(label=gettext_lazy("Holds until"), widget=forms.DateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and a day to sign by that is not within."""
        given = super().clean() or self.cleaned_data
        begins, ends, by = (given.get(name) for name in ("begins", "ends", "sign_by"))
        if begins and ends and not begins < ends <= begins + A_YEAR:
            self.add_error("ends", _("Take a day after the first, within a year."))
        elif begins and ends and by and not begins <= by <= ends:
            self.add_error("sign_by", _("Take a day between the first and the last."))
        return given


class TextForm(forms.Form):
    """A post's text: how it begins, one duty a line, how it ends."""

    preamble = forms.CharField(
        label=gettext_lazy("How it begins"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    duties = forms.CharField(
        label=pgettext_lazy("agreement", "Duties"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One a line; they are numbered by themselves."),
    )  # fmt: skip
    closing = forms.CharField(
        label=gettext_lazy("How it ends"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    changed = forms.CharField(
        label=gettext_lazy("What changed"), max_length=200, required=False,
        help_text=gettext_lazy("For instance: the bureau's notice of 3 March."),
    )  # fmt: skip
    since = forms.ChoiceField(
        label=gettext_lazy("Counts"),
        choices=[
            (THIS, gettext_lazy("at once: who has signed before signs again")),
            (NEXT, gettext_lazy("from the next school year on")),
        ],
        widget=forms.RadioSelect,
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def clean_duties(self) -> list[str]:
        """Return the duties without empty lines; name the line that is too long."""
        rows = [row.strip() for row in self.cleaned_data["duties"].splitlines()]
        rows = [row for row in rows if row]
        for number, row in enumerate(rows, start=1):
            if len(row) > LONGEST_DUTY:
                raise ValidationError(
                    _("Line %(number)d has %(count)d characters; %(most)d fit. Make two of it.")
                    % {"number": number, "count": len(row), "most": LONGEST_DUTY}
                )
        if len(rows) > MOST_DUTIES:
            raise ValidationError(
                _("%(count)d lines are more than anybody reads; %(most)d at the most.")
                % {"count": len(rows), "most": MOST_DUTIES}
            )
        return rows


class PaperForm(forms.Form):
    """What is noted of papers that both sides signed."""

    on = forms.DateField(label=gettext_lazy("Signed on"), widget=forms.DateInput)
    name_above = forms.CharField(
        label=gettext_lazy("Signed for the level above by"), max_length=40, required=False,
        help_text=gettext_lazy("Empty: the colleague named beside each line."),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Where the paper lies"), max_length=80, required=False,
        help_text=gettext_lazy("For instance: folder 3, moral-education office."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        """Refuse a day to come, and one long past."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("This day is still to come. Take the day on the paper."))
        if day < self.today - A_YEAR:
            raise ValidationError(_("This day is more than a year ago. Take the day on the paper."))
        return day


class ReasonForm(forms.Form):
    """Why a signature is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken back"), max_length=200,
        error_messages={"required": gettext_lazy("Write why, in a few words.")},
    )  # fmt: skip
