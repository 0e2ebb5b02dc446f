"""What is typed in about concerns, and in breaking the glass and signing it off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.wellbeing.models import Concern, ConcernStep, GlassEvent
from nuangang.wellbeing.models.concerns import DONE

EARLIEST = timedelta(days=366)
LONGEST = 4000
FEWEST_LETTERS, FEWEST_DIFFERENT = 10, 6


def words_field(
    label: Any, *, rows: int = 3, required: bool = True, **more: Any
) -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=LONGEST, required=required, **more)


class ConcernForm(forms.Form):
    """A concern: what was seen or heard, when, where and how soon; a minute is enough."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    named = forms.CharField(
        label=_("Another child"),
        help_text=_("Name and class, if the child is not among those to choose."),
        max_length=120,
        required=False,
    )
    words = words_field(
        _("What you saw or heard"),
        rows=5,
        help_text=_(
            "What was seen and said, in the child's own words, not what may be behind it. "
            "Don't question the child about it again."
        ),
    )
    happened_on = forms.DateField(label=_("When it was"), widget=forms.DateInput)
    place = forms.CharField(label=_("Where, and about what time"), max_length=120, required=False)
    urgency = forms.ChoiceField(
        label=_("How soon somebody should look"),
        choices=Concern.Urgency.choices,
        widget=forms.RadioSelect,
    )
    circle = forms.ChoiceField(
        label=_("Who reads it"), choices=Concern.Circle.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, today: date, readers: dict[str, list[str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        circle: Any = self.fields["circle"]
        circle.choices = [
            (value, label)
            for value, label in Concern.Circle.choices
            if readers[value] or value == Concern.Circle.ALL
        ]
        dates = {"min": (today - EARLIEST).isoformat(), "max": today.isoformat()}
        self.fields["happened_on"].widget.attrs.update(dates)

    def clean_happened_on(self) -> date:
        """Refuse days to come, and slips of the hand in the year."""
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("That day is still to come."))
        if day < self.today - EARLIEST:
            raise ValidationError(_("That is more than a year ago: take the day you heard of it."))
        return day


class LineForm(forms.Form):
    """A further line by the writer."""

    words = words_field(_("What is to be added"))


class StepForm(forms.Form):
    """What a reader did, and what the writer is told of it."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=[(kind.value, kind.label) for kind in DONE],
        widget=forms.RadioSelect,
    )
    words = words_field(_("In words"), required=False)
    said = forms.ChoiceField(
        label=_("What the writer is told"),
        choices=[("", _("Nothing new")), *Concern.Said.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask why, where nothing is done."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == ConcernStep.Kind.NOTHING and not given.get("words"):
            self.add_error("words", _("Write why nothing needs to be done."))
        return given


class OutcomeForm(forms.Form):
    """How a concern came out, and what the writer is told."""

    words = words_field(_("How it came out"))
    said = forms.ChoiceField(
        label=_("What the writer is told"),
        choices=Concern.Said.choices,
        widget=forms.RadioSelect,
        initial=Concern.Said.SETTLED,
    )


class ReopenForm(forms.Form):
    """Why a closed concern is opened again."""

    words = words_field(_("Why it is opened again"))


class GlassForm(forms.Form):
    """Why the glass has to be broken; a few letters struck at random don't do."""

    reason = words_field(
        _("Why you have to read this now"),
        help_text=_("Two sentences: what has happened, and what you need to know for the child."),
    )

    def clean_reason(self) -> str:
        """Refuse what nobody could judge a month later."""
        reason = self.cleaned_data["reason"].strip()
        letters = [sign for sign in reason if sign.isalpha()]
        if len(letters) < FEWEST_LETTERS or len(set(letters)) < FEWEST_DIFFERENT:
            raise ValidationError(
                _("Say what has happened and why it can't wait, in at least ten characters.")
            )
        return reason


class ReviewForm(forms.Form):
    """Whether breaking the glass was justified."""

    verdict = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=GlassEvent.Verdict.choices,
        widget=forms.RadioSelect,
    )
    words = words_field(_("In words"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why, where it was not."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == GlassEvent.Verdict.NOT and not given.get("words"):
            self.add_error("words", _("Write what was not right, and what follows from it."))
        return given
