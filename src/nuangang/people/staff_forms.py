"""What is typed about staff and their posts."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post
from nuangang.lib import phones
from nuangang.people.models import SchoolClass, Staff

NEEDS_CLASS = (Post.CLASS_TEACHER, Post.SUBJECT_TEACHER)
# Everybody has one of these anyway: whether somebody is from outside stands with the person.
_BY_NATURE = (Post.STAFF, Post.OUTSIDE_MENTOR)
GIVEN = [(post.value, post.label) for post in Post if post not in _BY_NATURE]


class StaffForm(forms.ModelForm):
    """Everything about one of the staff but their posts."""

    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    class Meta:
        model = Staff
        fields = (
            "name",
            "gender",
            "phone",
            "party_member",
            "village",
            "subject",
            "qualification",
            "trained",
            "outside",
            "may_mentor",
        )

    def clean_phone(self) -> str:
        """Return the number's digits, or say what is wrong with it."""
        typed = str(self.cleaned_data["phone"]).strip()
        if not typed:
            return ""
        found = phones.read(typed).phones
        if len(found) != 1:
            raise forms.ValidationError(_("This is no phone number. A mobile has eleven digits."))
        return str(found[0].number)


class PostForm(forms.Form):
    """A post to give."""

    post = forms.ChoiceField(label=_("Post"), choices=GIVEN)
    klass = forms.ChoiceField(label=_("Class"), required=False)
    grade = forms.TypedChoiceField(
        label=_("Grade"), required=False, coerce=int, empty_value=None, choices=[]
    )
    subject = forms.CharField(label=_("Subject"), max_length=40, required=False)
    department = forms.CharField(label=_("Department"), max_length=40, required=False)
    duty = forms.CharField(
        label=_("Duty"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    since = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, classes: list[SchoolClass], year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.classes = {str(k.pk): k for k in classes}
        self.fields["klass"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(k.pk), k.name_on(year)) for k in classes),
        ]
        grades = {k.entry_year: k.grade_on(year) for k in classes}
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *(
                (entry, _("Grade %(grade)d") % {"grade": grades[entry]})
                for entry in sorted(grades, reverse=True)
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the class or the grade where a post is about one."""
        cleaned = super().clean() or {}
        klass = self.classes.get(cleaned.get("klass", ""))
        if cleaned.get("post") in NEEDS_CLASS and klass is None:
            self.add_error("klass", _("Choose the class this post is for."))
        if cleaned.get("post") == Post.GRADE_LEADER and not cleaned.get("grade"):
            self.add_error("grade", _("Choose the grade this post is for."))
        cleaned["klass"] = klass if cleaned.get("post") in NEEDS_CLASS else None
        if cleaned.get("post") != Post.GRADE_LEADER:
            cleaned["grade"] = None
        return cleaned


class GoodbyeForm(forms.Form):
    """The day somebody leaves."""

    on = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
