"""The rules of conduct: read and confirmed, and who has not yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nuangang.policy.rules import may, signed_in
from nuangang.privacy.actions.conduct import ask_everybody, sign_conduct
from nuangang.privacy.conduct_text import RULES
from nuangang.privacy.models import ConductSigned
from nuangang.privacy.queries.conduct import KEY, counts, everybody

PER_PAGE, ALL = 50, 2000
LATER, THREE_DAYS = "conduct_later", 3 * 24 * 3600


@signed_in
def conduct(request: HttpRequest) -> HttpResponse:
    """Show the rules of conduct; a yes is kept, and later asks again in three days."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    if request.method == "POST" and actor.staff_id:
        answer = redirect(wanted if safe and wanted.startswith("/") else "home")
        if "later" in request.POST:
            answer.set_cookie(LATER, "1", max_age=THREE_DAYS, httponly=True, samesite="Lax")
            return answer
        sign_conduct(actor)
        messages.success(request, _("Noted, thank you. You are asked again next year."))
        return answer
    year = timezone.localdate().year
    mine = ConductSigned.objects.filter(
        school_id=actor.school_id, staff_id=actor.staff_id, year=year
    )
    context = {
        "rules": RULES,
        "year": year,
        "signed": mine.first() if actor.staff_id else None,
        "next": wanted if safe else "",
    }
    return render(request, "privacy/conduct.html", context)


@may("privacy")
def conduct_list(request: HttpRequest) -> HttpResponse:
    """List who has confirmed and who has not; begin to ask everybody."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and actor.may("privacy", "write"):
        ask_everybody(actor)
        messages.success(request, _("From now on everybody is asked at sign-in."))
        return redirect("conduct_list")
    year = timezone.localdate().year
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = everybody(actor, year, words=asked["q"], state=asked["state"])
    size = ALL if request.GET.get("rows") == "all" else PER_PAGE
    page = Paginator(found, size).get_page(request.GET.get("page"))
    done, total = counts(actor, year)
    context = {
        "page": page, "rows": list(page), "asked": asked, "year": year, "done": done,
        "total": total, "asking": KEY in actor.school.preferences,
    }  # fmt: skip
    return render(request, "privacy/conduct_list.html", context)
