"""The board's figures for other programs: each with numerator, denominator and what it means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.desk.figures.children import Children, count_children
from nuangang.desk.figures.duties import (
    NO_CLASS,
    ClassKey,
    Table,
    kinds_of,
    last_week,
    of_term,
    standing_now,
    term_for,
    week_by_week,
)
from nuangang.desk.figures.share import Share
from nuangang.people.queries import CLASS_COLUMNS, children_here, class_name_in
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

MEANINGS: dict[str, Any] = {
    "files_full": _("Left-behind children whose file lacks nothing, of all left-behind children."),
    "paired": _("Left-behind children with an agent parent today, of all left-behind children."),
    "week_met": _("Duties that fall due by Sunday of this week and are done, of all of them."),
    "last_week_met": _("Periods that ended last week as met, of all that owed something."),
    "term_met": _("Periods of this term that ended as met, of all that owed something."),
    "late": _("Duties that fall due by Sunday of this week and are late, of all of them."),
    "unreached_14": _("Left-behind children whom nobody has reached for 14 days, of all of them."),
    "unreached_30": _("Left-behind children whom nobody has reached for 30 days, of all of them."),
    "left_behind": _("Children whom the school's definition counts, of all at the school."),
    "unknown": _("Children of whom the facts are not known yet, of all at the school."),
}


@dataclass(frozen=True)
class Published:
    """A school's figures at one moment, and how the present and the past term are by class."""

    shares: dict[str, Share]
    running: Table
    term: Table


def published(actor: Actor, now: datetime) -> Published:
    """Return the figures that the board of the actor's school shows at `now`; five statements."""
    on, calendar = school_day_now(now), calendar_of(actor.school)
    frozen = visible(actor, PeriodResult)
    duties = visible(actor, Duty).filter(closed_on__isnull=True)
    standing, term = standing_now(duties, now), term_for(calendar, on)
    rules = kinds_of(visible(actor, CareRule))
    weeks = week_by_week(frozen, rules, calendar, term, standing.week, on)
    past = of_term(frozen, term)
    children = count_children(children_here(actor, on), actor.school_id, on)
    week = standing.week.whole
    shares = {
        **_of_children(children),
        "week_met": week,
        "last_week_met": last_week(weeks, on) or Share(),
        "term_met": past.whole,
        "late": Share(standing.late, week.total),
    }
    return Published({name: shares[name] for name in MEANINGS}, standing.now, past)


def _of_children(children: Children) -> dict[str, Share]:
    return {
        "files_full": children.files,
        "paired": children.pairs,
        "unreached_14": Share(children.quiet_14, children.left_behind),
        "unreached_30": Share(children.quiet_30, children.left_behind),
        "left_behind": Share(children.left_behind, children.pupils),
        "unknown": Share(children.unknown, children.pupils),
    }


def cells(table: Table, year: int) -> list[dict[str, Any]]:
    """Return a row for each class and kind of a table, lowest class first."""
    order = {klass: place for place, klass in enumerate(table.classes())}
    found = sorted(table.cells.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    return [
        {"klass": _klass(klass, year), "kind": kind, "numerator": s.done, "denominator": s.total}
        for (klass, kind), s in found
    ]


def _klass(klass: ClassKey, year: int) -> dict[str, Any] | None:
    if klass == NO_CLASS:
        return None
    name = class_name_in(dict(zip(CLASS_COLUMNS, klass, strict=False)), year)
    return {"id": klass[-1], "name": name}
