"""What is typed in about care."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuangang.care.kinds import ASPECTS
from nuangang.care.models import CareRecord, Kind, is_kind
from nuangang.people.models import Child, Staff

EARLIEST = timedelta(days=120)
LATEST = timedelta(days=366)
NONE, TOMORROW, NEXT_WEEK = "", "tomorrow", "next_week"


class KindField(forms.ChoiceField):
    """A kind of care: one of ours, or one that a school has named itself."""

    def valid_value(self, value: Any) -> bool:
        """Accept whatever has the form of a kind; a phone may bring one that is no longer used."""
        return is_kind(str(value))


class RecordForm(forms.Form):
    """One thing done for one child or several; three taps are enough."""

    together = forms.UUIDField(widget=forms.HiddenInput)
    kind = KindField(label=_("What"), choices=Kind.choices, widget=forms.RadioSelect)
    aspects = forms.MultipleChoiceField(
        label=_("What about"),
        choices=list(ASPECTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mood = forms.ChoiceField(
        label=_("How the child is"),
        choices=CareRecord.Mood.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    with_whom = forms.ChoiceField(
        label=_("Spoke with"), widget=forms.RadioSelect, required=False, choices=()
    )
    words = forms.CharField(
        label=_("A few words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    follow_up = forms.ChoiceField(
        label=_("Come back to it"),
        choices=[
            (NONE, _("Not needed")),
            (TOMORROW, _("Tomorrow")),
            (NEXT_WEEK, _("Next week")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    follow_up_on = forms.DateField(label=_("Which day"), required=False, widget=forms.DateInput)
    happened_on = forms.DateField(label=_("When it was"), widget=forms.DateInput)
    could_not = forms.ChoiceField(
        label=_("It did not work out"),
        choices=[("", _("It was done")), *CareRecord.CouldNot.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        relatives: Sequence[tuple[str, Any]] = (),
        told_on: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.told_on = told_on or today
        whom: Any = self.fields["with_whom"]
        whom.choices = relatives
        dates = {"min": (today - EARLIEST).isoformat(), "max": today.isoformat()}
        self.fields["happened_on"].widget.attrs.update(dates)
        self.fields["follow_up_on"].widget.attrs["min"] = today.isoformat()

    def clean_happened_on(self) -> date:
        """Refuse days to come and days nobody remembers."""
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("That day is still to come."))
        if day < self.today - EARLIEST:
            raise ValidationError(_("That is too long ago to write down here."))
        return day

    def clean_follow_up_on(self) -> date | None:
        """Refuse to come back in the past or in years, unless that stood there before."""
        day = self.cleaned_data["follow_up_on"]
        if not day or day == self.initial.get("follow_up_on"):
            return day
        if day < self.told_on:
            raise ValidationError(_("That day is over."))
        if day > self.told_on + LATEST:
            raise ValidationError(_("That is more than a year away."))
        return day

    def clean(self) -> dict[str, Any]:
        """Work out the day to come back to it, from the day it was told; one that was chosen wins."""
        given = super().clean() or {}
        choice = given.pop("follow_up", NONE)
        days = {TOMORROW: 1, NEXT_WEEK: 7 - self.told_on.weekday()}
        if choice in days and not given.get("follow_up_on"):
            given["follow_up_on"] = self.told_on + timedelta(days=days[choice])
        return given

    def care(self, children: list[Child]) -> dict[str, Any]:
        """Return what record_care takes, with the records' ids that make a second sending harmless."""
        given = dict(self.cleaned_data)
        return {**given, "ids": record_ids(given["together"], children)}


class MendForm(RecordForm):
    """A record corrected, with the reason."""

    reason = forms.CharField(label=_("Why corrected"), max_length=120)


class WithdrawForm(forms.Form):
    """Taking a record back."""

    reason = forms.CharField(label=_("Why"), max_length=120)


def record_ids(together: UUID, children: list[Child]) -> list[UUID]:
    """Return the id of each child's record: the same form gives the same ids."""
    return [uuid5(together, child.pk.hex) for child in children]


class ExcuseForm(forms.Form):
    """Who is excused, from when to when, and why; for one child when `child` is given."""

    staff: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who"), queryset=None, empty_label=_("Choose somebody")
    )
    begins = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("To"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Why"), max_length=120)

    def __init__(
        self, *args: Any, staff: QuerySet[Staff], child: Child | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        whom: Any = self.fields["staff"]
        whom.queryset = staff
        if child is not None:
            del self.fields["staff"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        given = super().clean() or {}
        if given.get("begins") and given.get("ends") and given["ends"] < given["begins"]:
            self.add_error("ends", _("This is before the first day."))
        return given
