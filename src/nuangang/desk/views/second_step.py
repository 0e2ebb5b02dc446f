"""The second step of signing in, and signing in by passkey alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts import passkeys
from nuangang.accounts.actions import check_second_step
from nuangang.accounts.devices import address_of, known_device
from nuangang.accounts.factors import factors_of
from nuangang.accounts.forms import CodeForm
from nuangang.accounts.guessing import TooManyTriesError
from nuangang.accounts.models import Factor, User
from nuangang.desk.entering import half_way, open_session
from nuangang.people.actors import actor_for
from nuangang.policy.rules import public, signed_in


@public
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask who typed the right password for a code or passkey, then sign them in."""
    found = half_way(request)
    if found is None:
        return redirect("sign_in")
    user, kept = found
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and _right(request, user, form):
        return open_session(request, user, own=kept["own"], wanted=kept["wanted"])
    kinds = set(factors_of(user.pk).values_list("kind", flat=True))
    context: dict[str, Any] = {
        "form": form,
        "by_passkey": Factor.Kind.PASSKEY in kinds and passkeys.possible(request),
        "only_passkey": Factor.Kind.TOTP not in kinds,
        "failed": "passkey" in request.POST,
    }
    return render(request, "desk/second_step.html", context)


def _right(request: HttpRequest, user: User, form: CodeForm) -> bool:
    if answer := request.POST.get("passkey"):
        return _answered_by(request, answer) == user
    if not form.is_valid():
        return False
    where = address_of(request), known_device(request, user.pk)
    try:
        if check_second_step(user, form.cleaned_data["code"], *where):
            return True
    except TooManyTriesError:
        form.add_error(None, _("Too many wrong tries. Wait a quarter of an hour, then try again."))
        return False
    form.add_error("code", _("Not this one. Take the newest code the app shows."))
    return False


def _answered_by(request: HttpRequest, answer: str) -> User | None:
    try:
        return passkeys.who_answers(request, answer)
    except passkeys.PasskeyError:
        return None


@public
def here(request: HttpRequest) -> HttpResponse:
    """Tell a page that somebody still uses who is signed in; being asked keeps the session alive."""
    actor = request.actor  # type: ignore[attr-defined]
    return JsonResponse({"user": str(actor.user_id) if actor else ""})


@signed_in
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Give a page that was covered the new session's token."""
    return render(request, "desk/signed_in_again.html")


@public
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks a passkey: of who is signed in or half-way, else of anybody."""
    found = half_way(request)
    actor = request.actor  # type: ignore[attr-defined]
    user = User.objects.get(pk=actor.user_id) if actor else found[0] if found else None
    return JsonResponse(passkeys.ask(request, user))


@public
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is something one has and, by its own lock, something one is."""
    user = _answered_by(request, request.POST.get("passkey", ""))
    if user is None or actor_for(user.pk) is None:
        return redirect("sign_in")
    own = bool(request.POST.get("own"))
    return open_session(request, user, own=own, wanted=request.POST.get("next", ""))
