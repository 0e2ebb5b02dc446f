"""The page of the machine: how its backups are, and the paper that opens them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib.qr import qr_code
from nuangang.machine.notes import remember
from nuangang.machine.recovery import groups_of, new_recovery_code
from nuangang.machine.state import state_of
from nuangang.notify.pulse import silent
from nuangang.notify.queries import failed_count
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.rules import may, quietly, signed_in


@may("machine")
def machine(request: HttpRequest) -> HttpResponse:
    """Show how the backups are, and what to do about them."""
    actor = request.actor  # type: ignore[attr-defined]
    state = state_of(timezone.now(), actor.school)
    context = {
        "state": state,
        "failed": failed_count(actor.school_id) if actor.may("message", "write") else 0,
        "may_see_places": actor.may("machine", "write") or _is_alone(),
        "may_back_up": actor.may("machine", "write"),
        "may_make_code": actor.may("recovery_code", "write") and _is_alone(),
    }
    return render(request, "machine/machine.html", context)


@quietly
@signed_in
def pulse(request: HttpRequest) -> HttpResponse:
    """Say whether the clock stands still; boards ask for it as long as they are shown."""
    return render(request, "machine/pulse.html", {"silent": silent(timezone.now())})


@may("machine", "write")
@require_POST
def backup_now(request: HttpRequest) -> HttpResponse:
    """Ask the clock for a backup; it looks once a minute."""
    actor = request.actor  # type: ignore[attr-defined]
    remember(asked=timezone.now().isoformat())
    record(actor, "backup_asked", kind="machine")
    messages.success(request, _("The clock makes a backup within a minute. Look again soon."))
    return redirect("machine")


@may("recovery_code", "write")
@fresh_factor
def recovery_code(request: HttpRequest) -> HttpResponse:
    """Say what the code is for; when it is asked for, make it and show it once, to be printed."""
    actor = request.actor  # type: ignore[attr-defined]
    state = state_of(timezone.now(), actor.school)
    if request.method != "POST" or not _is_alone():
        return render(request, "machine/recovery_code.html", {"state": state, "alone": _is_alone()})
    code, made = new_recovery_code(timezone.localtime())
    remember(asked=timezone.now().isoformat())
    record(actor, "recovery_code_made", kind="machine", label=made.mark)
    context = {
        "groups": groups_of(code),
        "qr": qr_code(code, scale=4),
        "paper": made,
        "state": state,
    }
    return render(request, "machine/paper.html", context)


def _is_alone() -> bool:
    """Say whether this machine serves one school, whose head then speaks for all of it."""
    return School.objects.filter(is_demo=False).count() <= 1
