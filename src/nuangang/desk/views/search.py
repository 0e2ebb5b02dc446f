"""The one box that finds a child while somebody types."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND, class_name_in, school_year_of
from nuangang.people.queries import search as found_children
from nuangang.policy.rules import may

MOST = 20


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
        columns = ("id", "name", "left_behind", "village", "left_on", *CLASS_COLUMNS)
        rows = [
            {
                **row,
                "klass": class_name_in(row, year),
                "label": Child.LeftBehind(row["left_behind"]).label,
                "counts": row["left_behind"] in LEFT_BEHIND,
            }
            for row in found.values(*columns)[: MOST + 1]
        ]
    if rows:
        record(actor, "searched", kind="child", count=min(len(rows), MOST))
    context = {"q": words, "rows": rows[:MOST], "more": len(rows) > MOST}
    return render(request, "desk/search.html", context)
