"""The digest of the day, loaded into Today, and what one can do with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuangang.care.actions.following_up import let_go
from nuangang.care.models import CareRecord
from nuangang.desk.figures.digest import digest, what_presses
from nuangang.desk.models import DigestRead
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("care_record", "write")
def today_digest(request: HttpRequest) -> HttpResponse:
    """Show what the actor has to know today; once put away, one line to open it again."""
    actor = request.actor  # type: ignore[attr-defined]
    now, on = timezone.now(), timezone.localdate()
    away = DigestRead.objects.filter(school_id=actor.school_id, staff_id=actor.staff_id, day=on)
    hidden = "all" not in request.GET and away.exists()
    found = (what_presses if hidden else digest)(actor, on, now)
    context = {"lines": found.lines, "hidden": hidden}
    return render(request, "desk/digest.html", context)


@require_POST
@may("care_record", "write")
def digest_away(request: HttpRequest) -> HttpResponse:
    """Put the digest away for today."""
    actor = request.actor  # type: ignore[attr-defined]
    DigestRead.objects.get_or_create(
        school_id=actor.school_id, staff_id=actor.staff_id, day=timezone.localdate()
    )
    return redirect("today")


@require_POST
@may("care_record", "write")
def follow_up_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick a follow-up off: not needed any more."""
    actor = request.actor  # type: ignore[attr-defined]
    let_go(actor, fetch(actor, CareRecord, pk, "write"))
    return redirect("today")
