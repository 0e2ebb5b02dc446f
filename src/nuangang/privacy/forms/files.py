"""What is typed before a file is made to carry away."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuangang.lib.zips import new_password


class FilePasswordForm(forms.Form):
    """The password the file opens with."""

    file_password = forms.CharField(
        label=_("Password of the file"),
        min_length=12,
        max_length=64,
        strip=True,
        help_text=_("Write it down now: it is kept nowhere, and without it nobody opens the file."),
    )

    @classmethod
    def of(cls, request: HttpRequest) -> "FilePasswordForm":
        """Return the form as it was sent, or with a fresh password; asking again who it is sends nothing."""
        sent = request.POST if "file_password" in request.POST else None
        return cls(sent, initial={"file_password": new_password()})
