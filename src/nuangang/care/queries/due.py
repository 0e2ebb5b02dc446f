"""Which standing duties are owed now, and which by the end of this week."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from nuangang.terms.calendar import end_of, monday_of, school_day_now


def owed_on(today: date) -> Q:
    """Return the condition for a standing duty whose period has begun and asks for something."""
    return Q(exempt=False, begins__lte=today)


def week_ends(today: date) -> datetime:
    """Return the last moment of the week of `today`."""
    return end_of(monday_of(today) + timedelta(days=6))


def due_this_week(now: datetime) -> Q:
    """Return the condition for a standing duty that falls due by Sunday, or is past its day.

    A month's call belongs to the week in which the month ends. What an exempt week doesn't ask
    for, and what has not begun, is not owed.
    """
    today = school_day_now(now)
    return due_by(today, week_ends(today))


def due_by(today: date, until: datetime) -> Q:
    """Return the condition for a standing duty that is owed on `today` and falls due by `until`."""
    return owed_on(today) & Q(due_at__lte=until)
