"""What is typed about the school itself and its calendar."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.desk.forms import definition_choices
from nuangang.desk.kept import DAYS, days_kept
from nuangang.people.actions.set_up import place
from nuangang.terms.calendar import Calendar, DayRange, TermSpan


def day_input() -> forms.DateInput:
    """Return a date control that old browsers show as text."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SchoolForm(forms.ModelForm):
    """The school's name, code and who counts as left-behind."""

    definition = forms.ChoiceField(
        label=_("Who counts as left-behind here"),
        choices=definition_choices,
        help_text=_("Labels of all children are worked out anew when you change this."),
    )
    code = forms.RegexField(
        r"^\d{10}$",
        label=_("School code"),
        required=False,
        error_messages={"invalid": _("A school code has exactly ten digits.")},
    )

    county = forms.CharField(label=_("County"), max_length=40, required=False)
    township = forms.CharField(label=_("Township"), max_length=40, required=False)
    offline_days = forms.IntegerField(
        label=_("Days a phone keeps today's page"),
        min_value=1,
        max_value=30,
        required=False,
        help_text=_("Without having reached the school meanwhile; then it forgets the children."),
    )
    field_order = ("name", "code", "county", "township", "phone", "definition", "offline_days")

    class Meta:
        model = School
        fields = ("name", "code", "phone", "definition")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        here = self.instance.region
        town = here if here and here.level == here.Level.TOWNSHIP else None
        self.initial["township"] = town.name if town else ""
        county = town.parent if town else here
        self.initial["county"] = county.name if county else ""
        self.initial["offline_days"] = days_kept(self.instance)

    def clean_code(self) -> str | None:
        """Keep no code as none, so that two schools may lack one."""
        return self.cleaned_data["code"] or None

    def save(self, commit: bool = True) -> School:
        """Save the school with its place in the county."""
        typed = self.cleaned_data
        if {"county", "township"} & set(self.changed_data):
            self.instance.region = place(typed["county"], typed["township"])
        if "offline_days" in self.changed_data:
            days = typed["offline_days"] or DAYS
            self.instance.preferences = {**self.instance.preferences, "offline_days": days}
        return super().save(commit)


class TermForm(forms.Form):
    """First and last school day of one term."""

    begins = forms.DateField(label=_("First school day"), widget=day_input())
    ends = forms.DateField(label=_("Last school day"), widget=day_input())


class DayForm(forms.Form):
    """Days off, or school on a day off."""

    begins = forms.DateField(label=_("From"), widget=day_input())
    ends = forms.DateField(label=_("To"), widget=day_input(), required=False)
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("off", _("No school")), ("school", _("School on a day off"))],
    )
    name = forms.CharField(label=_("Why"), max_length=40, required=False)

    def range(self) -> DayRange:
        """Return the days typed; one day when no end is given."""
        typed = self.cleaned_data
        return DayRange(typed["begins"], typed["ends"] or typed["begins"], typed["name"])


def with_terms(calendar: Calendar, year: int, spans: list[tuple[date, date]]) -> Calendar:
    """Return the calendar with these terms in `year`; raises CalendarError."""
    others = [t for t in calendar.terms if t.school_year != year]
    terms = [TermSpan(year, n, b, e) for n, (b, e) in enumerate(spans, start=1)]
    return replace(calendar, terms=(*others, *terms))


def with_days(calendar: Calendar, days: DayRange, kind: str) -> Calendar:
    """Return the calendar with more days off or make-up days; raises CalendarError."""
    name = "days_off" if kind == "off" else "make_up_days"
    kept: dict[str, Any] = {name: (*getattr(calendar, name), days)}
    return replace(calendar, **kept)


def without_days(calendar: Calendar, begins: date, kind: str) -> Calendar:
    """Return the calendar without the entry that begins on this day."""
    name = "days_off" if kind == "off" else "make_up_days"
    kept: dict[str, Any] = {
        name: tuple(days for days in getattr(calendar, name) if days.begins != begins)
    }
    return replace(calendar, **kept)
