"""What is typed about the rules: minutes for each party, reports, and numbers of authorities."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.kinds import KINDS, Clock, Party, kinds_of
from nuangang.incidents.table import HAPPENED, KNOWN, LONGEST, NUMBERED, Rule, ToCounty

NOT_AT_ONCE = "no"


class RuleForm(forms.Form):
    """The rule of one kind, and which other kinds take it over."""

    on = forms.BooleanField(
        label=_("In use: it can be chosen when something happens"), required=False
    )
    counts_from = forms.ChoiceField(
        label=_("Minutes count from"),
        choices=[(HAPPENED, _("when it happened")), (KNOWN, _("when the school knew"))],
        widget=forms.RadioSelect,
    )
    progress = forms.IntegerField(
        label=_("A follow-up report every … hours"), min_value=1, max_value=24 * 7, required=False,
        help_text=_("Empty: none. 24 is one a day, until the final report."),
    )  # fmt: skip
    final = forms.IntegerField(
        label=_("The final report within … days"), min_value=1, max_value=60, required=False,
        help_text=_("Empty: none."),
    )  # fmt: skip
    county_at_once = forms.ChoiceField(
        label=_("To the county office at once"), required=False, widget=forms.RadioSelect,
        choices=[(NOT_AT_ONCE, _("not at once")), ("grave", _("when it is grave")), ("always", _("always"))],
    )  # fmt: skip
    county_missed = forms.BooleanField(
        label=_("To the county office when somebody was not told in time"), required=False
    )
    county_unled = forms.IntegerField(
        label=_("To the county office when nobody led for … minutes"), min_value=1,
        max_value=24 * 60, required=False, help_text=_("Empty: never for that."),
    )  # fmt: skip
    also = forms.MultipleChoiceField(
        label=_("The same for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    changed = forms.CharField(
        label=_("What changed"), max_length=300, required=False,
        help_text=_("For instance: the bureau's notice of 3 March."),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, rule: Rule, number: int, **options: Any) -> None:
        begin = {
            "on": rule.on, "counts_from": rule.counts_from, "progress": rule.progress or None,
            "final": rule.final or None, "base": number, "county_at_once": rule.county.at_once or NOT_AT_ONCE,
            "county_missed": rule.county.missed, "county_unled": rule.county.unled or None,
        }  # fmt: skip
        super().__init__(*args, **{"initial": begin, **options})
        self.kind = kind
        others = [k for k in kinds_of(KINDS[kind].clock) if k.code != kind]
        self.fields["also"].choices = [(k.code, k.words) for k in others]  # type: ignore[attr-defined]
        for party in Party.values:
            ordinary, grave = rule.tell.get(party, (None, None))
            self.fields[party] = _minutes(_("Within minutes"), ordinary)
            self.fields[f"{party}_grave"] = _minutes(_("Minutes when it is grave"), grave)

    def parties(self) -> list[tuple[str, Any, Any]]:
        """Return each party with its two fields."""
        return [(str(p.label), self[p.value], self[f"{p.value}_grave"]) for p in Party]

    def clean(self) -> dict[str, Any]:
        """Refuse rules under which nobody would be told, or the police not of harm to a child."""
        given = super().clean() or self.cleaned_data
        told = [p for p in Party.values if given.get(p) or given.get(f"{p}_grave")]
        if given.get("on") and not told and not self.errors:
            raise ValidationError(_("Somebody must be told: write minutes for one party at least."))
        if (
            KINDS[self.kind].clock == Clock.REPORT
            and given.get("on")
            and not given.get(Party.POLICE.value)
        ):
            self.add_error(
                Party.POLICE.value, _("Harm to a child is reported to the police, by law.")
            )
        if given.get("progress") and not given.get("final"):
            self.add_error(
                "final", _("Follow-up reports need a final one: say within how many days.")
            )
        return given

    def rule(self) -> Rule:
        """Return the rule as typed."""
        given = self.cleaned_data
        tell = {p: (given[p], given[f"{p}_grave"]) for p in Party.values}
        kept = {p: pair for p, pair in tell.items() if pair != (None, None)}
        return Rule(
            given["on"], given["counts_from"], kept, given["progress"] or 0, given["final"] or 0,
            ToCounty(
                given["county_at_once"].replace(NOT_AT_ONCE, ""), given["county_missed"], given["county_unled"] or 0
            ),
        )  # fmt: skip

    def rules(self) -> dict[str, Rule]:
        """Return the rule for this kind and for those that take it over."""
        return dict.fromkeys([self.kind, *self.cleaned_data["also"]], self.rule())

    def mark(self) -> str:
        """Return what tells whether the very values were seen in the preview."""
        return f"{self.rule()!r} {sorted(self.cleaned_data['also'])}"


def _minutes(label: Any, value: int | None) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=1, max_value=LONGEST, required=False, initial=value, widget=widget
    )


class NumbersForm(forms.Form):
    """Whom to ring outside the school, party by party."""

    base = forms.IntegerField(widget=forms.HiddenInput)

    sms = forms.BooleanField(
        label=_("Once all numbers of a family were tried: offer an SMS with a link"), required=False
    )
    then = forms.ChoiceField(
        label=_("… and ring next"), required=False,
        choices=[("", _("nobody")), *[(p, Party(p).label) for p in NUMBERED]],
    )  # fmt: skip

    def __init__(
        self, *args: Any, numbers: dict[str, str], unreached: tuple[bool, str], number: int,
        **options: Any,
    ) -> None:  # fmt: skip
        begin = {"base": number, "sms": unreached[0], "then": unreached[1]}
        super().__init__(*args, **{"initial": begin, **options})
        for party in NUMBERED:
            self.fields[party] = forms.CharField(
                label=Party(party).label, max_length=300, required=False,
                initial=numbers.get(party, ""), widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.order_fields([*NUMBERED, "sms", "then"])

    def unreached(self) -> dict[str, Any]:
        """Return what is offered once nobody of a family answers."""
        return {"sms": self.cleaned_data["sms"], "then": self.cleaned_data["then"]}

    def numbers(self) -> dict[str, str]:
        """Return the numbers as typed."""
        return {party: self.cleaned_data[party].strip() for party in NUMBERED}
