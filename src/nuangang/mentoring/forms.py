"""What is typed in for pairing."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.school_wishes import LEVELS, POOLS, WISHES, SchoolWishes, weight_of
from nuangang.people.models import Staff, Tie

LONGEST = 183
END_REASONS = (
    Tie.EndReason.HOME,
    Tie.EndReason.WISH,
    Tie.EndReason.LEFT,
    Tie.EndReason.CHANGED,
    Tie.EndReason.UNDONE,
)


class PastDay(forms.DateField):
    """A day that isn't ahead: a tie holds from the moment it is written."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput, initial=timezone.localdate, **more)

    def clean(self, value: Any) -> date | None:
        """Refuse a day to come."""
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come; today is the latest."))
        return day


class SinceForm(forms.Form):
    """From when on pairs hold."""

    since = PastDay(label=_("From when on"))


class HandOverForm(forms.Form):
    """What to remember about somebody who hands over."""

    note = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("such as: goes to another school; ill for the whole term"),
    )


class EndForm(forms.Form):
    """Until when a pair held, and why it ends."""

    until = PastDay(label=_("No longer from"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=[(each.value, each.label) for each in END_REASONS]
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


class AgreeForm(forms.Form):
    """Which pairs of the list were said yes to, by whom and when."""

    sides = forms.MultipleChoiceField(
        label=_("Who said yes"),
        choices=Tie.Side.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Tie.Side.values,
    )
    on = PastDay(label=_("On"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sides"].error_messages["required"] = _("Tick who said yes.")


class HelperForm(forms.Form):
    """A helper for a child, and that both said yes."""

    helper = forms.ChoiceField(label=_("Helper"))
    child_agreed = forms.BooleanField(label=_("The child wants it"))
    helper_agreed = forms.BooleanField(label=_("The helper wants it"))

    def __init__(self, *args: Any, classmates: list[tuple[UUID, str, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        helper: Any = self.fields["helper"]
        helper.choices = [(str(pk), name) for pk, name, _count in classmates]
        for name in ("child_agreed", "helper_agreed"):
            self.fields[name].error_messages["required"] = _("Please ask both children first.")


class WishesForm(forms.Form):
    """The school's settings for pairing, in plain words."""

    pool = forms.MultipleChoiceField(
        label=_("Who may be an agent parent"),
        choices=list(POOLS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody can be left out on their own page too."),
    )
    quota = forms.IntegerField(
        label=_("Everybody on the staff has at least"), min_value=0, max_value=99
    )
    quota_party = forms.IntegerField(
        label=_("Every party member has at least"), min_value=0, max_value=99
    )
    cap = forms.IntegerField(
        label=_("Nobody has more than"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Empty: no limit. Rather than leave a child alone, a limit gives way."),
    )
    helper_cap = forms.IntegerField(label=_("A classmate helps at most"), min_value=1, max_value=9)

    def __init__(self, *args: Any, wishes: SchoolWishes, **more: Any) -> None:
        initial = {name: getattr(wishes, name) for name in self.base_fields}
        initial |= {name: wishes.level(name) for name in WISHES}
        super().__init__(*args, initial=initial, **more)
        for name, words in WISHES.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=list(LEVELS.items()), widget=forms.RadioSelect
            )
        self.wishes = wishes

    def clean(self) -> dict[str, Any]:
        """Refuse a limit below what everybody must have."""
        given = super().clean() or {}
        least = max(given.get("quota") or 0, given.get("quota_party") or 0)
        if given.get("cap") and given["cap"] < least:
            raise ValidationError({"cap": _("This is less than the number everybody must have.")})
        return given

    def wish_fields(self) -> list[forms.BoundField]:
        """Return the wishes' fields, in the order in which they are told."""
        return [self[name] for name in WISHES]

    def settings(self) -> SchoolWishes:
        """Return what was chosen; a level left as it was keeps its exact points."""
        given = self.cleaned_data
        before = self.wishes
        weights = {
            name: getattr(before.preferences, name)
            if given[name] == before.level(name)
            else weight_of(name, given[name])
            for name in WISHES
        }
        plain = {name: given[name] for name in ("quota", "quota_party", "cap", "helper_cap")}
        return SchoolWishes(preferences=Preferences(**weights), pool=tuple(given["pool"]), **plain)


class AbsenceForm(forms.Form):
    """From when to when somebody is away, why, and who takes all of their children."""

    begins = forms.DateField(label=_("From"), widget=forms.DateInput, initial=timezone.localdate)
    ends = forms.DateField(label=_("Last day away"), widget=forms.DateInput)
    reason = forms.CharField(
        label=_("Why"), max_length=120, help_text=_("such as: ill; at a training; on leave")
    )
    stand_in: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who looks after the children meanwhile"),
        queryset=None,
        required=False,
        empty_label=_("Chosen on the next page, child by child"),
    )

    def __init__(self, *args: Any, people: QuerySet[Staff] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["stand_in"]
        chosen.queryset = people
        if people is None:
            del self.fields["stand_in"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards, and a slip of the year."""
        given = super().clean() or {}
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("This is before the first day."))
        elif begins and ends and (ends - begins).days > LONGEST:
            self.add_error("ends", _("This is more than half a year. Please hand over instead."))
        return given
