"""Telling head and keeper once a month when SMS reach the limit; no message is ever held back by it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.care.clock import each_round
from nuangang.machine.silence import in_charge
from nuangang.notify.models import ChannelSetting, Kind, Notice
from nuangang.notify.months import first_moment, month_before
from nuangang.notify.queries import cost_since
from nuangang.notify.telling import tell
from nuangang.notify.wordings import Wording, known, words_of
from nuangang.terms.calendar import school_day_now

TEXT = known(
    Wording(
        "sms_limit", _("The month's limit for SMS is reached"),
        _("暖港: SMS of this month reach the limit that was set (%(when)s). Messages go on; see the costs."),
        ("when",),
    )
).code  # fmt: skip


@each_round
def watch_spending(school: School, now: datetime) -> bool:
    """Look whether a carrier's month has reached its limit; one statement where no limit is set."""
    limited = ChannelSetting.objects.filter(school_id=school.pk, monthly_limit__gt=0)
    month = month_before(school_day_now(now), 0)
    told = 0
    for setting in limited:
        once = f"limit-{month:%Y%m}-{setting.carrier}"
        known_already = Notice.objects.filter(school_id=school.pk, once__startswith=f"{once}-")
        reached = (
            cost_since(school.pk, setting.carrier, first_moment(month)) >= setting.monthly_limit
        )
        if reached and not known_already.exists():
            told += _tell(school, once, f"{month:%Y-%m}", now)
    return bool(told)


def _tell(school: School, once: str, month: str, now: datetime) -> int:
    text, url = words_of(school.pk, TEXT, when=month), reverse("message_costs")
    told = 0
    for who in in_charge(school, now):
        try:
            with transaction.atomic():
                mark = f"{once}-{who.pk.hex[-12:]}"
                told += (
                    tell(school.pk, who, Kind.WORK, text, once=mark, url=url, now=now) is not None
                )
        except IntegrityError:
            continue  # another clock was quicker
    return told
