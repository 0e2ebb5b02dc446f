"""谁能看到什么，还对吗: who can see what, gone through once a term."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.care.actions import reconcile_duties
from nuangang.desk.figures.access import (
    FILTERS,
    everybody,
    last_reviews,
    narrowed,
    unconfirmed,
)
from nuangang.desk.figures.one_access import held_by, papers_of, post_held, tie_held
from nuangang.desk.forms import EndAccessForm
from nuangang.people.actions.reviews import confirm_access, end_access
from nuangang.people.file_page import term_began
from nuangang.people.models import Staff
from nuangang.people.queries import school_year_of
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("access_review")
def access_review(request: HttpRequest) -> HttpResponse:
    """List what everybody who works at or for the school can see, and why."""
    actor, on = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    rows = everybody(actor, on, school_year_of(actor, on))
    shown = [row for row in narrowed(rows, kind) if words.lower() in row.staff.search or not words]
    record(actor, "read_access", kind="staff", count=len(rows))
    context: dict[str, Any] = {
        "rows": shown,
        "kind": kind,
        "q": words,
        "filters": [
            (name, f"{label} {len(narrowed(rows, name))}") for name, label in FILTERS.items()
        ],
        "filter_words": FILTERS.get(kind, ""),
        "due": sum(row.due for row in rows),
        "began": term_began(actor, on),
        "done": last_reviews(actor),
        "may_confirm": actor.may("access_review", "write"),
        "may_end": actor.may("staff", "write"),
        "may_see_papers": actor.everywhere("clearance"),
    }
    return render(request, "desk/access_review.html", context)


@may("access_review", "write")
def access_due(request: HttpRequest) -> HttpResponse:
    """Say whether the term's review is due; the board asks for it once it is shown."""
    due = unconfirmed(request.actor, timezone.localdate())  # type: ignore[attr-defined]
    return render(request, "desk/access_due.html", {"due": due})


@require_POST
@may("access_review", "write")
def access_confirm(request: HttpRequest) -> HttpResponse:
    """Keep that what the ticked colleagues can see is still right."""
    actor, on = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    asked = set(request.POST.getlist("staff"))
    rows = everybody(actor, on, school_year_of(actor, on))
    found = [(row.staff, row.reach, row.rights) for row in rows if str(row.staff.pk) in asked]
    count = confirm_access(actor, found)
    if count:
        said = ngettext("%(num)s person confirmed.", "%(num)s people confirmed.", count)
        messages.success(request, said % {"num": count})
    else:
        messages.error(
            request,
            _(
                "Nobody was confirmed: tick those whose rights are right. Your own are confirmed by somebody else."
            ),
        )
    return redirect(_back(request.POST))


@may("access_review", "write")
def access_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what one colleague holds and until when, and end what is right no longer."""
    actor, on = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk, "write")
    if person.pk == actor.staff_id:
        raise PermissionDenied
    posts, ties = held_by(actor, person, on)
    year = school_year_of(actor, on)
    form = EndAccessForm(
        request.POST or None,
        posts={str(post.pk): post_held(post, year) for post in posts},
        ties={str(tie.pk): tie_held(tie, year) for tie in ties},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        ending = [row for row in posts if str(row.pk) in typed.get("posts", ())]
        apart = [row for row in ties if str(row.pk) in typed.get("ties", ())]
        with transaction.atomic():
            end_access(actor, person, ending, apart, why=typed["why"])
            reconcile_duties(actor.school, now=timezone.now())
        messages.success(request, _("Ended today."))
        return redirect(_back(request.GET))
    record(actor, "read_access", kind="staff", object_id=person.pk, count=1)
    context = {
        "person": person,
        "form": form,
        "kind": request.GET.get("kind", ""),
        "lasting": papers_of(person, on) if actor.everywhere("clearance") else [],
    }
    return render(request, "desk/access_person.html", context, status=422 if form.is_bound else 200)


def _back(asked: Any) -> str:
    kind = asked.get("kind", "")
    address = reverse("access_review")
    return f"{address}?kind={kind}" if kind in FILTERS else address
