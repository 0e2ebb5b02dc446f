"""A care rule as the lead fills it in."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.care.cadences import TEACHING_WEEK, UNITS, CadenceError, cadence_of
from nuangang.care.models import CareRule, Kind
from nuangang.people.models import SchoolClass
from nuangang.terms.calendar import SUMMER, WINTER

WHO = [
    ("left_behind", _("All left-behind children")),
    ("both", _("Only those whose parents are both away")),
    ("all", _("Every child of the school")),
]
BREAKS = [(str(WINTER), _("Winter holiday")), (str(SUMMER), _("Summer holiday"))]
MONTHS = [(str(number), str(number)) for number in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)]
_PLAIN = ("name", "kind", "owed_by", "owed", "unit", "every", "count", "at_most", "counting")
_DAYS = ("from_day", "to_day")
_WEEKS = ("first_weeks", "last_weeks")


class RuleForm(forms.Form):
    """What is owed, how often, by whom, for which children, and what counts as done."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    kind = forms.ChoiceField(label=_("What"), choices=Kind.choices)
    proofs = forms.MultipleChoiceField(
        label=_("What counts as done"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing chosen: only that kind itself."),
    )
    unit = forms.ChoiceField(
        label=_("How often"), choices=list(UNITS.items()), initial=TEACHING_WEEK
    )
    every = forms.IntegerField(
        label=_("Every how many (days or weeks)"), min_value=1, max_value=400, initial=1
    )
    count = forms.IntegerField(label=_("How many times"), min_value=1, max_value=99, initial=1)
    at_most = forms.IntegerField(label=_("and up to"), min_value=1, max_value=99, required=False)
    owed_by = forms.ChoiceField(label=_("Who owes it"), choices=CareRule.OwedBy.choices)
    owed = forms.ChoiceField(label=_("For whom it is counted"), choices=CareRule.Owed.choices)
    counting = forms.ChoiceField(
        label=_("What is counted"), choices=CareRule.Counting.choices, initial="records"
    )
    who = forms.ChoiceField(label=_("Which children"), choices=WHO, widget=forms.RadioSelect)
    boarding = forms.BooleanField(label=_("Only boarders"), required=False)
    special_needs = forms.BooleanField(label=_("Only those with special needs"), required=False)
    classes = forms.MultipleChoiceField(
        label=_("Only these classes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    months = forms.MultipleChoiceField(
        label=_("Only in these months"),
        choices=MONTHS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    breaks = forms.MultipleChoiceField(
        label=_("Only in these holidays"),
        choices=BREAKS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    first_weeks = forms.IntegerField(
        label=_("Only in the first weeks"), min_value=1, max_value=30, required=False
    )
    last_weeks = forms.IntegerField(
        label=_("Only in the last weeks"), min_value=1, max_value=30, required=False
    )
    from_day = forms.CharField(
        label=_("From (month-day)"), required=False, help_text=_("such as 12-15")
    )
    to_day = forms.CharField(
        label=_("To (month-day)"), required=False, help_text=_("such as 02-28")
    )
    in_holidays = forms.BooleanField(label=_("In the holidays as well"), required=False)
    since = forms.DateField(label=_("From when on"), widget=forms.DateInput)

    def __init__(
        self, *args: Any, classes: list[SchoolClass], year: int, fixed: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["classes"]
        chosen.choices = [(str(k.pk), k.name_on(year)) for k in classes]
        if fixed:
            del self.fields["since"]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be owed, in words."""
        given = super().clean() or {}
        if self.errors:
            return given
        if given["at_most"] and given["at_most"] < given["count"]:
            raise ValidationError({"at_most": _("This is less than what is owed.")})
        columns = self.columns()
        try:
            cadence_of(
                columns["unit"],
                count=columns["count"],
                every=columns["every"],
                window=columns["window"],
            )
        except CadenceError as error:
            raise ValidationError(str(error)) from error
        return given

    def columns(self) -> dict[str, Any]:
        """Return the columns of the rule."""
        given = self.cleaned_data
        columns = {name: given[name] for name in _PLAIN}
        columns["proofs"] = given["proofs"] or [given["kind"]]
        columns["children"] = self._children()
        columns["window"] = self._window()
        if "since" in given:
            columns["since"] = given["since"]
        return columns

    def _children(self) -> dict[str, Any]:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("boarding", "special_needs", "classes")}
        who = {} if given["who"] == "left_behind" else {"who": given["who"]}
        return {**who, **{name: value for name, value in kept.items() if value}}

    def _window(self) -> dict[str, Any]:
        given = self.cleaned_data
        window = {name: given[name] for name in (*_DAYS, *_WEEKS, "in_holidays")}
        window["months"] = [int(month) for month in given["months"]]
        window["breaks"] = [int(number) for number in given["breaks"]]
        return {name: value for name, value in window.items() if value}


def typed(rule: CareRule) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    window, children = rule.window, rule.children
    return {
        **{name: getattr(rule, name) for name in _PLAIN},
        "proofs": rule.proofs if rule.proofs != [rule.kind] else [],
        "who": children.get("who", "left_behind"),
        **{name: children.get(name) for name in ("boarding", "special_needs", "classes")},
        **{name: window.get(name) for name in (*_DAYS, *_WEEKS, "in_holidays")},
        "months": [str(month) for month in window.get("months", ())],
        "breaks": [str(number) for number in window.get("breaks", ())],
        "since": rule.since,
    }


class AdoptForm(forms.Form):
    """Which rules of a ready set, and from when."""

    rules = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(label=_("From when on"), widget=forms.DateInput)

    def __init__(self, *args: Any, size: int, today: date, earliest: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.size = size
        self.earliest = earliest
        rules: Any = self.fields["rules"]
        rules.choices = [(str(place), "") for place in range(size)]
        self.fields["rules"].error_messages["required"] = _("Choose at least one rule.")
        self.fields["since"].initial = today
        self.fields["since"].widget.attrs["min"] = earliest.isoformat()

    def clean_since(self) -> date:
        """Refuse to begin before the term: nobody could have known."""
        day = self.cleaned_data["since"]
        if day < self.earliest:
            raise ValidationError(_("A rule can begin with the running term at the earliest."))
        return day

    def left_out(self) -> list[int]:
        """Return the places of the rules that weren't chosen."""
        chosen = {int(place) for place in self.cleaned_data["rules"]}
        return [place for place in range(self.size) if place not in chosen]
