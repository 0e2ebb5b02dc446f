"""Raising an incident: nothing is required but what happened."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.kinds import KINDS, Clock, kind_choices

EARLIEST, AHEAD = timedelta(days=366), timedelta(minutes=2)
LONGEST = 4000
SUSPECTS = [
    ("", _("Nobody of the school")),
    ("colleague", _("A colleague: only the head sees it")),
    ("head", _("The head: the head does not see it")),
]


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """Return a field for when something took place; empty is now."""
    return forms.DateTimeField(label=label, required=False, widget=forms.DateTimeInput, **more)


def not_to_come(at: datetime | None, now: datetime) -> datetime | None:
    """Refuse moments that are still to come, and slips of the hand in the year."""
    if at is not None and at > now + AHEAD:
        raise ValidationError(_("That time is still to come."))
    if at is not None and at < now - EARLIEST:
        raise ValidationError(_("That is more than a year ago."))
    return at


class RaiseForm(forms.Form):
    """What happened, where, when, and whether it is a drill."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What happened"), widget=forms.RadioSelect,
        error_messages={"required": _("Tap what happened.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Where it is"), max_length=120, required=False)
    words = forms.CharField(
        label=_("In a few words"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    at = moment_field(_("When, if not just now"))
    grave = forms.BooleanField(
        label=_("It is grave: a life in danger, somebody dead, or three or more hurt"),
        required=False,
    )
    suspect = forms.ChoiceField(
        label=_("Is somebody of the school suspected?"), choices=SUSPECTS,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    drill = forms.BooleanField(label=_("This is a drill"), required=False)
    joins = forms.UUIDField(required=False)

    def __init__(self, *args: Any, now: datetime, on: set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        choices = [(code, words) for code, words in kind_choices() if code in on]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_at(self) -> datetime | None:
        """Return when it happened."""
        return not_to_come(self.cleaned_data["at"], self.now)

    def chose_rare(self) -> bool:
        """Say whether a kind is chosen that doesn't stand among the first chips."""
        chosen = KINDS.get(str(self["kind"].value() or ""))
        return chosen is not None and not chosen.first

    def groups(self) -> list[tuple[Any, list[tuple[Any, bool]]]]:
        """Return the first chips, then the others clock by clock, each with whether it is chosen."""
        chosen = self["kind"].value()
        offered = [code for code, _words in self.fields["kind"].choices]  # type: ignore[attr-defined]
        kinds = [KINDS[code] for code in offered]
        found: list[tuple[Any, list[tuple[Any, bool]]]] = [
            ("", [(k, k.code == chosen) for k in kinds if k.first])
        ]
        for clock in Clock:
            rest = [(k, k.code == chosen) for k in kinds if k.clock == clock and not k.first]
            if rest:
                found.append((clock.label, rest))
        return found
