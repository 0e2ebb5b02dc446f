"""The day's digest by message: once a school day, to whoever something waits for, with counts and no names."""

import logging
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.care.clock import each_round
from nuangang.care.models import NightWork
from nuangang.desk.figures.digest import digest
from nuangang.notify.models import Kind, Notice
from nuangang.notify.telling import carriers_in_use, tell, ways_to, wishes_of
from nuangang.notify.ways import PERSONAL, digest_at
from nuangang.notify.wordings import Wording, known, words_of
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff, not_over
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

WORK, TOO_LATE = "digests", time(12)
WAITS = ("urgent", "waiting")
TEXT = known(
    Wording(
        "digest", _("The day's digest"),
        _("暖港: today %(count)s matters wait for you. Sign in to see them."), ("count",),
    )
).code  # fmt: skip
_log = logging.getLogger(__name__)


@each_round
def send_digests(school: School, now: datetime) -> bool:
    """Send the digests of a school day that has begun; once, also after a crash in the midst of it."""
    on, at = school_day_now(now), digest_at(school.preferences)
    if at is None or not at <= timezone.localtime(now).time() < TOO_LATE:
        return False
    done = NightWork.objects.filter(school_id=school.pk, work=WORK, day=on)
    if done.exists():
        return False
    if calendar_of(school).is_school_day(on):
        _send_all(school, now)
    NightWork.objects.get_or_create(school=school, work=WORK, day=on, defaults={"done_at": now})
    return True


def _send_all(school: School, now: datetime) -> None:
    """Send to one after the other, each in a transaction; what fails for one keeps no other waiting."""
    if not set(carriers_in_use(school.pk)) & set(PERSONAL):
        return
    rows = Staff.objects.of(school).filter(not_over(school_day_now(now)), user__is_active=True)
    for who in rows.order_by("pk"):
        try:
            with transaction.atomic():
                _send(school, who, now)
        except IntegrityError:
            continue  # another clock was quicker
        except Exception:
            _log.exception("the digest of %s at %s could not be sent", who.pk, school.pk)


def _send(school: School, who: Staff, now: datetime) -> Any:
    on = school_day_now(now)
    once = f"digest-{on:%Y%m%d}-{who.pk.hex[-12:]}"
    if Notice.objects.filter(school_id=school.pk, once=once).exists():
        return None
    if not ways_to(school.pk, who, Kind.DIGEST, wishes_of(school.pk, who.pk)):
        return None
    if not (count := waiting(who, now)):
        return None
    mine = Notice.objects.filter(school_id=school.pk, to_id=who.pk, kind=Kind.DIGEST)
    mine.filter(read_at__isnull=True).update(read_at=now)  # today's says what still waits
    text = words_of(school.pk, TEXT, count=count)
    return tell(school.pk, who, Kind.DIGEST, text, once=once, url=reverse("home"), now=now)


def waiting(who: Staff, now: datetime) -> int:
    """Return how many lines of the day's matters ask a colleague to do something."""
    actor = actor_for(who.user_id, who.pk)
    if actor is None:
        return 0
    with translation.override("zh-hans"):
        lines = digest(actor, school_day_now(now), now).lines
    return sum(line.state in WAITS for line in lines)
