"""Asking again who somebody is, before what deserves it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts import passkeys
from nuangang.accounts.actions import check_again, check_second_step
from nuangang.accounts.devices import address_of, known_device
from nuangang.accounts.factors import factors_of
from nuangang.accounts.forms import CodeForm, PasswordForm
from nuangang.accounts.guessing import TooManyTriesError
from nuangang.accounts.models import Factor, User
from nuangang.audit.actions import record

FRESH = timedelta(minutes=10)
ANSWERS = ("confirm", "code", "password", "passkey")
View = TypeVar("View", bound=Callable[..., Any])


def fresh_factor(view: View) -> View:
    """Declare a page for those who proved their second step (or password) in the last ten minutes.

    Others are asked at the same address; what they had sent is kept and carried out then. Who is not
    signed in is left to the view's own rule. Not for views that take files.
    """
    return _asking(view, is_fresh)


def proved_anew(view: View) -> View:
    """Declare a page whose form is carried out only with a proof given there and then, never an older one.

    Looking at it asks for nothing; otherwise as `fresh_factor`.
    """
    return _asking(view, lambda request: request.method != "POST" or _is_cast(request))


def _asking(view: View, is_enough: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.actor is None or is_enough(request):  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        asked = request.method == "POST" and "confirm" in request.POST
        problem = _problem(request) if asked else ""
        if not asked or problem:
            return _ask(request, problem)
        if request.POST["confirm"] == "GET":
            return redirect(request.get_full_path())
        return view(request, *args, **kwargs)

    checked.asks_again = True  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def is_fresh(request: HttpRequest) -> bool:
    """Say whether this session proved itself lately; the demonstration's cast has nothing to prove."""
    proved = request.session.get("proved") or request.session.get("began")
    if _is_cast(request):
        return True
    return proved is not None and timezone.now() - datetime.fromisoformat(proved) < FRESH


def _is_cast(request: HttpRequest) -> bool:
    return bool(request.session.get("cast"))


def stamp(request: HttpRequest) -> None:
    """Note that this session has just proved itself."""
    request.session["proved"] = timezone.now().isoformat()


def _problem(request: HttpRequest) -> str:
    """Check the answer and stamp the session; return what is wrong with it, '' for nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    user = User.objects.get(pk=actor.user_id)
    try:
        right = _proves(request, user)
    except TooManyTriesError:
        return _("Too many wrong tries. Wait a quarter of an hour, then try again.")
    except passkeys.PasskeyError:
        return _("The passkey did not answer. Try again, or take a code.")
    if not right:
        return _("That is not right. Look at the newest code, or type the password again.")
    stamp(request)
    record(actor, "confirmed", kind="user", object_id=user.pk)
    return ""


def _proves(request: HttpRequest, user: User) -> bool:
    where = address_of(request), known_device(request, user.pk)
    if answer := request.POST.get("passkey"):
        return passkeys.who_answers(request, answer) == user
    if _kinds(user):
        return check_second_step(user, request.POST.get("code", ""), *where)
    return check_again(user, request.POST.get("password", ""), *where)


def _kinds(user: User) -> set[str]:
    return set(factors_of(user.pk).values_list("kind", flat=True))


def _ask(request: HttpRequest, problem: str) -> HttpResponse:
    user = User.objects.get(pk=request.actor.user_id)  # type: ignore[attr-defined]
    kinds = _kinds(user)
    method = request.POST.get("confirm", request.method or "GET")
    sent = [
        (name, value)
        for name in request.POST
        if name not in (*ANSWERS, "csrfmiddlewaretoken")
        for value in request.POST.getlist(name)
    ]
    form = (CodeForm if kinds else PasswordForm)(request.POST if problem else None)
    if problem:
        form.add_error(None, problem)
    context = {
        "sent": [] if method == "GET" else sent,
        "method": method,
        "form": form,
        "by_passkey": Factor.Kind.PASSKEY in kinds and passkeys.possible(request),
    }
    return render(request, "policy/confirm.html", context, status=422 if problem else 200)
