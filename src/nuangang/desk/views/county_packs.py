"""Which schools of the county have made their yearly compliance pack; figures, never a child's name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.accounts.regions import schools_below
from nuangang.policy.rules import may
from nuangang.privacy.models import Pack

MADE, NOT_YET = "made", "open"


@may("county")
def county_packs(request: HttpRequest) -> HttpResponse:
    """List the schools with the last pack of a year each; ?state=open for those that have none."""
    actor = request.actor  # type: ignore[attr-defined]
    this = timezone.localdate().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and abs(this - int(asked)) <= 5 else this - 1
    schools = list(schools_below(actor.region_ids).order_by("name").values("id", "name"))
    ids = [school["id"] for school in schools]
    made = {row.school_id: row for row in Pack.objects.filter(
        school_id__in=ids, year=year).order_by("at")}  # fmt: skip
    rows: list[dict[str, Any]] = [{**s, "pack": made.get(s["id"])} for s in schools]
    state = request.GET.get("state", "")
    shown = [r for r in rows if not state or (r["pack"] is not None) == (state == MADE)]
    context = {
        "rows": shown, "done": len(made), "total": len(rows), "year": year, "state": state,
        "years": [(str(each), str(each)) for each in (this, this - 1, this - 2)],
    }  # fmt: skip
    return render(request, "desk/county_packs.html", context)
