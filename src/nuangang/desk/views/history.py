"""What changed in a child's file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nuangang.audit.actions import record
from nuangang.desk.views.child import fetched
from nuangang.people import history
from nuangang.people.fields import sight_of
from nuangang.people.models import Change, Tie
from nuangang.policy.guards import visible
from nuangang.policy.rules import may

PER_PAGE = 100


@may("change")
def child_history(request: HttpRequest, pk: str) -> HttpResponse:
    """List who changed which field of the file, when, from what to what."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    record(actor, "read_history", kind="child", object_id=child.pk, label=child.name)
    changes = visible(actor, Change).filter(child_id=child.pk).order_by("-at", "-id")
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    ties = visible(actor, Tie).filter(child_id=child.pk).select_related("adult").order_by("-since")
    told = history.lines(sight_of(actor, child), child, page)
    context = {"child": child, "page": page, "lines": told, "ties": ties}
    return render(request, "desk/child_history.html", context)
