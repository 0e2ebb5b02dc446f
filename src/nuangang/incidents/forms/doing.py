"""What is typed while an incident runs, and when it is closed."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.forms.raising import LONGEST, moment_field, not_to_come
from nuangang.incidents.kinds import What
from nuangang.incidents.models import Incident, IncidentStep
from nuangang.incidents.queries.page import HANDED_IN
from nuangang.people.models import Staff

Result, Kind = IncidentStep.Result, IncidentStep.Kind
ROWS, FURTHEST = 3, timedelta(days=366)


def words_field(
    label: Any, *, required: bool = True, rows: int = 2, **more: Any
) -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=LONGEST, required=required, **more)


class Timed(forms.Form):
    """A form that asks when something took place; empty is now."""

    at = moment_field(_("When, if not just now"))

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean_at(self) -> datetime | None:
        """Return when it took place."""
        return not_to_come(self.cleaned_data["at"], self.now)


class AttemptForm(Timed):
    """One call, visit or message, and what came of it."""

    result = forms.ChoiceField(
        label=_("Result"), choices=Result.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it.")},
    )  # fmt: skip
    whom = forms.CharField(label=_("With whom"), max_length=60, required=False)
    phone = forms.CharField(label=_("Number rung"), max_length=40, required=False)
    words = words_field(_("In words, and if it is late, why"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("result", "whom", "phone", "at", "words", "once", "contact")

    def __init__(self, *args: Any, report: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if report:
            self.fields["result"].choices = HANDED_IN  # type: ignore[attr-defined]
            self.fields["whom"].label = _("Received by whom")
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """Ask with whom was spoken: told is only whom somebody has really spoken with."""
        given = super().clean() or self.cleaned_data
        if given.get("result") == Result.REACHED and not given.get("whom"):
            self.add_error("whom", _("Write with whom you spoke."))
        return given


class TextForm(forms.Form):
    """To which number an SMS goes."""

    once = forms.UUIDField()
    contact = forms.UUIDField(required=False)
    whom = forms.CharField(max_length=60, required=False)


class LineForm(Timed):
    """A line of the time line."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(each.value, each.label) for each in (Kind.DONE, Kind.NOTE, Kind.RECEIPT)],
        widget=forms.RadioSelect,
        initial=Kind.DONE,
    )
    words = words_field(_("In words"))
    field_order = ("kind", "words", "at")


class MendForm(Timed):
    """A line put right or taken back, with the reason."""

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    whom = forms.CharField(label=_("With whom"), max_length=60, required=False)
    words = words_field(_("In words"), required=False)
    reason = forms.CharField(label=_("Why it is put right"), max_length=300)
    withdrawn = forms.BooleanField(label=_("Take it back: it did not happen"), required=False)
    field_order = ("result", "whom", "words", "at", "withdrawn", "reason")

    def __init__(self, *args: Any, step: IncidentStep, **options: Any) -> None:
        begin = {
            "result": step.result, "whom": step.whom, "words": step.words, "at": step.at,
        }  # fmt: skip
        super().__init__(*args, initial=begin, **options)
        if step.deadline is None and step.kind != Kind.REPORTED:
            del self.fields["result"], self.fields["whom"]
        elif step.kind == Kind.REPORTED or (step.deadline and step.deadline.what != What.TELL):
            self.fields["result"].choices = HANDED_IN  # type: ignore[attr-defined]
        if step.kind == Kind.RAISED:
            del self.fields["withdrawn"]

    def clean(self) -> dict[str, Any]:
        """Ask with whom, as when it was noted: nobody is told without a name."""
        given = super().clean() or self.cleaned_data
        told = given.get("result") == Result.REACHED and not given.get("withdrawn")
        if told and not given.get("whom"):
            self.add_error("whom", _("Write with whom you spoke."))
        return given


class Colleagues:
    """Everybody of the school who can be chosen, read once for all fields of a page."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self.names = [("", "—"), *rows.values_list("pk", "name")]

    def field(self, label: Any, *, required: bool = True) -> forms.ModelChoiceField:
        """Return a field to choose one of them."""
        found = forms.ModelChoiceField(label=label, queryset=self.rows, required=required)
        found.choices = self.names  # type: ignore[assignment]
        return found


class HandForm(forms.Form):
    """To whom the lead is handed."""

    words = forms.CharField(label=_("What they need to know"), max_length=300, required=False)

    def __init__(self, *args: Any, colleagues: Colleagues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = colleagues.field(_("To whom"))
        self.order_fields(["to", "words"])


class GraveForm(forms.Form):
    """Why it is grave."""

    words = words_field(_("Why"), required=False)


class ReopenForm(forms.Form):
    """Why a closed incident is opened again."""

    words = words_field(_("Why it is opened again"))


class PartForm(forms.Form):
    """Why two incidents that were joined are two after all."""

    words = words_field(_("Why they are two events"))


class CloseForm(forms.Form):
    """How it ended, what is learnt, and what is done afterwards by whom and when."""

    asked_when_shown = ("lesson", "untold")

    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=Incident.Outcome.choices, widget=forms.RadioSelect
    )
    words = words_field(_("What was found and done"), rows=3)
    lesson = words_field(
        _("What we learn from it"), required=False,
        help_text=_("What would have helped, what we do otherwise next time."),
    )  # fmt: skip
    nothing = forms.BooleanField(label=_("Nothing more to be done"), required=False)
    untold = words_field(_("Why not everybody was told"), required=False)

    def __init__(
        self, *args: Any, colleagues: Colleagues, today: date, untold: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today, self.names = today, untold
        if not untold:
            del self.fields["untold"]
        for number in range(1, ROWS + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("What is to be done"), max_length=200, required=False
            )
            self.fields[f"who_{number}"] = colleagues.field(_("Who does it"), required=False)
            self.fields[f"by_{number}"] = forms.DateField(
                label=_("By"), widget=forms.DateInput, required=False
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of what is done afterwards."""
        return [(self[f"what_{n}"], self[f"who_{n}"], self[f"by_{n}"]) for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for lessons, for what comes after, and why somebody was never told."""
        given = super().clean() or self.cleaned_data
        mistake = given.get("outcome") == Incident.Outcome.MISTAKE
        if not mistake and not given.get("lesson"):
            self.add_error("lesson", _("Write what is learnt from it, in a sentence."))
        filled = [n for n in range(1, ROWS + 1) if self._is_whole(n)]
        if not mistake and not filled and not given.get("nothing") and not self.errors:
            self.add_error("nothing", _("Write what is done afterwards, or tick that nothing is."))
        if self.names and not mistake and not given.get("untold"):
            names = {"names": "、".join(self.names)}
            self.add_error("untold", _("Not told: %(names)s. Write why.") % names)
        return given

    def _is_whole(self, number: int) -> bool:
        """Check one row: all of it or nothing, and a day to come."""
        names = [f"{part}_{number}" for part in ("what", "who", "by")]
        values = [self.cleaned_data.get(name) for name in names]
        if not any(values):
            return False
        for name, value in zip(names, values, strict=True):
            if not value and name not in self.errors:
                self.add_error(name, _("Say what, who, and by which day."))
        day = values[2]
        if day and not self.today <= day <= self.today + FURTHEST:
            self.add_error(names[2], _("Take a day from today on, within a year."))
        return True

    def follow_ups(self) -> list[tuple[str, Staff, date]]:
        """Return what is done afterwards."""
        found = []
        for number in range(1, ROWS + 1):
            row = tuple(self.cleaned_data[f"{part}_{number}"] for part in ("what", "who", "by"))
            if row[0]:
                found.append(row)
        return found

    def clean_words(self) -> str:
        """Return how it ended in words."""
        words = self.cleaned_data["words"].strip()
        if not words:
            raise ValidationError(_("Write what was found and done."))
        return str(words)
