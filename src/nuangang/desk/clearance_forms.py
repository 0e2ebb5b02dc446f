"""What is typed in about checks, trainings and signed codes."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.mentoring.forms import PastDay
from nuangang.people.actions.clearances import Fact
from nuangang.people.models import Clearance, Staff
from nuangang.people.vetting import BLOCK, FROM, LEVELS, WARN, VettingRule

What, Result = Clearance.What, Clearance.Result
NOTHING = ("", "—")
DONE = "done"


class ClearanceForm(forms.Form):
    """One fact about one person."""

    what = forms.ChoiceField(label=_("What"), choices=What.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("Result of the check"), choices=[NOTHING, *Result.choices], required=False
    )
    on = PastDay(
        label=_("On"), help_text=_("The day of the answer, the training or the signature.")
    )
    due = forms.DateField(
        label=_("Next due"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: a year after, as the law asks."),
    )
    organ = forms.CharField(label=_("Who answered"), max_length=60, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask a check for its result, and refuse a due day before the check or years ahead."""
        given = super().clean() or {}
        if given.get("what") == What.CHECK and not given.get("result"):
            self.add_error("result", _("Say what was answered."))
        on, due = given.get("on"), given.get("due")
        if on and due and not on < due <= date(on.year + 2, 1, 1):
            self.add_error("due", _("The next check is due within a year or so after this one."))
        return given

    def fact(self, person: Staff, scan: UUID | None = None) -> Fact:
        """Return what was typed about `person`."""
        return Fact(person, scan=scan, **self.cleaned_data)


class CorrectForm(ClearanceForm):
    """The same, put in the place of what was noted wrongly, with the reason."""

    reason = forms.CharField(label=_("Why it is corrected"), max_length=120)

    def fact(self, person: Staff, scan: UUID | None = None) -> Fact:
        """Return what was typed about `person`."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Fact(person, scan=scan, **typed)


class TakeBackForm(forms.Form):
    """Why something noted never was."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=120)


class ManyForm(forms.Form):
    """The same kind of fact about many people: what is left open for somebody is not noted."""

    on = PastDay(label=_("On"), help_text=_("For all below without a day of their own."))
    organ = forms.CharField(label=_("Who answered"), max_length=60, required=False)

    def __init__(self, *args: Any, what: str, people: list[Staff], **more: Any) -> None:
        super().__init__(*args, **more)
        self.what, self.people = what, people
        choices = [NOTHING, *(Result.choices if what == What.CHECK else [(DONE, _("yes"))])]
        if what != What.CHECK:
            del self.fields["organ"]
        for person in people:
            self._add(person, choices)

    def _add(self, person: Staff, choices: list) -> None:
        def name(what: str) -> dict[str, Any]:
            return {"label": f"{person.name} – {what}", "required": False}

        result, on, remark = (f"{part}-{person.pk}" for part in ("result", "on", "remark"))
        self.fields[result] = forms.ChoiceField(**name(str(_("Result"))), choices=choices)
        self.fields[on] = PastDay(**name(str(_("On"))))
        self.fields[on].initial = None
        self.fields[remark] = forms.CharField(**name(str(_("Remark"))), max_length=200)

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each person."""
        return [
            {"person": p, **{part: self[f"{part}-{p.pk}"] for part in ("result", "on", "remark")}}
            for p in self.people
        ]

    def facts(self) -> list[Fact]:
        """Return what is to be noted."""
        given = self.cleaned_data
        found = []
        for person in self.people:
            result = given[f"result-{person.pk}"]
            if result:
                found.append(
                    Fact(
                        person,
                        self.what,
                        given[f"on-{person.pk}"] or given["on"],
                        result="" if result == DONE else result,
                        organ=given.get("organ", ""),
                        remark=given[f"remark-{person.pk}"],
                    )
                )
        return found


class VettingRuleForm(forms.Form):
    """What happens where somebody without a valid check is to be given a child."""

    staff = forms.ChoiceField(
        label=_("Our own staff"), choices=list(LEVELS.items()), widget=forms.RadioSelect
    )
    staff_from = forms.DateField(label=_("Refuse from"), required=False, widget=forms.DateInput)
    outside = forms.ChoiceField(
        label=_("People from outside the school"),
        choices=[(name, LEVELS[name]) for name in (WARN, BLOCK)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rule: VettingRule, **more: Any) -> None:
        initial = {name: getattr(rule, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **more)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where one is needed."""
        given = super().clean() or {}
        if given.get("staff") == FROM and not given.get("staff_from"):
            self.add_error("staff_from", _("Type the day from which on it is refused."))
        return given

    def rule(self) -> VettingRule:
        """Return the rule that was chosen."""
        return VettingRule(**self.cleaned_data)
