"""Switching notices on and off in a browser."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from nuangang.audit.actions import record
from nuangang.lib.sealing import blind
from nuangang.notify.models import PushDevice
from nuangang.notify.push_keys import key_in_use
from nuangang.notify.telling import DEVICES, devices_of

Ended = PushDevice.Ended


@transaction.atomic
def keep_device(
    actor: Any, endpoint: str, p256dh: str, auth: str,
    *, name: str, session: str, now: datetime,
) -> PushDevice:  # fmt: skip
    """Switch notices on in a browser, for whoever is signed in there now and nobody else.

    The same browser again is the same place: an earlier row of it ends. Of very many devices the
    oldest end.
    """
    school = actor.school_id
    index = blind(endpoint, "push", school)
    _end(PushDevice.objects.filter(school_id=school, endpoint_index=index), now)
    device = PushDevice.objects.create(
        school_id=school, to_id=actor.staff_id, name=name, endpoint=endpoint, endpoint_index=index,
        p256dh=p256dh, auth=auth, key=key_in_use(now), session=session, made_at=now,
    )  # fmt: skip
    mine = devices_of(school, actor.staff_id)
    _end(mine.filter(pk__in=list(mine.values_list("pk", flat=True)[DEVICES:])), now)
    record(actor, "notices_on", kind="push_device", object_id=device.pk, label=name)
    return device


@transaction.atomic
def end_device(actor: Any, device: PushDevice, now: datetime) -> None:
    """Switch notices off in one of one's own browsers."""
    _end(PushDevice.objects.filter(school_id=device.school_id, pk=device.pk), now)
    record(actor, "notices_off", kind="push_device", object_id=device.pk, label=device.name)


def end_devices(
    school_id: Any, staff_id: Any, now: datetime, *, session: str = "", but: str = ""
) -> int:
    """End a colleague's devices that were signed out: all, that of `session`, or all `but` one."""
    if school_id is None or staff_id is None:
        return 0
    rows = devices_of(school_id, staff_id)
    rows = rows.filter(session=session) if session else rows
    return _end(rows.exclude(session=but) if but else rows, now)


def _end(rows: QuerySet[PushDevice], now: datetime) -> int:
    return rows.filter(ended_at__isnull=True).order_by().update(ended_at=now, ended=Ended.SELF)
