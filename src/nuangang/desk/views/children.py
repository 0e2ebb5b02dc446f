"""The list of children."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
from nuangang.policy.reasons import for_a_reason, reason_of
from nuangang.policy.rules import may

PER_PAGE = 50
ALL = 5000


def _asks_for_all(request: HttpRequest) -> bool:
    return request.GET.get("rows") == "all"


@may("child")
@for_a_reason(_("All on one page, to print"), when=_asks_for_all)
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
        why = reason_of(request)
        count, said = page.paginator.count, why.words if why else ""
        record(actor, "printed_list", kind="child", count=count, reason=said)
    else:
        shown: dict[str, Any] = {
            "count": len(page.object_list),
            "page": page.number,
            "klass": filters.klass,
        }
        record(actor, "listed", kind="child", **shown)
    definition = DEFINITIONS[actor.school.definition]
    rows = list_rows(actor, list(page.object_list), on)
    context = {
        "whole": not rows or any(row["whole"] for row in rows),
        "filters": filters,
        "facets": facets(actor, groups or Groups([], {}), on),
        "states": STATES,
        "news": NEWS,
        "page": page,
        "reason": reason_of(request) if per_page == ALL else None,
        "rows": rows,
        "definition": definition,
        "printed": definition.printed(on),
    }
    return render(request, "desk/children.html", context)
