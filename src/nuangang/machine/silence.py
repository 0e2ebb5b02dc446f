"""The alarm when the clock stands still: from the web server's processes, which live without it."""

import logging
import threading
from datetime import datetime

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Carrier, Channel, Pulse
from nuangang.notify.outbox import send_due
from nuangang.notify.pulse import silent
from nuangang.people.models import Staff, StaffPost, holding, not_over
from nuangang.terms.calendar import school_day_now

FIRST_LOOK, LOOK_EVERY = 180.0, 60.0
_log = logging.getLogger(__name__)


def watch(stop: threading.Event) -> None:
    """Look once a minute until `stop` is set whether the loops go round; the first time when all is up."""
    wait = FIRST_LOOK
    while not stop.wait(wait):
        wait = LOOK_EVERY
        try:
            look(timezone.now())
        except Exception:
            _log.exception("nobody could be told whether the clock stands still")
        close_old_connections()


def look(now: datetime) -> int:
    """Tell each school's head and keepers once if a loop stands still; return to how many it was sent.

    The message is handed over from here, as nobody else may be there to do it.
    """
    still = silent(now)
    if not still:
        return 0
    told = sum(_tell(school, still[0], now) for school in School.objects.order_by("pk"))
    send_due(now)
    return told


def _tell(school: School, pulse: Pulse, now: datetime) -> int:
    once = f"silent-{pulse.loop}-{pulse.at:%Y%m%d%H%M%S}"
    with translation.override("zh-hans"):
        text = _(
            "暖港: the program's clock has stood still since %(when)s. Start the program again."
        ) % {"when": f"{timezone.localtime(pulse.at):%H:%M}"}
    sms, group = (carrier_for(school.pk, each) for each in (Channel.SMS, Channel.GROUP))
    people = _in_charge(school, now) if sms else []
    told = sum(
        _queue(school, Channel.SMS, who.phone, who.name, text, f"{once}-{who.pk.hex[-8:]}", now)
        for who in people
    )
    if group:
        name = str(Carrier(group).label)
        told += _queue(school, Channel.GROUP, "", name, text, f"{once}-group", now)
    return told


def _in_charge(school: School, now: datetime) -> list[Staff]:
    """Return the head and whoever keeps the machine, as far as they have a mobile phone."""
    on = school_day_now(now)
    heads = StaffPost.objects.filter(holding(on), school_id=school.pk, post=Post.HEAD)
    wanted = Q(pk__in=heads.values("staff_id")) | Q(user__is_keeper=True)
    rows = Staff.objects.of(school).filter(not_over(on), wanted)
    return [who for who in rows.order_by("pk") if is_mobile(who.phone)]


def _queue(
    school: School, channel: str, address: str, name: str, text: str, once: str, now: datetime
) -> bool:
    """Queue one message; False when another process of the web server was quicker."""
    try:
        with transaction.atomic():
            made = send_out(
                school.pk, channel, address, name, text,
                once=once, purpose="silence", urgent=True, now=now,
            )  # fmt: skip
    except IntegrityError:
        return False
    return made is not None
