"""How far the school's children are: files, pairs, and whom nobody has reached."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from nuangang.care.queries.reach import LONG, SOON, last_reached, unreached, unreached_for
from nuangang.desk.figures.share import Share
from nuangang.people.models import Child, Tie
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND

NAMES = 6


@dataclass(frozen=True)
class Children:
    """The children at a school on one day; all but `pupils` and `unknown` left-behind."""

    pupils: int
    unknown: int
    left_behind: int
    full: int
    paired: int
    quiet_14: int
    quiet_30: int

    @property
    def files(self) -> Share:
        """Return the file rate (R23)."""
        return Share(self.full, self.left_behind)

    @property
    def pairs(self) -> Share:
        """Return the pairing coverage (R40)."""
        return Share(self.paired, self.left_behind)


def count_children(here: QuerySet[Child], school_id: UUID | Any, on: date) -> Children:
    """Return the figures of the children `here` on `on`; one statement, whatever their number."""
    counted = Q(left_behind__in=LEFT_BEHIND)
    held = Tie.objects.filter(
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
        until__isnull=True,
        capacity=Tie.Capacity.AGENT_PARENT,
    )
    rows = here.order_by().annotate(last=last_reached(school_id), tied=Exists(held))
    found = rows.aggregate(
        pupils=Count("pk"),
        unknown=Count("pk", filter=Q(left_behind=Child.LeftBehind.UNKNOWN)),
        counted=Count("pk", filter=counted),
        full=Count("pk", filter=counted & Q(gaps=[])),
        paired=Count("pk", filter=counted & Q(tied=True)),
        quiet_14=Count("pk", filter=counted & unreached_for(SOON, on)),
        quiet_30=Count("pk", filter=counted & unreached_for(LONG, on)),
    )
    return Children(left_behind=found.pop("counted"), **found)


def longest_unreached(
    left_behind: QuerySet[Child], school_id: UUID | Any, on: date
) -> list[dict[str, Any]]:
    """Return the first few whom nobody has reached in 30 days, those never reached first."""
    rows = unreached(left_behind, school_id, LONG, on).order_by(
        F("last").asc(nulls_first=True), "search", "pk"
    )
    return list(rows.values("id", "name", "last", *CLASS_COLUMNS)[:NAMES])
