"""The one box that finds a child while somebody types."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.fields import sight_in, with_ties
from nuangang.people.models import Child
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND, class_name_in, school_year_of
from nuangang.people.queries import search as found_children
from nuangang.policy.actor import Actor
from nuangang.policy.matrix import HIDDEN
from nuangang.policy.rules import may

MOST = 20
COLUMNS = (
    "id", "name", "left_behind", "village", "left_on", "klass_id", "is_tied", "is_family",
    *CLASS_COLUMNS,
)  # fmt: skip


@may("child")
def search(request: HttpRequest) -> HttpResponse:
    """Show up to twenty children whom the typed words find, those who left last."""
    actor = request.actor  # type: ignore[attr-defined]
    words, on = request.GET.get("q", "").strip()[:60], timezone.localdate()
    year, rows = school_year_of(actor, on), []
    if words:
        found = found_children(actor, words, on=on).order_by(
            F("left_on").asc(nulls_first=True), "search", "id"
        )
        shown = with_ties(actor, found, ("file",)).values(*COLUMNS)[: MOST + 1]
        rows = [{**_seen(actor, row), "klass": class_name_in(row, year)} for row in shown]
    if rows:
        record(actor, "searched", kind="child", count=min(len(rows), MOST))
    context = {"q": words, "rows": rows[:MOST], "more": len(rows) > MOST}
    return render(request, "desk/search.html", context)


def _seen(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the actor may read of a child that was found."""
    sight = sight_in(actor, row, row["klass_id"], row["klass__entry_year"])
    if sight.sees("file") == HIDDEN:
        return {"id": row["id"], "name": row["name"]}
    label = Child.LeftBehind(row["left_behind"]).label
    return {**row, "label": label, "counts": row["left_behind"] in LEFT_BEHIND}
