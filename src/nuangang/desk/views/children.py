"""The list of children."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.desk.child_list import (
    STATES,
    Filters,
    Groups,
    facets,
    groups_of,
    list_rows,
    page_of,
)
from nuangang.desk.figures.news import NEWS
from nuangang.lib.parts import asked_part
from nuangang.people.definitions import DEFINITIONS
from nuangang.policy.rules import may

PER_PAGE = 50
ALL = 5000


@may("child")
def children(request: HttpRequest) -> HttpResponse:
    """List the children the actor may see, narrowed as the address asks, fifty a page."""
    actor = request.actor  # type: ignore[attr-defined]
    on = timezone.localdate()
    filters = Filters.asked(request.GET)
    per_page = ALL if request.GET.get("rows") == "all" else PER_PAGE
    # Of the choices above the list, a part of the page needs none but to name what was chosen.
    whole_page = asked_part(request) != "results"
    groups = groups_of(actor, on) if whole_page or filters.klass or filters.village else None
    page = page_of(actor, filters, on, request.GET.get("page"), per_page=per_page, groups=groups)
    if per_page == ALL:
        record(actor, "printed_list", kind="child", count=page.paginator.count)
    else:
        shown: dict[str, Any] = {
            "count": len(page.object_list),
            "page": page.number,
            "klass": filters.klass,
        }
        record(actor, "listed", kind="child", **shown)
    definition = DEFINITIONS[actor.school.definition]
    context = {
        "filters": filters,
        "facets": facets(actor, groups or Groups([], {}), on),
        "states": STATES,
        "news": NEWS,
        "page": page,
        "rows": list_rows(actor, list(page.object_list), on),
        "definition": definition,
        "printed": definition.printed(on),
    }
    return render(request, "desk/children.html", context)
