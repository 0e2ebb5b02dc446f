"""Spans of time and parties as a school says them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.incidents.kinds import Party, What

HOUR, DAY = 60, 24 * 60


def span_text(minutes: int) -> str:
    """Return '30 分钟', '1 小时', '1 小时 30 分钟' or '7 天'; the sign is left away."""
    minutes = abs(minutes)
    days, rest = divmod(minutes, DAY)
    hours, mins = divmod(rest, HOUR)
    if days and not rest:
        return _days(days)
    if days:
        return " ".join(part for part in (_days(days), _hours(hours) if hours else "") if part)
    parts = (_hours(hours) if hours else "", _minutes(mins) if mins or not hours else "")
    return " ".join(part for part in parts if part)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", count) % {"num": count}


def _minutes(count: int) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", count) % {"num": count}


def left_text(minutes: int) -> str:
    """Return how long there is still, or how long it has been too late."""
    if minutes >= 0:
        return _("%(span)s left") % {"span": span_text(minutes)}
    return _("%(span)s over") % {"span": span_text(minutes)}


def task_text(what: str, party: str, number: int, child: str = "") -> str:
    """Return what a deadline asks for, such as '告诉李欣怡的监护人'."""
    if what == What.PROGRESS:
        return _("Follow-up report %(number)s to the bureau") % {"number": number}
    if what == What.FINAL:
        return _("Final report to the bureau")
    whom = str(Party(party).label)
    return f"{child} · {whom}" if child else whom


def said(*parts: Any) -> str:
    """Return the parts that aren't empty, with dots between."""
    return " · ".join(str(part) for part in parts if part)
