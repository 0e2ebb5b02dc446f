"""What is typed about the rota: one day, a round over many days, a swap."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.forms.doing import Colleagues
from nuangang.incidents.models import DutyShift
from nuangang.lib.dates import date_text
from nuangang.terms.calendar import Calendar, days_of

FURTHEST = timedelta(days=200)


class ShiftForm(forms.Form):
    """Who is on duty on a day or in a night, and who stands in."""

    def __init__(self, *args: Any, colleagues: Colleagues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"] = colleagues.field(_("On duty"))
        self.fields["stand_in"] = colleagues.field(_("Stands in"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse that somebody stands in for themselves."""
        given = super().clean() or self.cleaned_data
        if given.get("stand_in") and given["stand_in"] == given.get("staff"):
            self.add_error("stand_in", _("Somebody else must stand in."))
        return given


class SwapForm(forms.Form):
    """With whose turn one is swapped."""

    with_shift = forms.ChoiceField(label=_("With whom, which day"))

    def __init__(self, *args: Any, shifts: list[DutyShift], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shifts = {str(row.pk): row for row in shifts}
        choices = [(key, _said(row)) for key, row in self.shifts.items()]
        self.fields["with_shift"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> DutyShift:
        """Return the other turn."""
        return self.shifts[self.cleaned_data["with_shift"]]


def _said(row: DutyShift) -> str:
    night = f" {_('Night')}" if row.night else ""
    return f"{date_text(row.day)}{night} {row.staff.name}"


class FillForm(forms.Form):
    """A round over many days: who, in which order, day by day or week by week."""

    begins = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("To"), widget=forms.DateInput)
    shift = forms.ChoiceField(
        label=_("Which"), choices=[("day", _("By day")), ("night", _("By night"))],
        widget=forms.RadioSelect, initial="day",
    )  # fmt: skip
    which = forms.ChoiceField(
        label=_("On which days"), widget=forms.RadioSelect, initial="school",
        choices=[("school", _("On school days")), ("all", _("Every day, weekends and holidays too"))],
    )  # fmt: skip
    turn = forms.ChoiceField(
        label=_("Whose turn changes"), widget=forms.RadioSelect, initial="day",
        choices=[("day", _("every day")), ("week", _("every Monday"))],
    )  # fmt: skip
    stand_in = forms.BooleanField(
        label=_("The next in the order stands in"), required=False, initial=True
    )
    over = forms.BooleanField(label=_("Also replace days that are filled already"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, colleagues: Colleagues, today: date, calendar: Calendar, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today, self.calendar, self.people = today, calendar, colleagues.names[1:]
        for pk, name in self.people:
            self.fields[f"place_{pk}"] = forms.IntegerField(
                label=name, min_value=1, max_value=999, required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def places(self) -> list[Any]:
        """Return the field of each colleague's place in the order."""
        return [self[f"place_{pk}"] for pk, _name in self.people]

    def clean_begins(self) -> date:
        """Refuse days that are over."""
        if self.cleaned_data["begins"] < self.today:
            raise ValidationError(_("Days that are over are not changed: begin today or later."))
        return self.cleaned_data["begins"]

    def clean(self) -> dict[str, Any]:
        """Ask for a span that isn't too long, and for somebody at each place but once."""
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and not timedelta() <= ends - begins <= FURTHEST:
            self.add_error("ends", _("The last day comes after the first, within 200 days."))
        self._clean_places()
        if not self.errors and not self.days():
            self.add_error("ends", _("There is no school day among these."))
        return given

    def _clean_places(self) -> None:
        taken: dict[int, str] = {}
        for pk, name in self.people:
            place = self.cleaned_data.get(f"place_{pk}")
            if place in taken:
                said = {"name": taken[place], "place": place}
                self.add_error(f"place_{pk}", _("%(name)s has number %(place)s already.") % said)
            elif place:
                taken[place] = name
        if not taken and not self.errors:
            self.add_error(None, _("Number those who take turns: 1, 2, 3."))

    def days(self) -> list[date]:
        """Return the days that are filled."""
        days = days_of(self.cleaned_data["begins"], self.cleaned_data["ends"])
        every = self.cleaned_data["which"] == "all"
        return [day for day in days if every or self.calendar.is_school_day(day)]

    def order(self) -> list[Any]:
        """Return the colleagues in their order."""
        placed = [(self.cleaned_data.get(f"place_{pk}"), pk) for pk, _name in self.people]
        return [pk for place, pk in sorted((p, pk) for p, pk in placed if p)]

    def mark(self) -> str:
        """Return what tells whether the very values were seen in the preview."""
        names = ("begins", "ends", "shift", "which", "turn", "stand_in", "over")
        return "|".join([*(str(self.cleaned_data[n]) for n in names), *map(str, self.order())])
