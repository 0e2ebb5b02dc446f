"""How colleagues sign in, for whoever keeps the system: no child and no file is in it."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.forms import ReasonForm
from nuangang.accounts.models import Factor, Session
from nuangang.accounts.sessions import end_sessions
from nuangang.audit.actions import record
from nuangang.notify.push_devices import end_devices
from nuangang.people.models import Staff, not_over
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may


@may("sign_in", "write", everywhere=True)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """List who signs in how, and let a second step be reset for a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    people = visible(actor, Staff).filter(not_over(timezone.localdate()))
    if words:
        people = people.filter(search__contains=words.lower())
    rows = list(people.select_related("user").order_by("name"))
    users = [person.user_id for person in rows if person.user_id]
    context = {
        "rows": rows,
        "q": words,
        "steps": _counted(Factor.objects.filter(user_id__in=users)),
        "devices": _counted(Session.objects.filter(user_id__in=users)),
        "form": ReasonForm(auto_id=False),
    }
    return render(request, "desk/sign_ins.html", context)


@require_POST
@may("sign_in", "write", everywhere=True)
def staff_sign_out(request: HttpRequest, pk: str) -> HttpResponse:
    """End every session of a colleague whose phone or PC is in the wrong hands; the password stays."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk)
    if person.pk == actor.staff_id:
        return redirect("me")
    with transaction.atomic():
        count = end_sessions(person.user_id)
        end_devices(person.school_id, person.pk, timezone.now())
        record(
            actor,
            "signed_out_everywhere",
            kind="user",
            object_id=person.user_id,
            label=person.name,
            count=count,
        )
    told = _("%(name)s is signed out everywhere. The password stays; print a slip for a new one.")
    messages.success(request, told % {"name": person.name})
    return redirect("staff_person", pk=pk) if actor.may("staff", "write") else redirect("sign_ins")


def _counted(rows: QuerySet) -> dict:
    """Return how many of the rows each user has."""
    counted = rows.order_by().values("user_id").annotate(count=Count("pk"))
    return dict(counted.values_list("user_id", "count"))
