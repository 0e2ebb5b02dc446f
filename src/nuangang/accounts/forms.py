"""What people type to sign in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import User


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


class CodeForm(forms.Form):
    """The code on the slip."""

    code = forms.CharField(label=_("Code on your slip"), max_length=20)
