"""What is typed about a class."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.people.models import SchoolClass
from nuangang.people.typed import day_field


class ClassForm(forms.ModelForm):
    """A class by its year of entry and number."""

    ended_on = day_field(_("Ended on"), required=False)

    class Meta:
        model = SchoolClass
        fields = ("entry_year", "entry_grade", "number", "alias", "ended_on")
        help_texts = {
            "entry_year": _("The calendar year in which it began."),
            "alias": _("Only if the school calls it otherwise, such as a running number."),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a class that is there already."""
        typed = super().clean() or self.cleaned_data
        same = SchoolClass.objects.filter(
            school_id=self.instance.school_id,
            **{name: typed.get(name) for name in ("entry_year", "entry_grade", "number")},
        ).exclude(pk=self.instance.pk)
        if not self.errors and same.exists():
            self.add_error("number", _("This class is there already."))
        return typed
