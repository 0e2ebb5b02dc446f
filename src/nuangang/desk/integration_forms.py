"""What is typed to let another program ask for data."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.integrations import LASTS_AT_MOST
from nuangang.accounts.models import Region
from nuangang.policy.actor import Actor
from nuangang.policy.integrations import OF_REGION, OF_SCHOOL, SCOPES
from nuangang.policy.matrix import HIDDEN

USUALLY = timedelta(days=365)
NEEDS = {
    "family:read": ("children:read",),
    "contact": ("children:read", "family:read"),
    "identity": ("children:read", "family:read"),
    "health": ("children:read", "family:read"),
}


class IntegrationForm(forms.Form):
    """Which program, what for, what it may, and until when."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Which program"), max_length=60, help_text=_("As people at school call it.")
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("One sentence, so that a colleague understands it next year."),
    )
    region: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("For which region"), queryset=None, empty_label=None
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing it may.")},
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput,
        help_text=_("One year at most; then make a new one."),
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(name, SCOPES[name].words) for name in offered(actor)]
        region: Any = self.fields["region"]
        region.queryset = Region.objects.filter(pk__in=actor.region_ids).order_by("name")
        if actor.school is not None:
            del self.fields["region"]
        last = today + LASTS_AT_MOST - timedelta(days=1)
        days = {"min": (today + timedelta(days=1)).isoformat(), "max": last.isoformat()}
        self.fields["until"].widget.attrs.update(days)

    def choices(self) -> list[dict[str, Any]]:
        """Return what can be ticked, each with what it lets see."""
        ticked = set(self["scopes"].value() or ())
        scopes: Any = self.fields["scopes"]
        return [
            {"name": name, "words": words, "lets": SCOPES[name].lets, "ticked": name in ticked}
            for name, words in scopes.choices
        ]

    def clean_until(self) -> date:
        """Refuse days that are over, and more than a year."""
        day = self.cleaned_data["until"]
        if day <= self.today:
            raise ValidationError(_("That day is over already."))
        if day > self.today + LASTS_AT_MOST - timedelta(days=1):
            raise ValidationError(_("One year at most."))
        return day

    def clean_scopes(self) -> list[str]:
        """Refuse what shows nothing by itself."""
        chosen = self.cleaned_data["scopes"]
        for name in chosen:
            needed = NEEDS.get(name)
            if needed and not set(needed) & set(chosen):
                text = _("“%(this)s” shows nothing without “%(that)s”.")
                words = {"this": SCOPES[name].words, "that": SCOPES[needed[0]].words}
                raise ValidationError(text, params=words)
        return chosen


def offered(actor: Actor) -> list[str]:
    """Return what the actor can give away: nothing that they may not do themselves."""
    names = OF_SCHOOL if actor.school is not None else OF_REGION
    return [
        name
        for name in names
        if any(actor.may(kind, to) for kind, to in SCOPES[name].rights)
        or any(actor.sees(each) != HIDDEN for each in SCOPES[name].fields)
    ]
