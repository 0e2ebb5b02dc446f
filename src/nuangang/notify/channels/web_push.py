"""Notices in browsers, through the service of the browser's maker (RFC 8030): sealed for the browser, signed by us."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import httpx2
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.lib.outside import InsideError, post_outside
from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending
from nuangang.notify.models import PushDevice
from nuangang.notify.push_keys import authorisation
from nuangang.notify.push_sealing import seal_for

FIELDS = [
    Field(
        "contact",
        gettext_lazy("Mail address of whoever looks after this"),
        gettext_lazy("Browsers' makers write there should something be wrong with what we send."),
    )
]
URGENT_SECONDS, SECONDS = 6 * 3600, 24 * 3600
_GONE = (404, 410)


def send(settings: Mapping[str, str], message: Sending) -> Outcome:
    """Hand one notice to the service of the browser's maker; what has lost its place ends."""
    device, now = _device(message.address), timezone.now()
    if device is None:
        return Outcome(Result.NEVER, code="off", words=_("Notices were switched off there."))
    try:
        answer = post_outside(
            device.endpoint, _sealed(device, message), _head(settings, device, message, now)
        )
    except InsideError:
        return Outcome(Result.NEVER, code="inside", words=_("The address is none of the internet."))
    except (httpx2.HTTPError, OSError, ValueError) as error:
        words = _("The browser's maker can't be reached: %(error)s") % {
            "error": type(error).__name__
        }
        return Outcome(Result.LATER, code=type(error).__name__, words=words)
    return _outcome(device, answer, now)


def find(_settings: Mapping[str, str], _message: Sending) -> bool | None:
    """Say that the service can't be asked; the same notice again replaces the first on the screen."""
    return None


def report(_settings: Mapping[str, str], _message: Sending) -> Outcome | None:
    """Say that nothing is heard of a notice once it is handed over."""
    return None


def _device(address: str) -> PushDevice | None:
    school, _slash, pk = address.partition("/")
    rows = PushDevice.objects.filter(school_id=school, pk=pk, ended_at__isnull=True)
    return rows.select_related("key").first()


def _sealed(device: PushDevice, message: Sending) -> bytes:
    url = f"/messages/{UUID(message.notice)}/" if message.notice else message.link or "/messages/"
    told = {
        "title": "暖港", "body": message.text[:600], "url": url, "tag": message.notice or message.id,
        "urgent": message.urgent,
    }  # fmt: skip
    data = json.dumps(told, ensure_ascii=False).encode()
    return seal_for(data, device.p256dh, device.auth)


def _head(
    settings: Mapping[str, str], device: PushDevice, message: Sending, now: datetime
) -> dict[str, str]:
    return {
        "Authorization": authorisation(device.key, device.endpoint, settings["contact"], now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(URGENT_SECONDS if message.urgent else SECONDS),
        "Urgency": "high" if message.urgent else "normal",
    }


def _outcome(device: PushDevice, answer: httpx2.Response, now: datetime) -> Outcome:
    status, code = answer.status_code, str(answer.status_code)
    own = PushDevice.objects.filter(school_id=device.school_id, pk=device.pk)
    if status in _GONE:
        own.update(ended_at=now, ended=PushDevice.Ended.GONE)
        return Outcome(
            Result.NEVER,
            code=code,
            words=_("The browser gave up its place; switch notices on there again."),
        )
    if status == 429 or status >= 500:
        told = answer.headers.get("Retry-After", "")
        wait = min(int(told), 3600) if told.isdecimal() and told.isascii() else 0
        return Outcome(Result.LATER, code=code, words=_("The browser's maker is busy."), wait=wait)
    if status not in (200, 201, 202, 204):
        return Outcome(Result.NEVER, code=code, words=_("The browser's maker refused it."))
    own.update(last_ok=now)
    return Outcome(Result.HANDED, code=code)
