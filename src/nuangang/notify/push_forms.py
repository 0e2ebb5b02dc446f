"""What a browser says when notices are switched on in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.lib.outside import InsideError, public_https
from nuangang.notify.push_sealing import is_a_browsers


class DeviceForm(forms.Form):
    """The place a browser was given by its maker, and the keys for it."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        """Take https addresses of the internet alone: the school's server is to write there."""
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            public_https(endpoint)
        except InsideError:
            raise ValidationError(_("This is no address of a browser's maker.")) from None
        return endpoint

    def clean(self) -> dict[str, Any]:
        """Take keys as browsers make them."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not is_a_browsers(told["p256dh"], told["auth"]):
            raise ValidationError(_("These are no keys of a browser."))
        return told
