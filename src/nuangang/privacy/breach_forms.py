"""What is typed about a breach."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.privacy.models import BreachStep, Sharing
from nuangang.privacy.whom import WhomForm

EARLIEST = timedelta(days=366 * 10)


class PastMoment(forms.DateTimeField):
    """A moment that isn't ahead, nor a slip of the hand in the year."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateTimeInput, initial=timezone.localtime, **more)

    def clean(self, value: Any) -> Any:
        """Refuse a moment to come, and one too long ago."""
        moment = super().clean(value)
        if moment and moment > timezone.now() + timedelta(minutes=5):
            raise ValidationError(_("This is still to come."))
        if moment and moment < timezone.now() - EARLIEST:
            raise ValidationError(_("That is more than ten years ago: check the year."))
        return moment


class BreachForm(WhomForm):
    """What happened, as far as it is known."""

    what = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=200,
        help_text=gettext_lazy("such as: a phone was lost; a roster was sent to the wrong group"),
    )
    noticed_at = PastMoment(label=gettext_lazy("Noticed at"))
    cause = forms.CharField(label=gettext_lazy("How it came about"), max_length=300, required=False)
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=gettext_lazy("Which data"),
        choices=Sharing.Data.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    harm = forms.CharField(
        label=gettext_lazy("What harm it may do"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "such as: strangers may ring the family and pretend to be the school"
        ),
    )
    field_order = ("what", "noticed_at", "cause", "data", "whom", "klass", "names", "harm")

    def fields_given(self) -> dict[str, Any]:
        """Return the columns of Breach as they were typed."""
        names = ("what", "noticed_at", "cause", "data", "harm")
        return {name: self.cleaned_data[name] for name in names} | self.chosen()


class StepForm(forms.Form):
    """What was done, or who was told."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of step"), choices=BreachStep.Kind.choices)
    happened_at = PastMoment(label=gettext_lazy("At what time"))
    text = forms.CharField(
        label=gettext_lazy("What exactly"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Whom, how, and what they answered; when closing: what is done differently from now on."
        ),
    )
