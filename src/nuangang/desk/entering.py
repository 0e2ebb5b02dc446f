"""From a right password to a session: the second step, the grace, and what one is told."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from nuangang.accounts import sessions
from nuangang.accounts.devices import remember_device
from nuangang.accounts.factors import expect_factor, has_factor, take_notices
from nuangang.accounts.models import SignInNotice, User
from nuangang.audit.actions import Person, record
from nuangang.lib.dates import day_text
from nuangang.people.actors import actor_for
from nuangang.privacy.queries.conduct import is_asked
from nuangang.privacy.views.conduct import LATER

HALF, HALF_LASTS = "half", timedelta(minutes=10)


def enter(request: HttpRequest, user: User, *, own: bool, wanted: str) -> HttpResponse:
    """Go on after the first step: ask for the second where there is one, else sign in."""
    if not has_factor(user.pk):
        return open_session(request, user, own=own, wanted=wanted)
    request.session[HALF] = {
        "user": str(user.pk),
        "at": timezone.now().isoformat(),
        "own": own,
        "wanted": wanted,
    }
    return redirect("second_step")


def half_way(request: HttpRequest) -> tuple[User, dict[str, Any]] | None:
    """Return who has taken the first step here in the last ten minutes, and what they wanted."""
    kept = request.session.get(HALF)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > HALF_LASTS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return (user, kept) if user else None


def open_session(request: HttpRequest, user: User, *, own: bool, wanted: str) -> HttpResponse:
    """Sign in, and lead to the page wanted, or first to the second step that is still missing."""
    actor = actor_for(user.pk)
    needed = actor is not None and actor.needs_factor
    if needed:
        expect_factor(user)
    sessions.begin(request, user, own=own, leader=needed)
    record(actor or Person(user.name, user.pk), "signed_in", kind="user", object_id=user.pk)
    _tell(request, user)
    answer = redirect(_inside(request, wanted) or "home")
    if is_asked(actor, timezone.localdate()) and LATER not in request.COOKIES:
        answer = redirect(f"{reverse('conduct')}?{urlencode({'next': answer.url})}")
    if needed and user.factor_due:
        answer = redirect(_set_up_first(request, user, answer.url))
    remember_device(request, answer, user.pk)
    return answer


def open_as_cast(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    """Sign in as one of the demonstration's cast, who needs no second step."""
    sessions.begin(request, user, own=False, leader=False)
    request.session["cast"] = True
    return redirect(_inside(request, wanted) or "home")


def _set_up_first(request: HttpRequest, user: User, wanted: str) -> str:
    """Return the page that leads to a second step; past the grace nothing else opens."""
    late = bool(user.factor_due and user.factor_due <= timezone.now())
    request.session["only"] = "my_step" if late else ""
    if user.factor_due and not late:
        request.session["until"] = user.factor_due.isoformat()
    return f"{reverse('my_steps')}?{urlencode({'next': wanted})}"


def _inside(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""


def inside_or(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """Return `wanted` where it lies within the site, else the address of the view `otherwise`."""
    return _inside(request, wanted) or resolve_url(otherwise)


def _tell(request: HttpRequest, user: User) -> None:
    for notice in take_notices(user):
        messages.error(request, _told(notice))


def _told(notice: SignInNotice) -> str:
    about = {"who": notice.by_name, "day": day_text(notice.at), "why": notice.reason}
    if notice.what == SignInNotice.What.SLIP:
        text = _("%(who)s printed a new sign-in slip for you (%(day)s).")
    else:
        text = _("%(who)s reset your second step (%(day)s): %(why)s.")
    warning = _("If you did not ask for it, tell the head today.")
    return f"{text % about} {warning}"
