"""What is typed about how one wishes to be told, and what a school sets for everybody."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.notify.models import Channel, Kind, Wishes
from nuangang.notify.ways import ALWAYS, PERSONAL, digest_at, quiet_of_school, ways_of

LATEST_DIGEST = time(12)


def _clock(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput,
        error_messages={"invalid": _("Please give a time such as 21:00.")}, **more,
    )  # fmt: skip


class WishesForm(forms.Form):
    """By what one is told of each kind, one's mail address, and the hours in which only the urgent comes."""

    email = forms.EmailField(
        label=_("My mail address"), required=False, max_length=120,
        help_text=_("Only for messages; they name no child."),
        error_messages={"invalid": _("This is no mail address. It looks like name@example.com.")},
    )  # fmt: skip
    hours = forms.ChoiceField(
        label=_("Quiet hours"), choices=Wishes.Hours.choices, widget=forms.RadioSelect
    )
    quiet_from = _clock(_("Quiet from"))
    quiet_until = _clock(_("Quiet until"))

    def __init__(self, wishes: Wishes | None, *args: Any, **options: Any) -> None:
        kept = wishes or Wishes()
        names = ("email", "hours", "quiet_from", "quiet_until")
        super().__init__(*args, initial={name: getattr(kept, name) for name in names}, **options)
        for kind in Kind:
            fixed = ALWAYS.get(kind, ())
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label, required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(way.value, way.label) for way in PERSONAL if way not in fixed],
                initial=[way for way in ways_of(wishes, kind) if way not in fixed],
                help_text=_("An SMS comes in any case.") if fixed else "",
            )  # fmt: skip
        self.order_fields([*Kind.values, *names])

    def clean(self) -> dict[str, Any]:
        """Ask for both hours where one's own are chosen, and for an address where mail is."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("hours") == Wishes.Hours.OWN:
            for name in ("quiet_from", "quiet_until"):
                if not self.errors.get(name) and told.get(name) is None:
                    self.add_error(name, _("Please give a time such as 21:00."))
            if told.get("quiet_from") and told.get("quiet_from") == told.get("quiet_until"):
                self.add_error("quiet_until", _("From and until are the same."))
        by_mail = any(
            Channel.EMAIL in told.get(kind, ()) and kind in self.changed_data
            for kind in Kind.values
        )
        if by_mail and not told.get("email") and not self.errors.get("email"):
            self.add_error("email", _("Mail is ticked: please give the address."))
        return told

    def ways(self) -> dict[str, list[str]]:
        """Return the channels ticked for each kind."""
        return {kind: list(self.cleaned_data[kind]) for kind in Kind.values}


class SchoolWishesForm(forms.Form):
    """The school's quiet hours, and when the digest goes."""

    quiet_from = _clock(_("Quiet from"))
    quiet_until = _clock(
        _("Quiet until"), help_text=_("Both empty: no quiet hours. Incidents come at any time.")
    )
    digest = _clock(
        _("The day's digest goes at"), help_text=_("On school days, by noon. Empty: none is sent.")
    )

    def __init__(self, preferences: dict[str, Any], *args: Any, **options: Any) -> None:
        quiet = quiet_of_school(preferences)
        told = {"digest": digest_at(preferences)}
        told |= {"quiet_from": quiet.begins, "quiet_until": quiet.ends} if quiet else {}
        super().__init__(*args, initial=told, **options)

    def clean_digest(self) -> time | None:
        """Take a time of the morning."""
        at: time | None = self.cleaned_data["digest"]
        if at and at > LATEST_DIGEST:
            raise ValidationError(
                _("Please give a time before noon: the day is to be planned by it.")
            )
        return at

    def clean(self) -> dict[str, Any]:
        """Take both hours or none."""
        told: dict[str, Any] = super().clean() or {}
        begins, ends = told.get("quiet_from"), told.get("quiet_until")
        if not self.errors and (begins is None) != (ends is None):
            missing = "quiet_until" if ends is None else "quiet_from"
            self.add_error(missing, _("Please give both times, or none."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("From and until are the same."))
        return told

    def kept(self) -> dict[str, str]:
        """Return what is to stand among the school's preferences."""
        told = self.cleaned_data
        quiet = (
            f"{told['quiet_from']:%H:%M}-{told['quiet_until']:%H:%M}" if told["quiet_from"] else ""
        )
        return {"quiet": quiet, "digest_at": f"{told['digest']:%H:%M}" if told["digest"] else ""}
