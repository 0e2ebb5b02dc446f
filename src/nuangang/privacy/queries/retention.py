"""Questions about what is past its time, and about the clearings so far."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import Hold, RetentionRun
from nuangang.privacy.parts import MET, WAITING, Part, State
from nuangang.privacy.retention.due import Due, due_for
from nuangang.privacy.retention.times import BY_CODE

WAITS, HELD = "waits", "held"
STATES = {
    WAITS: gettext_lazy("Waits for a yes"),
    HELD: gettext_lazy("Kept longer"),
}


def due_list(actor: Actor, on: date, *, kind: str = "", state: str = "", q: str = "") -> list[Due]:
    """Return what is past its time at the actor's school, narrowed; nothing without the right."""
    if not actor.everywhere("retention", "read"):
        return []
    found = due_for(actor.school, on)
    return [
        each for each in found
        if (not kind or each.kind == kind)
        and (not state or (state == HELD) == bool(each.held))
        and (not q or q.casefold() in each.label.casefold())
    ]  # fmt: skip


def holds(actor: Actor) -> QuerySet[Hold]:
    """Return the holds that nobody ended, whether their day is over or not."""
    rows = visible(actor, Hold).filter(ended_at=None)
    return rows.select_related("child").order_by("-made_at")


def runs(actor: Actor) -> list[tuple[RetentionRun, list[tuple[Any, int]]]]:
    """Return the clearings so far, the newest first, each with what went."""
    rows = visible(actor, RetentionRun).order_by("-at")[:50]
    return [(row, in_words(row.counts)) for row in rows]


def in_words(counts: dict[str, int]) -> list[tuple[Any, int]]:
    """Return the name of each kind with its number."""
    return [(BY_CODE[kind].title, number) for kind, number in counts.items() if kind in BY_CODE]


def state(actor: Actor, on: date) -> State:
    """Say how much waits for a yes."""
    waits = sum(not each.held for each in due_list(actor, on))
    if waits:
        return State(_("%(num)s past their time") % {"num": waits}, WAITING)
    return State(_("Nothing past its time"), MET)


PART = Part(
    gettext_lazy("How long data are kept"),
    gettext_lazy(
        "What is past its time, kept longer for a reason, or let go of after the head's yes"
    ),
    "retention",
    "retention",
    state,
    "L8",
)
