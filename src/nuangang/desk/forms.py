"""What is typed on the first pages."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School, User
from nuangang.people.definitions import DEFINITIONS


def definition_choices() -> list[tuple[str, Any]]:
    """Return every definition of left-behind with its name, the school-roll one first."""
    codes = sorted(DEFINITIONS, key=lambda code: code != "D-SCH")
    return [(code, DEFINITIONS[code].name) for code in codes]


class SetUpForm(forms.Form):
    """The school and its head."""

    school_name = forms.CharField(label=_("Name of the school"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind of school"), choices=School.Kind.choices, initial=School.Kind.JUNIOR
    )
    county = forms.CharField(label=_("County"), max_length=40, required=False)
    township = forms.CharField(label=_("Township"), max_length=40, required=False)
    code = forms.RegexField(
        r"^\d{10}$",
        label=_("School code"),
        required=False,
        help_text=_("Ten digits, if you have it at hand."),
        error_messages={"invalid": _("A school code has exactly ten digits.")},
    )
    definition = forms.ChoiceField(
        label=_("Who counts as left-behind here"),
        choices=definition_choices,
        help_text=_("You can change this later; every figure says which one it uses."),
    )
    head_name = forms.CharField(label=_("Your name"), max_length=40)
    login = forms.RegexField(
        r"^[A-Za-z0-9_.\-]{2,40}$",
        label=_("Sign-in name"),
        help_text=_("Letters and digits, such as your name in pinyin."),
        error_messages={"invalid": _("Use 2 to 40 letters, digits, dots or dashes.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters. Easy to keep: three or four words in a row."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_login(self) -> str:
        """Refuse a sign-in name that somebody has."""
        login = str(self.cleaned_data["login"])
        if User.objects.filter(login=login).exists():
            raise forms.ValidationError(_("Somebody has this sign-in name. Choose another."))
        return login

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password = str(self.cleaned_data["password"])
        typed = self.cleaned_data
        person = User(login=typed.get("login", ""), name=typed.get("head_name", ""))
        person.also = [typed.get("school_name", "")]  # type: ignore[attr-defined]
        validate_password(password, person)
        return password

    def clean_code(self) -> str:
        """Refuse the code of another school."""
        code = str(self.cleaned_data["code"])
        if code and School.objects.filter(code=code).exists():
            raise forms.ValidationError(_("A school with this code is here already."))
        return code


class EndAccessForm(forms.Form):
    """What somebody should see no longer, and why: posts and ties, by their ids."""

    posts = forms.MultipleChoiceField(
        label=_("Posts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ties = forms.MultipleChoiceField(
        label=_("Children cared for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(
        label=_("Why is it right no longer?"), max_length=200, help_text=_("It stands in the log.")
    )

    def __init__(self, *args: Any, posts: dict[str, str], ties: dict[str, str], **more: Any):
        super().__init__(*args, **more)
        for name, held in (("posts", posts), ("ties", ties)):
            self.fields[name].choices = list(held.items())  # type: ignore[attr-defined]
            if not held:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of them."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not (typed.get("posts") or typed.get("ties")):
            raise forms.ValidationError(_("Tick what is to end."))
        return typed
