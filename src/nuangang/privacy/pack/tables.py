"""The shape of the pack's tables."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from nuangang.accounts.models import School
from nuangang.terms.calendar import SCHOOL_ZONE


@dataclass(frozen=True)
class Year:
    """The year a school's pack is about, and the last day that is counted."""

    school: School
    year: int
    today: date

    @property
    def last_day(self) -> date:
        """Return the last day of the year, or today while it runs."""
        return min(date(self.year, 12, 31), self.today)

    @property
    def first_day(self) -> date:
        """Return 1 January."""
        return date(self.year, 1, 1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return when the year began and ended at the school, for a range."""
        end = datetime.combine(date(self.year + 1, 1, 1), time(), SCHOOL_ZONE)
        begin = datetime.combine(self.first_day, time(), SCHOOL_ZONE)
        return begin, end - timedelta(microseconds=1)


@dataclass
class Table:
    """One table of the pack: `code` names its CSV file."""

    code: str
    title: Any
    columns: list[Any]
    rows: list[list[Any]] = field(default_factory=list)
    note: str = ""
