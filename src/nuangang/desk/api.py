"""The API of figures: those of the boards, counted by the same queries, and no child's name."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from nuangang.audit.actions import record
from nuangang.desk.figures.county import SchoolLine, lines
from nuangang.desk.figures.published import MEANINGS, cells, published
from nuangang.desk.figures.share import Share
from nuangang.lib.api.problems import READING, Problem
from nuangang.people.api_schemas import Named
from nuangang.people.definitions import DEFINITIONS
from nuangang.people.queries import school_year_of
from nuangang.policy.api_rules import actor_of, may_call
from nuangang.policy.integrations import TokenActor

router = Router(tags=["figures"])
OF_LINE = {
    "files_full": ("full", "left_behind"),
    "paired": ("paired", "left_behind"),
    "week_met": ("week_met", "week_owed"),
    "term_met": ("term_met", "term_owed"),
    "unreached_14": ("quiet_14", "left_behind"),
    "unreached_30": ("quiet_30", "left_behind"),
    "left_behind": ("left_behind", "pupils"),
    "unknown": ("unknown", "pupils"),
}


class FigureOut(BaseModel):
    """One number as a part of a whole."""

    code: str = Field(description=", ".join(MEANINGS))
    numerator: int
    denominator: int = Field(description=gettext_noop("0 when nothing was there to count."))
    percent: int | None = Field(description=gettext_noop("Rounded down; null of nothing."))
    meaning: str = Field(description=gettext_noop("What is counted, in words."))


class CellOut(BaseModel):
    """One class and one kind of care; without a class, what is owed by no class."""

    klass: Named | None = Field(serialization_alias="class")
    kind: str
    numerator: int
    denominator: int


class FiguresOut(BaseModel):
    """The figures of the head's board."""

    as_of: datetime
    definition: str = Field(description=gettext_noop("The code of who counts as left-behind."))
    definition_name: str
    figures: list[FigureOut]
    running: list[CellOut] = Field(
        description=gettext_noop("Duties done of those owed in the periods that run now.")
    )
    term: list[CellOut] = Field(
        description=gettext_noop("Periods met of those that owed something this term.")
    )


class SchoolOut(BaseModel):
    """One school's figures as it kept them last; empty until its first night."""

    school: Named
    place: str
    as_of: datetime | None
    definition: str | None
    definition_name: str | None
    figures: list[FigureOut]


@router.get(
    "/figures",
    response={200: FiguresOut, **READING},
    by_alias=True,
    summary=gettext_noop("The figures of the school's board"),
    description=gettext_noop(
        "Counted at this moment by the board's own queries, over the whole school."
    ),
)
@may_call("read board")
def get_figures(request: HttpRequest) -> Any:
    actor, now = _of_school(request), timezone.now()
    found = published(actor.person, now)
    year = school_year_of(actor, timezone.localdate())
    record(actor, "read_figures", kind="board")
    return {
        "as_of": now,
        **_definition(actor.school.definition),
        "figures": [_figure(code, share) for code, share in found.shares.items()],
        "running": cells(found.running, year),
        "term": cells(found.term, year),
    }


@router.get(
    "/figures/schools",
    response={200: list[SchoolOut], **READING},
    summary=gettext_noop("The figures of every school of a region"),
    description=gettext_noop(
        "As each school kept them within the last hour; for tokens of a region."
    ),
)
@may_call("read county")
def list_school_figures(request: HttpRequest) -> Any:
    actor = actor_of(request)
    record(actor, "read_figures", kind="county")
    return [_line(line) for line in lines(actor.region_ids)]


def _of_school(request: HttpRequest) -> TokenActor:
    actor = actor_of(request)
    if not isinstance(actor, TokenActor) or actor.school is None:
        raise Problem(403, _("This token belongs to no school."))
    return actor


def _figure(code: str, share: Share) -> dict[str, Any]:
    return {
        "code": code,
        "numerator": share.done,
        "denominator": share.total,
        "percent": share.percent,
        "meaning": str(MEANINGS[code]),
    }


def _definition(code: str) -> dict[str, str]:
    return {"definition": code, "definition_name": str(DEFINITIONS[code].name)}


def _line(line: SchoolLine) -> dict[str, Any]:
    kept = line.kept
    found = {code: line.share(*names) for code, names in OF_LINE.items()} if kept else {}
    nothing = {"definition": None, "definition_name": None}
    return {
        "school": {"id": line.id, "name": line.name},
        "place": line.place or "",
        "as_of": kept.kept_at if kept else None,
        **(_definition(kept.definition) if kept else nothing),
        "figures": [_figure(code, share) for code, share in found.items()],
    }
