"""The county's page: schools as rows, figures as columns, never a child's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.desk.figures.county import COMMON, SORTS, in_order, lines, together
from nuangang.desk.figures.county_rows import table_rows
from nuangang.people.definitions import DEFINITIONS
from nuangang.policy.rules import may

ORDERS = [
    ("-quiet", _("Most unreached first")),
    ("files", _("Lowest file rate first")),
    ("pairs", _("Fewest pairs first")),
    ("week", _("Least kept this week first")),
    ("-counted", _("Most left-behind first")),
]


@may("county")
def county(request: HttpRequest) -> HttpResponse:
    """Show the figures of the schools below the actor's regions, sorted as the address asks."""
    actor = request.actor  # type: ignore[attr-defined]
    sort, common = request.GET.get("sort", "name"), request.GET.get("definition", COMMON)
    common = common if common in DEFINITIONS else COMMON
    rows = lines(actor.region_ids)
    whole = together(rows, common)
    newest = timezone.localdate(whole.newest) if whole.newest else None
    context = {
        "rows": table_rows(in_order(rows, sort), common, newest),
        "whole": whole,
        "common": DEFINITIONS[common],
        "definitions": [(code, d.name) for code, d in DEFINITIONS.items()],
        "sorts": ORDERS,
        "sort": sort if sort.removeprefix("-") in SORTS else "name",
    }
    return render(request, "desk/county.html", context)
