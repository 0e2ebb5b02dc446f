"""What people type to sign in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import User


def own_phone() -> forms.BooleanField:
    """Return the question whether a device is one's own."""
    return forms.BooleanField(
        label=_("This is my own phone"),
        required=False,
        help_text=_("Then you stay signed in. Leave it empty on a PC that others use."),
    )


class SignInForm(forms.Form):
    """Name and password."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    own = own_phone()


class NewPasswordForm(forms.Form):
    """A password chosen twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 8 characters. Easy to keep: three or four words in a row."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Refuse weak passwords and two that differ."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("again")
        if first:
            try:
                validate_password(first, self.person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return cleaned


class JoinForm(NewPasswordForm):
    """The first password."""

    own = own_phone()


class SlipForm(forms.Form):
    """The code on the slip."""

    code = forms.CharField(label=_("Code on your slip"), max_length=20)


class CodeForm(forms.Form):
    """A code that proves the second step."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        help_text=_("Six digits, new every half minute; or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasswordForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AppForm(CodeForm):
    """The first code of a new app, with a name for it."""

    name = forms.CharField(
        label=_("What you call it"),
        max_length=40,
        required=False,
        help_text=_("Such as the phone it is on."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = _("The six digits that it shows now.")


class ReasonForm(forms.Form):
    """Why a colleague's second step is reset."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Such as: phone lost. They will read it.")
    )
