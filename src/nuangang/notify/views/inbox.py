"""What is new for me: one's own messages, and the tiny address that open pages ask."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nuangang.lib.asked import one_of
from nuangang.notify.actions import mark_read
from nuangang.notify.models import Kind, Notice
from nuangang.notify.queries import PAGE, inbox, news
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may, quietly


@may("notice")
def notices(request: HttpRequest) -> HttpResponse:
    """List what the actor was told, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    kind, unread = one_of(request.GET.get("kind"), Kind.values), bool(request.GET.get("unread"))
    rows = inbox(actor, kind, unread=unread)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": Kind.choices, "unread": unread}
    return render(request, "notify/notices.html", context)


@may("notice")
@require_GET
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead to what a notice is about; from then on it is read."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Notice, pk)
    mark_read(actor, timezone.now(), found.pk)
    inside = found.url.startswith("/") and url_has_allowed_host_and_scheme(found.url, None)
    return redirect(found.url if inside else "notices")


@may("notice", "write")
@require_POST
def notice_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a notice was read, without going where it leads."""
    actor = request.actor  # type: ignore[attr-defined]
    mark_read(actor, timezone.now(), fetch(actor, Notice, pk, "write").pk)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"unread": news(actor)[0]})
    return redirect("notices")


@may("notice", "write")
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Note that everything was read."""
    count = mark_read(request.actor, timezone.now())  # type: ignore[attr-defined]
    text = ngettext(
        "%(count)d message marked as read.", "%(count)d messages marked as read.", count
    )
    messages.success(request, text % {"count": count} if count else _("There was nothing unread."))
    return redirect("notices")


@quietly
@may("notice")
@require_GET
def notices_news(request: HttpRequest) -> JsonResponse:
    """Say how much is unread and what is urgent; asked by every page that is in view, and no sign of life."""
    unread, urgent = news(request.actor)  # type: ignore[attr-defined]
    shown = [
        {
            "id": str(row["pk"]),
            "text": row["text"],
            "drill": row["drill"],
            "at": f"{timezone.localtime(row['at']):%H:%M}",
            "url": reverse("my_notice", args=[row["pk"]]),
            "read": reverse("my_notice_read", args=[row["pk"]]),
        }
        for row in urgent
    ]
    return JsonResponse({"unread": unread, "urgent": shown})
