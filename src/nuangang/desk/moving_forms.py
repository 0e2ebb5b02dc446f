"""What is asked when a child goes to another school, comes from one, rests or comes back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.people.models import Child, SchoolClass
from nuangang.people.typed import day_field

LOOK_BACK = timedelta(days=120)
LOOK_AHEAD = timedelta(days=120)
LONGEST = timedelta(days=3 * 366)


def not_to_come(day: date) -> date:
    """Return the day; raises ValidationError for one that is still to come or long gone."""
    today = timezone.localdate()
    if day > today:
        raise forms.ValidationError(_("This day is still to come."))
    if day < today - LONGEST:
        raise forms.ValidationError(_("This is more than three years ago."))
    return day


class OfferForm(forms.Form):
    """To which school, from when, and what that school should know."""

    school = forms.ChoiceField(label=_("To which school"))
    from_on = day_field(_("There from"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("A word to the other school"), max_length=200, required=False,
        help_text=_("The other school reads this. Nothing about worries or illness."),
    )  # fmt: skip

    def __init__(self, *args: Any, schools: Iterable[School], **options: Any) -> None:
        super().__init__(*args, **options)
        self._schools = {str(school.pk): school for school in schools}
        named = [(pk, school.name) for pk, school in self._schools.items()]
        self.fields["school"] = forms.ChoiceField(
            label=_("To which school"), choices=[("", _("Choose a school")), *named]
        )

    def clean_school(self) -> School:
        """Return the school that was chosen."""
        return self._schools[self.cleaned_data["school"]]

    def clean_from_on(self) -> date:
        """Refuse a day far from today."""
        day: date = self.cleaned_data["from_on"]
        today = timezone.localdate()
        if not today - LOOK_BACK <= day <= today + LOOK_AHEAD:
            raise forms.ValidationError(_("Choose a day within four months of today."))
        return day


class AcceptForm(forms.Form):
    """Into which class, from when."""

    klass = forms.ChoiceField(label=_("Into which class"))
    on = day_field(
        _("First day in class here"), initial=timezone.localdate,
        help_text=_("Accept when the child has come: today, or a day that was."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        classes: Iterable[SchoolClass],
        year: int,
        since: date | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._classes, self._since = {str(k.pk): k for k in classes}, since
        named = [(pk, k.name_on(year)) for pk, k in self._classes.items()]
        self.fields["klass"] = forms.ChoiceField(
            label=_("Into which class"), choices=[("", _("Choose a class")), *named]
        )

    def clean_klass(self) -> SchoolClass:
        """Return the class that was chosen."""
        return self._classes[self.cleaned_data["klass"]]

    def clean_on(self) -> date:
        """Refuse a day still to come, long gone, or before the child joined the other school."""
        day = not_to_come(self.cleaned_data["on"])
        if day < timezone.localdate() - LOOK_BACK:
            raise forms.ValidationError(_("Choose a day within four months of today."))
        if self._since and day < self._since:
            raise forms.ValidationError(_("The child joined the other school only after that."))
        return day


class RefuseForm(forms.Form):
    """Why the offer is refused."""

    reason = forms.CharField(
        label=_("Why not"), max_length=200, min_length=2,
        help_text=_("The other school reads this."),
    )  # fmt: skip


class PauseForm(forms.Form):
    """Whether studies rest or the child is out of school, since when and why."""

    kind = forms.ChoiceField(
        label=_("What is it"), choices=Child.Pause.choices, widget=forms.RadioSelect
    )
    since = day_field(_("Since"), initial=timezone.localdate)
    back_by = day_field(
        _("Should be back on"), required=False,
        help_text=_("Needed when studies rest: until then nothing is owed."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why, in a few words"), max_length=120, required=False)

    def clean_since(self) -> date:
        """Refuse a day still to come."""
        return not_to_come(self.cleaned_data["since"])

    def clean(self) -> dict[str, Any]:
        """Ask until when studies rest."""
        typed = super().clean() or self.cleaned_data
        back_by, since = typed.get("back_by"), typed.get("since")
        if (
            typed.get("kind") == Child.Pause.SUSPENDED
            and not back_by
            and "back_by" not in self.errors
        ):
            self.add_error("back_by", _("Type until when studies rest; it can be changed later."))
        if back_by and since and not since < back_by <= since + LONGEST:
            self.add_error("back_by", _("This has to be after the first day, within three years."))
        return typed


class BackByForm(forms.Form):
    """Until when studies rest."""

    back_by = day_field(_("Should be back on"))

    def __init__(self, *args: Any, since: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = since

    def clean_back_by(self) -> date:
        """Refuse a day before the rest began, or years off."""
        day: date = self.cleaned_data["back_by"]
        if not self._since < day <= self._since + LONGEST:
            raise forms.ValidationError(
                _("This has to be after the first day, within three years.")
            )
        return day


class ToldForm(forms.Form):
    """When and how the bureau was written to about a child out of school."""

    told_on = day_field(_("Written to the bureau on"), initial=timezone.localdate)
    told_how = forms.CharField(
        label=_("Number of the letter, or to whom"), max_length=120, required=False
    )

    def clean_told_on(self) -> date:
        """Refuse a day still to come."""
        return not_to_come(self.cleaned_data["told_on"])


class BackForm(forms.Form):
    """Since when the child is back in class."""

    on = day_field(_("Back in class on"), initial=timezone.localdate)

    def __init__(self, *args: Any, since: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = since

    def clean_on(self) -> date:
        """Refuse a day still to come, or before it began."""
        day = not_to_come(self.cleaned_data["on"])
        if day < self._since:
            raise forms.ValidationError(_("This is before it began."))
        return day
