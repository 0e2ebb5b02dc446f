"""Of which days figures and lists of incidents are: this term, this school year, or from one day to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.lib.asked import one_of
from nuangang.terms.queries import calendar_of

TERM, YEAR, MONTHS, DAYS = "term", "year", "months", "days"
SPANS = [
    (TERM, _("This term")),
    (YEAR, _("This school year")),
    (MONTHS, _("The last twelve months")),
    (DAYS, pgettext_lazy("days", "From … to …")),
]
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Span:
    """The days asked for."""

    chosen: str
    begins: date
    ends: date

    @property
    def query(self) -> str:
        """Return the days as an address asks for them."""
        return f"from={self.begins}&to={self.ends}"


def span_of(given: Mapping[str, Any], school: Any, today: date) -> Span:
    """Return the days that an address asks for; days that are none, or the wrong way round, are put right."""
    begins, ends = _day(given.get("from")), _day(given.get("to"))
    chosen = one_of(given.get("span"), dict(SPANS)) or (DAYS if begins or ends else TERM)
    if chosen == DAYS:
        last = ends or today
        return Span(DAYS, *sorted((begins or last - timedelta(days=30), last)))
    return Span(chosen, _begin(chosen, school, today), today)


def _begin(chosen: str, school: Any, today: date) -> date:
    calendar = calendar_of(school)
    if chosen == MONTHS:
        return today - timedelta(days=365)
    year = calendar.year_begins(calendar.school_year_of(today))
    if chosen == YEAR:
        return year
    terms = [term.begins for term in calendar.terms if term.begins <= today]
    return max(terms, default=year)


def _day(text: Any) -> date | None:
    try:
        found = date.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return found if found.year in YEARS else None
