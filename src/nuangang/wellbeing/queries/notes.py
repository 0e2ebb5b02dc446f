"""That there are sealed notes, and what a counsellor has to do next; never what a note says."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nuangang.people.models import Child
from nuangang.people.queries import CLASS_COLUMNS, class_name_in, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.wellbeing.guards import standing_notes, traces
from nuangang.wellbeing.models import SealedNote

_COLUMNS = ("pk", "kind", "by_id", "by__name", "happened_on", "next_on")
_OF_CHILD = PreparedFor(
    lambda actor, child: (
        traces(actor).filter(child_id=child).order_by("-happened_on", "-at").values(*_COLUMNS)
    ),
    child=UUID,
)


@dataclass
class Trace:
    """That there are notes of one kind: by whom, how many, the last day and the next."""

    kind: str
    label: Any
    who: str
    last: date
    next_on: date | None
    count: int = 1


@dataclass
class Panel:
    """What the child's page says about sealed notes."""

    child: Child
    traces: list[Trace] = field(default_factory=list)
    followed: bool = False
    knows: bool = False
    may_write: list[str] = field(default_factory=list)
    may_break: bool = False
    template: str = "wellbeing/_panel.html"


def knows_of_notes(actor: Actor) -> bool:
    """Say whether the actor may know of sealed notes at all."""
    return actor.may("sealed_trace") or actor.may("follow_up")


def panel(actor: Actor, child: Child) -> Panel | None:
    """Return what the actor may know of the child's sealed notes, None for nothing; one statement.

    A class teacher learns no more than whether the counsellor is seeing the child.
    """
    if not knows_of_notes(actor):
        return None
    found = grouped(_OF_CHILD.rows(actor, child=child.pk))
    knows = actor.everywhere("sealed_trace")
    writes = [kind for kind in SealedNote.Kind.values if actor.everywhere(kind, "write")]
    followed = any(t.kind == SealedNote.Kind.COUNSELLING and t.next_on for t in found)
    shown = found if knows else []
    breaks = actor.everywhere("glass", "write") and any(t.kind not in writes for t in shown)
    return Panel(child, shown, followed, knows, writes, breaks)


def grouped(rows: list[dict[str, Any]]) -> list[Trace]:
    """Return one trace for each kind from notes, the newest first."""
    found: dict[str, Trace] = {}
    for row in rows:
        if kept := found.get(row["kind"]):
            kept.count += 1
        else:
            label = SealedNote.Kind(row["kind"]).label
            found[row["kind"]] = Trace(
                row["kind"], label, row["by__name"], row["happened_on"], row["next_on"]
            )
    return list(found.values())


def notes_of(actor: Actor, child: Child) -> QuerySet[SealedNote]:
    """Return the child's standing notes that the actor may know of, the newest first."""
    rows = visible(actor, SealedNote).filter(pk__in=standing_notes(actor.school_id).values("pk"))
    return rows.filter(child=child).select_related("by").order_by("-happened_on", "-at")


def children_followed(actor: Actor, kind: str) -> list[dict[str, Any]]:
    """Return the children with notes of a kind, by when they are next due; one statement, no text."""
    year = school_year_of(actor, timezone.localdate())
    rows = visible(actor, SealedNote).filter(pk__in=standing_notes(actor.school_id).values("pk"))
    columns = ("child_id", "child__name", "child__left_on", "by__name", "happened_on", "next_on")
    klass = [f"child__{name}" for name in CLASS_COLUMNS]
    newest = rows.filter(kind=kind).order_by("-happened_on", "-at").values(*columns, *klass)
    found: dict[UUID, dict[str, Any]] = {}
    counts: dict[UUID, int] = defaultdict(int)
    for row in newest:
        counts[row["child_id"]] += 1
        found.setdefault(row["child_id"], row)
    for row in found.values():
        plain = {name: row[f"child__{name}"] for name in CLASS_COLUMNS}
        row.update(klass=class_name_in(plain, year), count=counts[row["child_id"]])
    return sorted(found.values(), key=_by_need)


def _by_need(row: dict[str, Any]) -> tuple[bool, date, date]:
    """Put who is due next first, then whoever was seen last."""
    due = row["next_on"]
    return due is None, due or date.max, row["happened_on"]


def session_number(school_id: Any, child_id: UUID, kind: str) -> int:
    """Return which time this would be."""
    return standing_notes(school_id).filter(child_id=child_id, kind=kind).count() + 1
