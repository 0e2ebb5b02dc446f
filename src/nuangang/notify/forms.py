"""How a carrier is set up: what it must be told, and trying it."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.lib.phones import read
from nuangang.notify.channels import CARRIERS
from nuangang.notify.channels.others import not_allowed
from nuangang.notify.models import Carrier, Channel, ChannelSetting

KEPT = "········"


class CarrierForm(forms.Form):
    """The fields of one carrier; a password that is not typed anew stays as it was."""

    on = forms.BooleanField(label=_("In use"), required=False)
    per_minute = forms.IntegerField(label=_("At most so many a minute"), min_value=1, max_value=600)
    price = forms.DecimalField(
        label=_("Price of one part, in yuan"), min_value=0, max_value=100, decimal_places=3
    )

    monthly_limit = forms.DecimalField(
        label=_("Monthly limit, in yuan"), min_value=0, max_value=99_999, decimal_places=2,
        help_text=_("0: none. When it is reached, head and keeper are told; messages go on."),
        required=False,
    )  # fmt: skip

    def __init__(self, setting: ChannelSetting, *args: Any, **options: Any) -> None:
        self.setting = setting
        self.kept = json.loads(setting.settings or "{}")
        told = {"on": setting.on, "per_minute": setting.per_minute, "price": setting.price}
        told["monthly_limit"] = setting.monthly_limit
        super().__init__(*args, initial=told, **options)
        for field in CARRIERS[setting.carrier].FIELDS:
            self.fields[field.name] = self._field(field)
        if Carrier(setting.carrier).channel != Channel.SMS:
            del self.fields["price"], self.fields["monthly_limit"]
        self.order_fields([f.name for f in CARRIERS[setting.carrier].FIELDS])

    def _field(self, field: Any) -> forms.Field:
        kept = self.kept.get(field.name, "" if self.kept else field.initial)
        if field.choices:
            return forms.ChoiceField(label=field.label, choices=field.choices, initial=kept)
        widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if field.secret else None
        hint = _("Leave it empty to keep what is there.") if field.secret and kept else field.help
        return forms.CharField(
            label=field.label,
            help_text=hint,
            initial="" if field.secret else kept,
            required=field.needed and not (field.secret and kept),
            max_length=500,
            widget=widget,
        )

    def clean_url(self) -> str:
        """Take addresses that keep the key and the text from others' eyes."""
        url: str = self.cleaned_data["url"]
        if url and self.setting.carrier == Carrier.APPRISE:
            if problem := not_allowed(url):
                raise ValidationError(problem)
            return url
        if url and not _is_private(url):
            raise ValidationError(_("Please give an address that begins with https://."))
        return url

    def clean_body(self) -> str:
        """Take a JSON object that has a place for the number and the text."""
        body = self.cleaned_data["body"]
        try:
            shape = json.loads(body)
        except ValueError:
            raise ValidationError(
                _("This is no JSON: look for a missing quote or comma.")
            ) from None
        if not isinstance(shape, dict) or "{number}" not in body or "{text}" not in body:
            raise ValidationError(_("It must be an object in which {number} and {text} stand."))
        return body

    def clean_contact(self) -> str:
        """Take a mail address."""
        return str(forms.EmailField().clean(self.cleaned_data["contact"]))

    def clean_in_secret(self) -> str:
        """Take a secret that nobody guesses, or none."""
        secret = self.cleaned_data["in_secret"].strip()
        if secret and not (len(secret) >= 20 and secret.isascii() and secret.isalnum()):
            raise ValidationError(_("Take 20 letters and digits or more, nothing else."))
        return secret

    def clean_port(self) -> str:
        """Take a port's number."""
        port = self.cleaned_data["port"]
        if not (port.isdecimal() and port.isascii() and 0 < int(port) < 65536):
            raise ValidationError(_("Please give a number from 1 to 65535."))
        return port

    def clean_monthly_limit(self) -> Decimal:
        """Take nothing for no limit."""
        return self.cleaned_data["monthly_limit"] or Decimal(0)

    def settings(self) -> str:
        """Return the settings to keep, with the passwords that were not typed anew."""
        fields = CARRIERS[self.setting.carrier].FIELDS
        told = {field.name: self.cleaned_data.get(field.name, "") for field in fields}
        for field in fields:
            if field.secret and not told[field.name]:
                told[field.name] = self.kept.get(field.name, "")
        return json.dumps(told, ensure_ascii=False)


def _is_private(url: str) -> bool:
    """Say whether nobody between here and there can read along: HTTPS, or a program on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or here)


class TryForm(forms.Form):
    """Where a trial message goes."""

    to = forms.CharField(label=_("Your own number or address"), max_length=100)

    def __init__(self, carrier: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.channel = Carrier(carrier).channel
        if self.channel in (Channel.GROUP, Channel.PUSH):
            del self.fields["to"]  # a robot has its group, and a notice goes to one's own devices

    def clean_to(self) -> str:
        """Take a phone number for SMS, an address for mail."""
        to = self.cleaned_data["to"].strip()
        if self.channel == Channel.EMAIL:
            return forms.EmailField().clean(to)
        phones = read(to).phones
        if not phones:
            raise ValidationError(_("This is no phone number. Please give 11 digits."))
        return phones[0].number


class GiveUpForm(forms.Form):
    """Why a message is not to be sent any more."""

    why = forms.CharField(
        label=_("Why it is not sent any more"), max_length=100,
        error_messages={"required": _("Please say why in a few words.")},
    )  # fmt: skip
