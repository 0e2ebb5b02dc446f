"""Months as a bill counts them: by the calendar at school."""

from datetime import date, datetime, time

from django.utils import timezone


def month_before(day: date, back: int) -> date:
    """Return the first day of the month so many before that of `day`; below nought, after it."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def first_moment(day: date) -> datetime:
    """Return when a day begins at school."""
    return datetime.combine(day, time(), timezone.get_default_timezone())
