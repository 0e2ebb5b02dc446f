"""The list of children."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.desk.child_list import SORTS, STATES, Filters, facets, groups_of, list_rows
from nuangang.desk.figures.news import NEWS
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
    groups = groups_of(actor, on)
    pages = Paginator(filters.rows(actor, on), per_page)
    if filters.asks_nothing:
        pages.count = sum(group["count"] for group in groups)
    page: Any = pages.get_page(request.GET.get("page"))
    if per_page == ALL:
        record(actor, "printed_list", kind="child", count=page.paginator.count)
    definition = DEFINITIONS[actor.school.definition]
    context = {
        "filters": filters,
        "facets": facets(actor, groups, on),
        "states": STATES,
        "sorts": SORTS,
        "news": NEWS,
        "page": page,
        "rows": list_rows(actor, page.object_list, on),
        "definition": definition,
        "printed": definition.printed(on),
    }
    return render(request, "desk/children.html", context)
