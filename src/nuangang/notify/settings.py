"""Keeping a carrier's settings, and recording who changed them."""

from typing import Any

from django.db import transaction

from nuangang.audit.actions import record
from nuangang.notify.forms import CarrierForm
from nuangang.notify.models import ChannelSetting


@transaction.atomic
def save_carrier(actor: Any, form: CarrierForm) -> ChannelSetting:
    """Keep what was typed; the log says that it changed, never a password."""
    setting = form.setting
    setting.settings = form.settings()
    for name in ("on", "per_minute", "price", "monthly_limit"):
        if name in form.cleaned_data:
            setattr(setting, name, form.cleaned_data[name])
    setting.save()
    record(
        actor,
        "set_up_carrier",
        kind="channel",
        object_id=setting.pk,
        label=setting.carrier,
        on=setting.on,
    )
    return setting
