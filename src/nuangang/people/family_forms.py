"""What is typed about a child's family."""

from collections.abc import Container
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.people.file_forms import ordered
from nuangang.people.models import (
    Ability,
    Contact,
    Distance,
    Kin,
    Life,
    Marital,
    ParentFact,
    Relative,
    Residence,
)
from nuangang.people.models.family import VALUES
from nuangang.people.purposes import BY_CODE, FIELD_PURPOSE
from nuangang.people.typed import PhoneField, day_field

PARENTS = {"father", "mother"}
NO_ANSWER = ("", _("Not known"))


class KeepsMasked(forms.ModelForm):
    """A form whose masked fields show nothing: what is typed replaces it, empty leaves it.

    `masked` names the fields, `number` is the number on file.
    """

    def __init__(
        self, *args: Any, masked: Container[str] = (), number: str = "", **options: Any
    ) -> None:
        options["initial"] = {"phone": number} | (options.get("initial") or {})
        super().__init__(*args, **options)
        there = {name: getattr(self.instance, name, "") for name in self.fields} | {"phone": number}
        self._kept = {name: value for name, value in there.items() if name in masked and value}
        for name in self._kept:
            self.initial[name] = ""
            self.fields[name].help_text = _("One is on file. Leave empty to keep it.")

    def clean(self) -> dict[str, Any]:
        """Put back what was masked and not typed anew."""
        typed = super().clean() or self.cleaned_data
        for name, value in self._kept.items():
            if name not in self.errors and not typed.get(name):
                typed[name] = value
        return typed


class WithConsent(KeepsMasked):
    """What is typed about somebody in the family; optional fields are asked with consent only."""

    def ask_with_consent(self) -> None:
        """Take out the fields whose purpose may not be used for the child."""
        self.missing = [
            (name, purpose)
            for (kind, name), purpose in FIELD_PURPOSE.items()
            if kind == "relative" and not self.instance.child.may_use(purpose)
        ]
        for name, _purpose in self.missing:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse what was sent all the same, naming the consent that is missing."""
        for name, purpose in self.missing:
            if self.data.get(self.add_prefix(name)):
                words = {"what": BY_CODE[purpose].title}
                self.add_error(
                    None,
                    _("Nothing was saved: the guardian's consent to “%(what)s” is missing.")
                    % words,
                )
        return super().clean() or self.cleaned_data


class PersonForm(WithConsent):
    """A relative or carer with one number."""

    phone = PhoneField(label=_("Phone"))
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    birth_year = forms.IntegerField(label=_("Born in"), required=False, min_value=1900)

    class Meta:
        model = Relative
        fields = (
            "kin", "kin_word", "name", "phone", "no_phone", "birth_year", "health", "occupation",
            "address", "is_carer", "is_emergency", "wechat", "workplace", "may_see_portal",
            "remark",
        )  # fmt: skip

    field_order = Meta.fields

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance = copy(self.instance)
        self.ask_with_consent()
        kin: Any = self.fields["kin"]
        kin.choices = [choice for choice in Kin.choices if choice[0] not in PARENTS]

    def clean_birth_year(self) -> int | None:
        """Refuse a year that is still to come."""
        return plausible_year(self.cleaned_data["birth_year"])

    def person(self) -> dict[str, Any]:
        """Return the columns to write."""
        return {n: v for n, v in self.cleaned_data.items() if n not in ("phone", "kin")}


class ParentForm(WithConsent):
    """One parent: the person, and what holds of them today and since when."""

    phone = PhoneField(label=_("Phone"))
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    birth_year = forms.IntegerField(label=_("Born in"), required=False, min_value=1900)
    alive = forms.ChoiceField(label=_("Alive?"), choices=[NO_ANSWER, *Life.choices], required=False)
    residence = forms.ChoiceField(
        label=_("Where the parent lives"),
        choices=[NO_ANSWER, *Residence.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    since = day_field(
        _("Since"),
        required=False,
        help_text=_(
            "Since when. The first time it may stay empty; a change without a day counts from today."
        ),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        required=False,
        help_text=_("Province and city at least."),
    )
    distance = forms.ChoiceField(
        label=_("How far away"), choices=[NO_ANSWER, *Distance.choices], required=False
    )
    ability = forms.ChoiceField(
        label=_("Able to care for the child?"),
        choices=[NO_ANSWER, *Ability.choices],
        required=False,
    )
    cause = forms.CharField(label=_("Why not able"), max_length=60, required=False)
    marital = forms.ChoiceField(
        label=_("Marriage"), choices=[NO_ANSWER, *Marital.choices], required=False
    )

    class Meta:
        model = Relative
        fields = (
            "name", "phone", "no_phone", "birth_year", "occupation", "health", "workplace",
            "work_unit", "wechat", "is_carer", "is_emergency", "may_see_portal", "remark",
        )  # fmt: skip

    def __init__(self, *args: Any, facts: dict[str, ParentFact], **options: Any) -> None:
        self.facts = facts
        said: dict[str, Any] = {kind: fact.value for kind, fact in facts.items()}
        if home := facts.get("residence"):
            said |= {"since": home.since, "place": home.place, "distance": home.distance}
        if able := facts.get("ability"):
            said["cause"] = able.cause
        options["initial"] = said | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.instance = copy(self.instance)
        self.ask_with_consent()

    def clean_birth_year(self) -> int | None:
        """Refuse a year that is still to come."""
        return plausible_year(self.cleaned_data["birth_year"])

    def clean_since(self) -> date | None:
        """Refuse a day that is still to come."""
        day: date | None = self.cleaned_data["since"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def person(self) -> dict[str, Any]:
        """Return the relative's columns to write."""
        names = {f for f in self.Meta.fields if f != "phone" and f in self.fields}
        return {name: self.cleaned_data[name] for name in names}

    def stated(self) -> dict[str, dict[str, Any]]:
        """Return the facts to state; a `since` that only repeats the old value's is not said."""
        typed = self.cleaned_data
        moved = typed["residence"] != self.initial.get("residence")
        since = typed["since"]
        if moved and since and since == self.initial.get("since"):
            since = None
        return {
            "alive": {"value": typed["alive"]},
            "residence": {
                "value": typed["residence"],
                "since": since,
                "place": typed["place"],
                "distance": typed["distance"],
            },
            "ability": {"value": typed["ability"], "cause": typed["cause"]},
            "marital": {"value": typed["marital"]},
        }


class FactForm(forms.ModelForm):
    """A dated fact that was written down wrongly."""

    since = day_field(_("Since"), required=False)
    until = day_field(_("Until"), required=False)

    class Meta:
        model = ParentFact
        fields = ("value", "since", "until", "place", "distance", "cause")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance = copy(self.instance)
        choices = VALUES[self.instance.kind].choices
        self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=choices)
        if self.instance.kind != ParentFact.Kind.RESIDENCE:
            del self.fields["place"], self.fields["distance"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        return ordered(self, super().clean() or self.cleaned_data)


class ContactForm(forms.ModelForm):
    """One more number: whose it is and whether it may be called."""

    number = PhoneField(label=_("Phone"), required=True)

    class Meta:
        model = Contact
        fields = ("number", "relative", "label", "may_call")

    def __init__(self, *args: Any, relatives: list[Relative], **options: Any) -> None:
        super().__init__(*args, **options)
        self._relatives = {str(r.pk): r for r in relatives}
        self.fields["relative"] = forms.ChoiceField(
            label=_("Whose"),
            required=False,
            choices=[("", _("Somebody else, or the family"))]
            + [
                (pk, f"{r.name} {r.get_kin_display()}".strip()) for pk, r in self._relatives.items()
            ],
        )

    def clean_relative(self) -> Relative | None:
        """Return the relative that was chosen."""
        return self._relatives.get(self.cleaned_data["relative"])


def plausible_year(year: int | None) -> int | None:
    """Return the year, or refuse one that is still to come."""
    if year and year > timezone.localdate().year:
        raise forms.ValidationError(_("This year is still to come."))
    return year
