"""What was told somebody in 暖港."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.notify.actions import mark_seen
from nuangang.notify.models import Message
from nuangang.notify.queries import PAGE, inbox
from nuangang.policy.rules import may


@may("message", "read")
def my_messages(request: HttpRequest) -> HttpResponse:
    """Show the actor's messages; what was new is marked and counts as opened."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.staff_id is None:
        raise Http404
    page = Paginator(inbox(actor), PAGE).get_page(request.GET.get("page"))
    rows = [(row, row.state == Message.State.DELIVERED) for row in page]
    mark_seen(actor.school_id, actor.staff_id, timezone.now())
    return render(request, "notify/messages.html", {"page": page, "rows": rows})
