"""Getting the staff on board: who has joined, and the slips of those who have not."""

import ipaddress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuangang.accounts.actions import INVITATION_LASTS
from nuangang.lib.ids import id_of
from nuangang.lib.qr import qr_code
from nuangang.people.actions.staff import print_slips
from nuangang.people.staff_queries import joining_rows, never_joined, staff_here
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.rules import may


@may("staff", "write")
def staff_joining(request: HttpRequest) -> HttpResponse:
    """Show who of the staff has joined, and whose slip waits; the page renews itself."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = joining_rows(actor)
    total = staff_here(actor).count()
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "joined": total - len(rows),
        "without_slip": sum(row["slip_until"] is None for row in rows),
    }
    return render(request, "desk/staff_joining.html", context)


@require_POST
@may("staff", "write")
@fresh_factor
def staff_slips(request: HttpRequest) -> HttpResponse:
    """Print sign-in slips: for those chosen, for all who never joined, or those of them without one.

    Slips that were given out before to the same people stop working.
    """
    actor = request.actor  # type: ignore[attr-defined]
    people = staff_here(actor)
    if chosen := request.POST.getlist("staff"):
        people = people.filter(pk__in=[pk for text in chosen if (pk := id_of(text))])
    else:
        people = never_joined(people, without_slip="without_slip" in request.POST)
    printed = print_slips(actor, people)
    slips = [_slip(request, staff, code) for staff, code in printed]
    context = {
        "slips": slips,
        "until": timezone.now() + INVITATION_LASTS,
        "only_here": _only_here(request),
        "host": request.get_host(),
    }
    return render(request, "desk/staff_slips.html", context)


def _slip(request: HttpRequest, staff: Any, code: str) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("join", args=[code]))
    return {
        "name": staff.name,
        "login": staff.user.login,
        "code": f"{code[:5]}-{code[5:]}",
        "address": request.build_absolute_uri(reverse("join_code")),
        "qr": qr_code(address, scale=3, mask=3),
    }


def _only_here(request: HttpRequest) -> bool:
    """Say whether the address that slips would name is one that no phone can open."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
