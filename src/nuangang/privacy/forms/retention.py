"""What a head types about times for keeping."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.privacy.retention.times import DAYS, KEPT, NEXT


class KeepForm(forms.Form):
    """Why a child's data are kept longer, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=120,
        help_text=gettext_lazy("An open case, a dispute, a request of the police."),
    )
    until = forms.DateField(
        label=gettext_lazy("Keep until"),
        required=False,
        widget=forms.DateInput,
        help_text=gettext_lazy("Left open, it is kept until somebody ends it."),
    )

    def clean_until(self) -> date | None:
        """Ask for a day that is ahead."""
        day: date | None = self.cleaned_data["until"]
        if day and day <= timezone.localdate():
            raise ValidationError(
                _("This day is over. Choose one that is ahead, or leave it open.")
            )
        return day


class TimesForm(forms.Form):
    """The school's own number for each kind that has one."""

    def __init__(self, *args: Any, times: dict[str, tuple[str, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        for each in KEPT:
            if each.unit == NEXT:
                continue
            unit = _("days") if each.unit == DAYS else _("years")
            bounds = {"unit": unit, "least": each.least, "most": each.most, "usual": each.default}
            self.fields[each.code] = forms.IntegerField(
                label=each.title,
                min_value=each.least,
                max_value=each.most,
                initial=times[each.code][1],
                help_text=_("In %(unit)s, %(least)s to %(most)s; usual: %(usual)s.") % bounds,
            )
