"""The county's figures: the roll-up statements that reach over schools, and nothing else does.

They read what every school kept for itself (DayFigures): numbers only, so that no child's name can
come this way, and one statement however many schools there are. A process reads figures again only
once they have been kept anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from nuangang.accounts.regions import schools_below
from nuangang.desk.figures.share import Share
from nuangang.desk.models import DayFigures
from nuangang.people.definitions import DEFINITIONS, Definition
from nuangang.terms.calendar import monday_of

COMMON = "D-MCA"


@dataclass(frozen=True)
class SchoolLine:
    """One school in the county's table; `kept` is None until its first night.

    Two lines are the same when `stamp` says that their figures are.
    """

    id: UUID
    name: str
    place: str
    stamp: tuple[UUID, datetime] | None = None
    kept: DayFigures | None = field(default=None, compare=False)

    @property
    def definition(self) -> Definition | None:
        """Return the definition the school itself counts by."""
        return DEFINITIONS.get(self.kept.definition) if self.kept else None

    def share(self, done: str, total: str) -> Share:
        """Return two of the kept numbers as a share."""
        return Share(getattr(self.kept, done), getattr(self.kept, total)) if self.kept else Share()

    @property
    def files(self) -> Share:
        """Return the file rate."""
        return self.share("full", "left_behind")

    @property
    def pairs(self) -> Share:
        """Return the pairing coverage."""
        return self.share("paired", "left_behind")

    @property
    def week(self) -> Share:
        """Return the duties met this week."""
        return self.share("week_met", "week_owed")

    @property
    def term(self) -> Share:
        """Return the duties met this term."""
        return self.share("term_met", "term_owed")

    def counted_by(self, code: str) -> int | None:
        """Return how many children count by the definition `code`."""
        return self.kept.by_definition.get(code) if self.kept else None

    def course(self) -> list[int | None]:
        """Return the percentage met of each whole week of the term; None where nothing was owed."""
        if self.kept is None:
            return []
        monday = monday_of(self.kept.day).isoformat()
        return [
            Share(met, owed).percent for begins, met, owed in self.kept.weeks if begins < monday
        ]


def lines(region_ids: Iterable[UUID]) -> list[SchoolLine]:
    """Return a line for each school below the regions, with its latest figures.

    One statement; one more for the figures that were kept since this process last read them.
    """
    latest = DayFigures.objects.filter(school_id=OuterRef("pk")).order_by("-day")
    rows = (
        schools_below(region_ids)
        .annotate(
            kept_id=Subquery(latest.values("pk")[:1]),
            kept_at=Subquery(latest.values("kept_at")[:1]),
        )
        .order_by("name")
        .values_list("id", "name", "region__name", "kept_id", "kept_at")
    )
    found = [(*row[:3], (row[3], row[4]) if row[3] else None) for row in rows]
    kept = _figures({school: stamp for school, _name, _place, stamp in found if stamp})
    return [SchoolLine(*row, kept=kept.get(row[0])) for row in found]


# The latest figures of each school as this process last read them: numbers, and no name.
_READ: dict[UUID, tuple[tuple[UUID, datetime], DayFigures]] = {}


def _figures(stamps: dict[UUID, tuple[UUID, datetime]]) -> dict[UUID, DayFigures]:
    known = {school: _READ[school] for school in stamps if school in _READ}
    found = {s: row for s, (stamp, row) in known.items() if stamp == stamps[s]}
    wanted = {school: stamps[school][0] for school in stamps.keys() - found.keys()}
    if wanted:
        rows = DayFigures.objects.filter(school_id__in=wanted, pk__in=list(wanted.values()))
        for row in rows:
            _READ[row.school_id] = ((row.pk, row.kept_at), row)
            found[row.school_id] = row
    return found


SORTS: dict[str, Any] = {
    "name": lambda line: line.name,
    "pupils": lambda line: line.kept.pupils,
    "counted": lambda line: line.kept.left_behind,
    "files": lambda line: line.files.percent or 0,
    "pairs": lambda line: line.pairs.percent or 0,
    "week": lambda line: line.week.percent or 0,
    "term": lambda line: line.term.percent or 0,
    "quiet": lambda line: line.kept.quiet_30,
}


def in_order(rows: list[SchoolLine], sort: str) -> list[SchoolLine]:
    """Return the lines by a column, a leading minus for the greatest first, unknown schools last."""
    key = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    known = sorted(
        (line for line in rows if line.kept or key is SORTS["name"]),
        key=key,
        reverse=sort.startswith("-"),
    )
    there = {line.id for line in known}
    return [*known, *(line for line in rows if line.id not in there)]


@dataclass(frozen=True)
class Whole:
    """The sum over schools; `counted` is None where they count by different definitions."""

    pupils: int
    counted: int | None
    common: int
    files: Share
    pairs: Share
    week: Share
    term: Share
    quiet: int
    oldest: datetime | None
    newest: datetime | None


def together(rows: list[SchoolLine], common: str) -> Whole:
    """Return the sum over the schools whose figures are kept."""
    kept = [line.kept for line in rows if line.kept]
    one = len({figures.definition for figures in kept}) == 1
    moments = [figures.kept_at for figures in kept]
    return Whole(
        pupils=sum(figures.pupils for figures in kept),
        counted=sum(figures.left_behind for figures in kept) if one else None,
        common=sum(line.counted_by(common) or 0 for line in rows),
        files=sum((line.files for line in rows), Share()),
        pairs=sum((line.pairs for line in rows), Share()),
        week=sum((line.week for line in rows), Share()),
        term=sum((line.term for line in rows), Share()),
        quiet=sum(figures.quiet_30 for figures in kept),
        oldest=min(moments, default=None),
        newest=max(moments, default=None),
    )
