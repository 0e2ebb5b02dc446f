"""Which of the backups stay: one a day for a week, one a week for a month, one a month for a year."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
NAME = re.compile(r"nuangang-(\d{8}-\d{6})(?:-[0-9A-F]{4})?\.age")


def name_of(moment: datetime, mark: str) -> str:
    """Return the name of a backup made at `moment`, which opens with the paper marked `mark`."""
    paper = f"-{mark}" if mark else ""
    return f"nuangang-{moment:%Y%m%d-%H%M%S}{paper}.age"


def moment_of(name: str) -> datetime | None:
    """Return when the backup called `name` was made, None for any other file."""
    found = NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], "%Y%m%d-%H%M%S") if found else None
    except ValueError:
        return None


def to_let_go(names: Iterable[str]) -> list[str]:
    """Return the backups no longer needed; files that are no backups of ours are never among them.

    Of each of the last 7 days, 4 weeks and 12 months that have any, the newest stays.
    """
    moments = {name: moment for name in names if (moment := moment_of(name))}
    newest_first = sorted(moments, key=lambda name: moments[name], reverse=True)
    kept: set[str] = set()
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        kept |= _newest_each(newest_first, lambda name, of=period: of(moments[name]), count)
    return [name for name in newest_first if name not in kept]


def _newest_each(names: list[str], period: Callable[[str], object], count: int) -> set[str]:
    found: dict[object, str] = {}
    for name in names:
        found.setdefault(period(name), name)
    return set(list(found.values())[:count])


def _day(moment: datetime) -> date:
    return moment.date()


def _week(moment: datetime) -> tuple[int, int]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month
