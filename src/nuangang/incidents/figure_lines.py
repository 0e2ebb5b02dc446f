"""Figures of incidents as the rows of a table to take along."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nuangang.incidents.queries.figures import Figures, Told


def columns() -> list[str]:
    """Return the heads of the columns."""
    return [
        "", pgettext("incident", "What is counted"), _("Incidents"), _("told in time"), _("told too late"), _("never told"),
        _("half of them told within … minutes"),
    ]  # fmt: skip


def lines(real: Figures, drills: Figures) -> Iterator[list[Any]]:
    """Yield the rows, in earnest first."""
    for title, found in ((_("In earnest"), real), (_("Drills"), drills)):
        yield [title, _("All"), found.count, *_told(found.whole)]
        for each in (*found.clocks, *found.kinds):
            yield [title, each.words, each.count_of, *_told(each)]
        for party in found.parties:
            yield [title, party.words, "", *_told(party)]
        for leader in found.leaders:
            name = leader.name or pgettext("incident", "nobody led")
            yield [title, _("Led by %(name)s") % {"name": name}, leader.count_of, "", "", "", ""]
        yield [title, _("Minutes until somebody led, half of them within"), _or_empty(found.until_led), "", "", "", ""]  # fmt: skip


def _told(told: Told) -> list[Any]:
    return [told.in_time, told.late, told.never, _or_empty(told.median)]


def _or_empty(number: int | None) -> Any:
    return "" if number is None else number
