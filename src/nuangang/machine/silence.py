"""The alarm when the clock stands still: from the web server's processes, which live without it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Carrier, Channel, Kind, Pulse
from nuangang.notify.outbox import send_due
from nuangang.notify.pulse import silent
from nuangang.notify.telling import tell
from nuangang.notify.wordings import Wording, known, words_of
from nuangang.people.models import Staff, StaffPost, holding, not_over
from nuangang.terms.calendar import school_day_now

FIRST_LOOK, LOOK_EVERY = 180.0, 60.0
TEXT = known(
    Wording(
        "silence", _("The program's clock stands still"),
        _("暖港: the program's clock has stood still since %(when)s. Start the program again."),
        ("when",), to_group=True,
    )
).code  # fmt: skip
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
    text = words_of(school.pk, TEXT, when=f"{timezone.localtime(pulse.at):%H:%M}")
    told = sum(
        _in_one(
            partial(
                tell, school.pk, who, Kind.MACHINE, text, once=f"{once}-{who.pk.hex[-8:]}", now=now
            )
        )
        for who in in_charge(school, now)
    )
    if group := carrier_for(school.pk, Channel.GROUP):
        name = str(Carrier(group).label)
        queue = partial(send_out, school.pk, Channel.GROUP, "", name, text, once=f"{once}-group")
        told += _in_one(partial(queue, purpose="machine", urgent=True, now=now))
    return told


def in_charge(school: School, now: datetime) -> list[Staff]:
    """Return the head and whoever keeps the machine."""
    on = school_day_now(now)
    heads = StaffPost.objects.filter(holding(on), school_id=school.pk, post=Post.HEAD)
    wanted = Q(pk__in=heads.values("staff_id")) | Q(user__is_keeper=True)
    rows = Staff.objects.of(school).filter(not_over(on), wanted)
    return list(rows.order_by("pk"))


def _in_one(queue: Callable[[], Any]) -> bool:
    """Queue all of it or nothing; False when nothing leaves, or another process was quicker."""
    try:
        with transaction.atomic():
            return bool(queue())
    except IntegrityError:
        return False
