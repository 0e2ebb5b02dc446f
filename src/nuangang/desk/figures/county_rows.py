"""The rows of the county's table as they are shown: hundreds of cells, so not put together in a template.

A row is drawn once and kept in the process until its school's figures are kept anew.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from nuangang.desk.figures.county import SchoolLine
from nuangang.desk.figures.share import Share
from nuangang.lib.dates import day_text
from nuangang.lib.sparkline import sparkline

NOTHING = Markup('<span class="muted">—</span>')
SHARES = ("files", "pairs", "week", "term")


def table_rows(lines: Iterable[SchoolLine], common: str, newest: date | None) -> list[dict]:
    """Return a row a school for ui.table, each cell drawn."""
    language = get_language() or ""
    return [_row(line, common, newest, language) for line in lines]


@lru_cache(maxsize=4000)
def _row(line: SchoolLine, common: str, newest: date | None, _language: str) -> dict[str, Any]:
    kept = line.kept
    if kept is None:
        empty = dict.fromkeys(("counted", "common", *SHARES, "quiet", "course"), NOTHING)
        tonight = Markup('<span class="muted nowrap">{}</span>').format(_("counted tonight"))
        return {"name": _named(line.name, line.place or ""), "pupils": tonight, **empty}
    place = line.place or ""
    if kept.day != newest:
        when = _("as of %(day)s") % {"day": day_text(kept.day)}
        place = f"{place} {when}"
    definition, number = line.definition, line.counted_by(common)
    return {
        "name": _named(line.name, place),
        "pupils": escape(kept.pupils),
        "counted": _named(str(kept.left_behind), str(definition.name) if definition else ""),
        "common": NOTHING if number is None else escape(number),
        **{name: _share(getattr(line, name)) for name in SHARES},
        "quiet": _marked(kept.quiet_30),
        "course": _course(line.course()),
    }


def _named(title: str, note: str) -> Markup:
    return Markup(f'{escape(title)} <br><small class="muted">{escape(note)}</small>')  # noqa: S704


def _share(share: Share) -> Markup:
    if not share.total:
        return NOTHING
    return Markup(f'{share.percent}% <br><small class="muted">{share.done}/{share.total}</small>')  # noqa: S704


def _marked(number: int) -> Markup:
    return Markup(f'<span class="status urgent">{number}</span>' if number else "0")  # noqa: S704


def _course(weeks: list[int | None]) -> Markup:
    numbers = ", ".join(str(percent) for percent in weeks if percent is not None)
    said = _("Kept each week of the term, in percent: %(numbers)s") % {"numbers": numbers}
    return sparkline(list(weeks), said) if weeks else Markup("")
