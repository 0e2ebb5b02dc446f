"""What is typed about consents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuangang.people.actions.consents import is_fourteen
from nuangang.people.models import Child, Consent, Relative
from nuangang.people.purposes import Purpose
from nuangang.people.typed import day_field
from nuangang.privacy.queries.consents import said_of

ALL, NONE = "all", "none"
_CHANNELS = [
    choice
    for choice in Consent.Channel.choices
    if choice[0] not in (Consent.Channel.CODE, Consent.Channel.SMS)
]


def _not_ahead(day: Any) -> Any:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_now("This day is still to come."))
    return day


class HowForm(forms.Form):
    """By what way, on which day, before whom."""

    channel = forms.ChoiceField(
        label=_("How"), choices=_CHANNELS, widget=forms.RadioSelect, initial="paper"
    )
    on = day_field(_("Given on"))
    witness = forms.ChoiceField(label=_("Who was there"), required=False)

    def __init__(self, *args: Any, staff: list[tuple[Any, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        witness: Any = self.fields["witness"]
        witness.choices = [("", _("Nobody in particular"))] + [(str(pk), n) for pk, n in staff]

    def clean_on(self) -> Any:
        """Refuse a day that is still to come."""
        return _not_ahead(self.cleaned_data["on"])

    def how(self) -> dict[str, Any]:
        """Return channel, day and witness as the actions take them."""
        typed = self.cleaned_data
        return {
            "channel": typed["channel"],
            "on": typed["on"],
            "witness_id": typed["witness"] or None,
        }


class ClassForm(HowForm):
    """The returned forms of a class: one tap for each child."""

    def __init__(
        self,
        *args: Any,
        children: list[Child],
        guardians: dict[Any, list[Relative]],
        purposes: list[Purpose],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.children, self.guardians, self.purposes = children, guardians, purposes
        for child in children:
            self.fields[f"a_{child.pk.hex}"] = forms.ChoiceField(
                label=child.name,
                required=False,
                choices=[(ALL, _("All yes")), (NONE, _("All no"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"w_{child.pk.hex}"] = forms.ChoiceField(
                label=_("Who signed"),
                required=False,
                choices=[(str(r.pk), said_of(r)) for r in guardians[child.pk]],
            )

    def rows(self) -> list[tuple[Child, Any, Any]]:
        """Return each child with its two fields."""
        return [(c, self[f"a_{c.pk.hex}"], self[f"w_{c.pk.hex}"]) for c in self.children]

    def clean(self) -> dict[str, Any]:
        """Name each child whose form nobody on file can have signed."""
        typed = super().clean() or self.cleaned_data
        for child in self.children:
            if typed.get(f"a_{child.pk.hex}") and not self.guardians[child.pk]:
                self.add_error(
                    f"a_{child.pk.hex}",
                    _("No parent or carer is on file. Put one there first, then enter the form."),
                )
        return typed

    def answers(self) -> list[tuple[Child, Relative, dict[str, bool]]]:
        """Return who said what, of those whose form came back."""
        found = []
        for child in self.children:
            if not (said := self.cleaned_data.get(f"a_{child.pk.hex}")):
                continue
            by = {str(r.pk): r for r in self.guardians[child.pk]}
            chosen = self.cleaned_data.get(f"w_{child.pk.hex}") or next(iter(by))
            found.append((child, by[chosen], {p.code: said == ALL for p in self.purposes}))
        return found


class AnswerForm(HowForm):
    """What one person answers to each purpose, now or as a correction."""

    who = forms.ChoiceField(label=_("Who answers"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why corrected"),
        max_length=120,
        required=False,
        help_text=_("Where an earlier answer was written down wrongly."),
    )
    field_order = ("who",)

    def __init__(
        self,
        *args: Any,
        child: Child,
        relatives: list[Relative],
        purposes: list[Purpose],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.relatives = {str(r.pk): r for r in relatives}
        self.purposes = purposes
        who: Any = self.fields["who"]
        who.choices = [(pk, said_of(r)) for pk, r in self.relatives.items()]
        if is_fourteen(child.birth, timezone.localdate()):
            who.choices = [*who.choices, ("self", _("The child, fourteen or older"))]
        for purpose in purposes:
            self.fields[f"p_{purpose.code}"] = forms.ChoiceField(
                label=purpose.title,
                required=False,
                choices=Consent.Answer.choices,
                widget=forms.RadioSelect,
            )

    def purpose_fields(self) -> list[Any]:
        """Return a field for each purpose."""
        return [self[f"p_{purpose.code}"] for purpose in self.purposes]

    def relative(self) -> Relative | None:
        """Return who answers, None for the child."""
        return self.relatives.get(self.cleaned_data["who"])

    def answers(self) -> dict[str, str]:
        """Return the answers that were given, by purpose."""
        typed = ((p.code, self.cleaned_data.get(f"p_{p.code}")) for p in self.purposes)
        return {code: answer for code, answer in typed if answer}

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        typed = super().clean() or self.cleaned_data
        if not any(typed.get(f"p_{p.code}") for p in self.purposes):
            self.add_error(None, _("Choose an answer to one purpose at least."))
        return typed


class CodeForm(forms.Form):
    """The code of a slip, typed by hand."""

    code = forms.CharField(label=_("Code on the slip"), max_length=30)


class PhoneAnswerForm(forms.Form):
    """What a guardian answers on their own phone; who it is is known where the link came by SMS."""

    who = forms.ChoiceField(label=_("You are the child's"), widget=forms.RadioSelect)
    last_four = forms.RegexField(
        r"^\d{4}$",
        label=_("Last four digits of your phone number that the school has"),
        error_messages={"invalid": _("Type exactly four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        relatives: list[Relative],
        purposes: list[Purpose],
        known: Relative | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known = known
        self.relatives, self.purposes = {str(r.pk): r for r in relatives}, purposes
        who: Any = self.fields["who"]
        who.choices = [(pk, r.kin_word or r.get_kin_display()) for pk, r in self.relatives.items()]
        if known is not None:
            del self.fields["who"], self.fields["last_four"]
        for purpose in purposes:
            self.fields[f"p_{purpose.code}"] = forms.ChoiceField(
                label=purpose.title,
                choices=[("yes", _("I agree")), ("no", _("I don't agree, or take it back"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one of the two.")},
            )

    def purpose_fields(self) -> list[tuple[Purpose, Any]]:
        """Return each purpose with its field."""
        return [(p, self[f"p_{p.code}"]) for p in self.purposes]

    def answers(self) -> dict[str, bool]:
        """Return yes or no by purpose."""
        return {p.code: self.cleaned_data[f"p_{p.code}"] == "yes" for p in self.purposes}

    def relative(self) -> Relative:
        """Return who answers."""
        return self.known or self.relatives[self.cleaned_data["who"]]
