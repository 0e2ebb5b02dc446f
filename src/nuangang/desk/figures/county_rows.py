"""The rows of the county's table as they are shown: hundreds of cells, so not put together in a template."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from nuangang.desk.figures.county import SchoolLine
from nuangang.desk.figures.share import Share
from nuangang.lib.dates import day_text

NOTHING = Markup('<span class="muted">—</span>')
SHARES = ("files", "pairs", "week", "term")


def table_rows(lines: Iterable[SchoolLine], common: str, newest: date | None) -> list[dict]:
    """Return a row a school, drawn but for the course of its weeks."""
    tonight = Markup('<span class="muted nowrap">{}</span>').format(_("counted tonight"))
    return [_row(line, common, newest, tonight) for line in lines]


def _row(line: SchoolLine, common: str, newest: date | None, tonight: Markup) -> dict[str, Any]:
    kept = line.kept
    if kept is None:
        empty = dict.fromkeys(("counted", "common", *SHARES, "quiet", "course"), NOTHING)
        return {"name": _named(line.name, line.place or ""), "pupils": tonight, **empty}
    place = line.place or ""
    if kept.day != newest:
        when = _("as of %(day)s") % {"day": day_text(kept.day)}
        place = f"{place} {when}"
    definition, number, weeks = line.definition, line.counted_by(common), line.course()
    return {
        "name": _named(line.name, place),
        "pupils": escape(kept.pupils),
        "counted": _named(str(kept.left_behind), str(definition.name) if definition else ""),
        "common": NOTHING if number is None else escape(number),
        **{name: _share(getattr(line, name)) for name in SHARES},
        "quiet": _marked(kept.quiet_30),
        "weeks": weeks,
        "numbers": ", ".join(str(percent) for percent in weeks if percent is not None),
    }


def _named(title: str, note: str) -> Markup:
    return Markup(f'{escape(title)} <br><small class="muted">{escape(note)}</small>')  # noqa: S704


def _share(share: Share) -> Markup:
    if not share.total:
        return NOTHING
    return Markup(f'{share.percent}% <br><small class="muted">{share.done}/{share.total}</small>')  # noqa: S704


def _marked(number: int) -> Markup:
    return Markup(f'<span class="status urgent">{number}</span>' if number else "0")  # noqa: S704
