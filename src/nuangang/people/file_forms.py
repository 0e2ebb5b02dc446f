"""What is typed about a child."""

from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.lib import ethnic, idnumber
from nuangang.lib.sealing import blind
from nuangang.people.fields import FIELDS, sight_of
from nuangang.people.models import Child, ChildGroup, SchoolClass
from nuangang.people.typed import IdNumberField, YesNoField, day_field
from nuangang.policy.actor import Actor
from nuangang.policy.matrix import CLEAR, HIDDEN, MASKED

ID_TYPES = [
    ("1", _("Resident ID card")),
    ("6", _("Hong Kong permit")),
    ("7", _("Macao permit")),
    ("8", _("Taiwan permit")),
    ("A", _("Passport")),
    ("Z", _("None, or another")),
]
BLOCKS = (
    (
        _("Who the child is"),
        ("name", "former_name", "gender", "birth", "ethnicity", "id_type", "id_number",
         "roll_number", "student_number"),
    ),
    (_("At school"), ("klass", "joined_on", "boarding", "dorm", "distance")),
    (
        _("At home"),
        ("village", "address", "rural_household", "household_registered", "household_place",
         "family_situation", "income_sources", "aid", "guardianship", "siblings",
         "child_director"),
    ),
    (_("Health"), ("health", "disability", "illness", "special_needs")),
    (
        _("What the child is like"),
        ("character", "hobby", "study", "conduct", "mind", "need", "remark"),
    ),
)  # fmt: skip


class FileForm(forms.ModelForm):
    """Everything about a child but the family; fields the actor may not see are not there.

    A masked ID number is not shown: what is typed replaces it, an empty field leaves it. Any other
    masked field is asked for only while nothing is on file.
    """

    id_type = forms.ChoiceField(label=_("Kind of ID"), choices=ID_TYPES, required=False)
    id_number = IdNumberField(label=_("ID number"))
    gender = forms.ChoiceField(
        label=_("Sex"), choices=Child.Gender.choices, required=False, widget=forms.RadioSelect
    )
    birth = day_field(_("Born on"), required=False)
    joined_on = day_field(_("Joined on"), required=False)
    boarding = YesNoField(label=_("Boards at school"))
    rural_household = YesNoField(label=_("Rural household"))
    household_registered = YesNoField(label=_("Household registered"))
    address = forms.CharField(label=_("Home address"), max_length=200, required=False)
    remark = forms.CharField(
        label=_("Remarks"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirm = forms.BooleanField(
        label=_("Both are right, save it as typed"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Child
        fields = tuple(name for _title, names in BLOCKS for name in names)

    def __init__(self, *args: Any, actor: Actor, classes: list[SchoolClass], year: int, **kw: Any):
        super().__init__(*args, **kw)
        self._on_file, self.instance = self.instance, copy(self.instance)
        self.actor = actor
        self.fields["klass"] = forms.ChoiceField(
            label=_("Class"),
            required=False,
            choices=[("", _("No class yet")), *((str(k.pk), k.name_on(year)) for k in classes)],
        )
        self._classes = {str(k.pk): k for k in classes}
        for name, field_class in FIELDS["child"].items():
            if not self._may_type(name, self._sees(field_class)):
                del self.fields[name]
        if "id_number" in self.fields and self._masked and self.instance.id_number:
            self.initial["id_number"] = ""
            self.fields["id_number"].help_text = _("One is on file. Leave empty to keep it.")

    def _sees(self, field_class: str) -> str:
        """Return how the actor sees fields of this class of this child, or may of a new one."""
        if self.instance._state.adding:
            return self.actor.sees(field_class)
        return sight_of(self.actor, self._on_file).sees(field_class)

    def _may_type(self, name: str, how: str) -> bool:
        if how != MASKED or name == "id_number":
            return how != HIDDEN
        return getattr(self.instance, name) in ("", None)

    @property
    def _masked(self) -> bool:
        return self._sees("identity") != CLEAR

    def blocks(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields by block, as the page shows them."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in BLOCKS
            if any(name in self.fields for name in names)
        ]

    def clean_klass(self) -> SchoolClass | None:
        """Return the class that was chosen."""
        return self._classes.get(self.cleaned_data["klass"])

    def clean_id_type(self) -> str:
        """Take an empty choice for the resident card."""
        return self.cleaned_data["id_type"] or "1"

    def clean_ethnicity(self) -> str:
        """Put a known people into its full name, and leave other words as they are."""
        typed = self.cleaned_data["ethnicity"]
        return (ethnic.read(typed) or typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Fill what the ID number tells, and ask where two things do not agree."""
        typed = super().clean() or self.cleaned_data
        number = typed.get("id_number")
        if number:
            self._check_id(idnumber.read(number), typed)
        if not self.errors and not typed.get("confirm"):
            self._check_namesake(typed)
        return typed

    def _check_id(self, holder: idnumber.IdNumber, typed: dict[str, Any]) -> None:
        others = Child.objects.filter(
            school_id=self.actor.school_id,
            id_index=blind(holder.number, "id", self.actor.school_id),
        ).exclude(pk=self.instance.pk)
        if others.exists():
            self.add_error("id_number", _("Another child of this school has this ID number."))
            return
        typed["birth"] = typed.get("birth") or holder.birth
        typed["gender"] = typed.get("gender") or holder.gender
        if not typed.get("confirm"):
            if typed["birth"] != holder.birth:
                self._ask("birth", _("The ID number says %(there)s."), f"{holder.birth}")
            if typed["gender"] != holder.gender:
                self._ask(
                    "gender", _("The ID number says %(there)s."), Child.Gender(holder.gender).label
                )

    def _check_namesake(self, typed: dict[str, Any]) -> None:
        if self.instance._state.adding and typed.get("name"):
            same = Child.objects.filter(
                school_id=self.actor.school_id, name=typed["name"], birth=typed.get("birth")
            )
            if same.exists():
                self._ask("name", _("A child of this name and birthday is on file already."))

    def _ask(self, name: str, text: Any, there: Any = "") -> None:
        self.add_error(name, forms.ValidationError(text, params={"there": there}))
        self.fields["confirm"].widget = forms.CheckboxInput()

    def changes(self) -> dict[str, Any]:
        """Return what the action is to write: the fields shown, a kept ID number left out."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name != "confirm"}
        if self._masked and not typed.get("id_number"):
            typed.pop("id_number", None)
        if typed.get("birth") and typed["birth"] != self.initial.get("birth"):
            typed["birth_is_month"] = False
        return typed


class CloseForm(forms.Form):
    """Since when and why a child is gone."""

    # Who rests or is out of school stays on the roll: that is a pause, not an end.
    REASONS = [
        (value, label)
        for value, label in Child.LeaveReason.choices
        if value not in (Child.LeaveReason.DROPPED_OUT, Child.LeaveReason.SUSPENDED)
    ]
    on = day_field(_("Gone since"), initial=timezone.localdate)
    reason = forms.ChoiceField(label=_("Why"), choices=REASONS, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Which school, or where to"), max_length=80, required=False,
        help_text=_("Needed for another school: its name stands on the transfer card."),
    )  # fmt: skip

    def clean_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the school where the child went to another one."""
        typed = super().clean() or self.cleaned_data
        if typed.get("reason") == Child.LeaveReason.TRANSFERRED and not typed.get("place"):
            self.add_error("place", _("Type the name of the school the child went to."))
        return typed


class GroupForm(forms.Form):
    """A recognised group a child belongs to."""

    kind = forms.ChoiceField(label=_("Group"), choices=ChildGroup.Kind.choices)
    basis = forms.CharField(label=_("Basis"), max_length=120, required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        return ordered(self, super().clean() or self.cleaned_data)


def ordered(form: forms.BaseForm, typed: dict[str, Any]) -> dict[str, Any]:
    """Refuse a span whose end is before its beginning."""
    since, until = typed.get("since"), typed.get("until")
    if since and until and until < since:
        form.add_error("until", _("The end is before the beginning."))
    return typed
