"""Dates and spans of days as a school says them: '11月24日 周二', '18 天前'."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def local_date(when: date | datetime) -> date:
    """Return the day of `when`; a moment's day is that of the present time zone."""
    if isinstance(when, datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return when


def weekday(when: date | datetime) -> str:
    """Return '周二'."""
    return str(_WEEKDAYS[local_date(when).weekday()])


def day_text(when: date | datetime) -> str:
    """Return '11月24日', with the year before it when that is not this year."""
    day = local_date(when)
    parts = {"day": day.day, "month": _MONTHS[day.month - 1], "year": day.year}
    if day.year == timezone.localdate().year:
        return pgettext("date", "%(day)s %(month)s") % parts
    return pgettext("date", "%(day)s %(month)s %(year)s") % parts


def date_text(when: date | datetime) -> str:
    """Return '11月24日 周二'."""
    return f"{day_text(when)} {weekday(when)}"


def moment_text(when: datetime) -> str:
    """Return '11月24日 14:05' in the present time zone."""
    return f"{day_text(when)} {clock_text(when)}"


def clock_text(when: datetime) -> str:
    """Return '14:05' in the present time zone."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{local:%H:%M}"


def short_date(when: date | datetime) -> str:
    """Return '11-24', or '2025-11-24' when that is not this year."""
    day = local_date(when)
    return f"{day:%m-%d}" if day.year == timezone.localdate().year else f"{day:%Y-%m-%d}"


def days_text(count: int) -> str:
    """Return '18 天'."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def days_since(when: date | datetime, today: date | None = None) -> int:
    """Return how many days ago `when` was; below 0 when it is to come."""
    return ((today or timezone.localdate()) - local_date(when)).days


def ago(when: date | datetime, today: date | None = None) -> str:
    """Return '今天', '昨天', '18 天前', or for what is to come '明天', '3 天后'."""
    days = days_since(when, today)
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return ngettext("in %(count)s day", "in %(count)s days", -days) % {"count": -days}
