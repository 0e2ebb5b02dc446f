"""Counting working days, in which the law's answers are due: no model, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

ONE = timedelta(days=1)


def after_working_days(
    begins: date, count: int, *, off: Iterable[date], make_up: Iterable[date]
) -> date:
    """Return the last of `count` working days after `begins`, that day itself not counted.

    Monday to Friday are worked but for the days `off`; a day in `make_up` is worked whatever it is.
    School holidays are not off here: an office answers in the summer too.
    """
    off, make_up, day = set(off), set(make_up), begins
    while count:
        day += ONE
        count -= day in make_up or (day.weekday() < 5 and day not in off)
    return day
