"""The forms of sealed notes, and how a note's fields read (domain.md §3.3, §8.5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.wellbeing.forms import words_field
from nuangang.wellbeing.models import SealedNote

EARLIEST, LATEST = timedelta(days=366), timedelta(days=366)
APART = ("once", "happened_on", "next_on")
SOURCES = {
    "self": _("The child came"),
    "class_teacher": _("Class teacher"),
    "agent_parent": _("Agent parent"),
    "family": _("Family"),
    "peer": _("Classmate"),
    "concern": _("A concern"),
    "screening": _("Screening"),
}
SETTINGS = {"one": _("Alone"), "group": _("In a group"), "online": _("By phone or online")}
LEVELS = {
    "ordinary": _("Ordinary"),
    "watch": _("Keep an eye on"),
    "high": _("Needs special care"),
    "danger": _("In danger"),
}
ELIGIBLE = {
    "yes": pgettext_lazy("legal aid", "Yes"),
    "no": pgettext_lazy("legal aid", "No"),
    "open": _("Not known yet"),
}


def _chips(label: Any, choices: Mapping[str, Any], *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), widget=forms.RadioSelect, required=required
    )


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False)


class NoteForm(forms.Form):
    """What every sealed note has: its day, and when to come back to it."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    happened_on = forms.DateField(label=_("Day"), widget=forms.DateInput)
    next_on = forms.DateField(label=_("Next time"), widget=forms.DateInput, required=False)

    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    def __init__(self, *args: Any, today: date, mends: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if mends:
            self.fields["why"] = words_field(_("What was wrong in the earlier one"), rows=2)
        earliest, latest = (today - EARLIEST).isoformat(), today.isoformat()
        self.fields["happened_on"].widget.attrs.update({"min": earliest, "max": latest})

    def clean_happened_on(self) -> date:
        """Refuse days to come, and slips of the hand in the year."""
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("That day is still to come."))
        if day < self.today - EARLIEST:
            raise ValidationError(_("That is more than a year ago."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a next time before the day itself, or years away."""
        given = super().clean() or self.cleaned_data
        day, after = given.get("happened_on"), given.get("next_on")
        if day and after and after < day:
            self.add_error("next_on", _("The next time can't be before this one."))
        elif after and after > self.today + LATEST:
            self.add_error("next_on", _("That is more than a year away."))
        return given

    def body(self) -> dict[str, str]:
        """Return what is sealed: everything that was filled in but the days in lists."""
        kept = {k: v for k, v in self.cleaned_data.items() if k not in APART and v}
        return {k: v.isoformat() if isinstance(v, date) else str(v) for k, v in kept.items()}


class CounsellingForm(NoteForm):
    """A counselling note, as the schools' paper form has it; the first fields are enough."""

    setting = _chips(_("How you met"), SETTINGS, required=True)
    source = _chips(_("Who sent the child"), SOURCES)
    trouble = words_field(_("What troubles the child, in its own words"), rows=4)
    seen = words_field(_("How the child seemed"), rows=2, required=False)
    level = _chips(_("How serious"), LEVELS)
    place = _line(_("Place"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)
    facts = words_field(_("What others say, and who"), rows=2, required=False)
    assessment = words_field(_("Assessment"), rows=2, required=False)
    goal = words_field(_("Aim"), rows=2, required=False)
    method = words_field(_("How you went about it"), rows=2, required=False)
    result = words_field(_("What came of it"), rows=2, required=False)
    referral = _line(_("Referred to"))

    first = ("setting", "source", "trouble", "seen", "level")
    more = ("place", "minutes", "facts", "assessment", "goal", "method", "result", "referral")


class LegalForm(NoteForm):
    """A legal aid note: the matter, whether aid is due, who decides and who helps."""

    matter = words_field(_("What it is about"), rows=4)
    eligible = _chips(_("Entitled to legal aid"), ELIGIBLE)
    ground = _line(_("On what ground"))
    applied_on = forms.DateField(label=_("Applied on"), widget=forms.DateInput, required=False)
    agency = _line(_("Legal aid office"))
    decision = _line(_("Decision"))
    lawyer = _line(_("Lawyer"))
    result = words_field(_("What came of it"), rows=2, required=False)

    first = ("matter", "eligible", "ground")
    more = ("applied_on", "agency", "decision", "lawyer", "result")


FORMS: dict[str, type[NoteForm]] = {
    SealedNote.Kind.COUNSELLING.value: CounsellingForm,
    SealedNote.Kind.LEGAL.value: LegalForm,
}


def shown(kind: str, body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a note's fields in the order of its form, each with its label, empty ones left out."""
    form = FORMS[kind]
    fields = form.base_fields
    names = [*form.first, *form.more]
    pairs = [(str(fields[n].label), _text(fields[n], body[n])) for n in names if body.get(n)]
    why = body.get("why")
    return [*pairs, (str(_("Why it was corrected")), str(why))] if why else pairs


def _text(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, forms.DateField) and (day := parse_date(value)):
        return formats.date_format(day, "DATE_FORMAT")
    return str(value)
