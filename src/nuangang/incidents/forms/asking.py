"""What is typed about who is asked to lead: at once, then step by step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.asking import LONGEST, MOST, ROLES, Asking, By, Role, Step, ways
from nuangang.incidents.kinds import Clock

ROWS = 8
_PARTS = ("who", "after", "by", "every", "times")


class AskingForm(forms.Form):
    """Who hears of it at once, and the steps as long as nobody leads."""

    at_once = forms.MultipleChoiceField(
        label=_("At once"), required=False, widget=forms.CheckboxSelectMultiple
    )
    warn = forms.IntegerField(
        label=_("Warn so many minutes before a party's time is up"), min_value=1, max_value=60
    )
    changed = forms.CharField(
        label=_("What changed"), max_length=300, required=False,
        help_text=_("For instance: the bureau's notice of 3 March."),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, clock: str, asking: Asking, number: int, **options: Any) -> None:
        begin = {"at_once": asking.at_once, "warn": asking.warn, "base": number}
        super().__init__(*args, **{"initial": begin, **options})
        self.clock = clock
        roles = [(role, Role(role).label) for role in ROLES[clock]]
        self.fields["at_once"].choices = roles  # type: ignore[attr-defined]
        steps = [step for step in asking.steps if step.who in ROLES[clock]]
        for row in range(1, ROWS + 1):
            self._row(row, roles, steps[row - 1] if row <= len(steps) else None)

    def _row(self, row: int, roles: list[tuple[str, Any]], step: Step | None) -> None:
        self.fields[f"who_{row}"] = forms.ChoiceField(
            label=_("Who"), choices=[("", "—"), *roles], required=False,
            initial=step.who if step else "",
        )  # fmt: skip
        self.fields[f"by_{row}"] = forms.ChoiceField(
            label=_("By what"), required=False, initial=step.by if step else "",
            choices=[(by, By(by).label) for by in ways(self.clock)],
        )  # fmt: skip
        for name, label, most in (
            ("after", _("After minutes"), LONGEST), ("every", _("Again every … minutes"), LONGEST),
            ("times", _("Times altogether"), 100),
        ):  # fmt: skip
            self.fields[f"{name}_{row}"] = forms.IntegerField(
                label=label, min_value=1, max_value=most, required=False,
                initial=(getattr(step, name) or None) if step else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def rows(self) -> list[list[Any]]:
        """Return the fields of each step."""
        return [[self[f"{part}_{row}"] for part in _PARTS] for row in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """Refuse steps that say half, or that leave everybody unasked."""
        given = super().clean() or self.cleaned_data
        for row in range(1, ROWS + 1):
            self._clean_row(given, row)
        if not self.errors:
            self._clean_whole()
        return given

    def _clean_row(self, given: dict[str, Any], row: int) -> None:
        who, after, _by, every, times = (given.get(f"{part}_{row}") for part in _PARTS)
        if not who:
            if after or every or times:
                self.add_error(f"who_{row}", _("Say who is asked."))
        elif not after and f"after_{row}" not in self.errors:
            self.add_error(f"after_{row}", _("Say after how many minutes."))
        elif (times or 1) > 1 and not every and f"every_{row}" not in self.errors:
            self.add_error(f"every_{row}", _("Say every how many minutes."))
        elif (after or 0) + (every or 0) * ((times or 1) - 1) > LONGEST:
            self.add_error(f"times_{row}", _("That goes on for more than a day."))

    def _clean_whole(self) -> None:
        asking = self.asking()
        if sum(step.times for step in asking.steps) > MOST:
            raise ValidationError(_("These are more than 200 messages: ask less often."))
        asked = {step.who for step in asking.steps}
        if not asked - {Role.DUTY.value, Role.STAND_IN.value}:
            raise ValidationError(
                _("At least one post must be asked: it may be that nobody is on duty.")
            )
        if self.clock == Clock.REPORT and asked != set(ROLES[Clock.REPORT.value]):
            raise ValidationError(
                _("Harm to a child: ask lead and head both; one of them may be who is suspected.")
            )

    def asking(self) -> Asking:
        """Return the steps as typed."""
        given = self.cleaned_data
        steps = []
        for row in range(1, ROWS + 1):
            who, after, by, every, times = (given.get(f"{part}_{row}") for part in _PARTS)
            if who:
                steps.append(
                    Step(who, after or 0, by or ways(self.clock)[0], every or 0, times or 1)
                )
        at_once = tuple(role for role in ROLES[self.clock] if role in given["at_once"])
        return Asking(at_once, tuple(steps), given["warn"])

    def mark(self) -> str:
        """Return what tells whether the very values were seen in the preview."""
        return repr(self.asking())
