"""Signing in and out, and joining with the code on a slip."""

from functools import partial
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts import actions, passkeys
from nuangang.accounts.chat import apps_in_use
from nuangang.accounts.devices import address_of, known_device
from nuangang.accounts.forms import JoinForm, SignInForm, SlipForm
from nuangang.accounts.guessing import TooManyTriesError
from nuangang.accounts.models import School, User
from nuangang.accounts.platforms import inside_of
from nuangang.accounts.posts import Post
from nuangang.accounts.sessions import kept_as
from nuangang.audit.actions import record
from nuangang.desk.demo_cast import cast
from nuangang.desk.entering import enter, open_as_cast
from nuangang.desk.menu import is_tied_to_nobody
from nuangang.notify.push_devices import end_devices
from nuangang.people.actors import actor_for
from nuangang.policy.actor import Reached
from nuangang.policy.matrix import HIDDEN, Scope
from nuangang.policy.rules import public, signed_in


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; in the demonstration, list the cast to click on."""
    if not School.objects.exists():
        return redirect("set_up")
    form = SignInForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid() and (user := _checked(request, form)):
        return enter(request, user, own=form.cleaned_data["own"], wanted=wanted)
    inside = inside_of(request.headers.get("User-Agent", ""))
    if request.method == "GET" and inside and "by_hand" not in request.GET:
        mine = [app for app in apps_in_use() if app.kind == inside]
        if len(mine) == 1 and request.actor is None:  # type: ignore[attr-defined]
            return redirect(reverse("chat_start", args=[mine[0].pk]) + _after(wanted))
    return sign_in_page(request, form, wanted=wanted)


def sign_in_page(
    request: HttpRequest, form: SignInForm | None = None, *, wanted: str = "", problem: str = ""
) -> HttpResponse:
    """Show the sign-in page, with the chat platforms that can be used in this browser."""
    inside = inside_of(request.headers.get("User-Agent", ""))
    chat = [app for app in apps_in_use() if app.kind == inside or not app.inside_only]
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "cast": cast(),
        "next": wanted,
        "passkeys": passkeys.possible(request),
        "chat": chat,
        "chat_of_one": len({app.school_id for app in chat}) == 1,
        "after": _after(wanted),
        "problem": problem,
    }
    return render(request, "desk/sign_in.html", context)


def _after(wanted: str) -> str:
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def _checked(request: HttpRequest, form: SignInForm) -> User | None:
    typed = form.cleaned_data
    known = partial(known_device, request)
    try:
        user = actions.check_sign_in(
            typed["login"].strip(), typed["password"], address_of(request), known
        )
    except TooManyTriesError:
        form.add_error(None, _("Too many wrong tries. Wait a quarter of an hour, then try again."))
        return None
    if user is None:
        form.add_error(
            None, _("Name or password is not right. Ask the lead for a new slip if you forgot it.")
        )
    elif actor_for(user.pk) is None:
        form.add_error(None, _("You have no post at this school any more. Ask the head."))
        return None
    return user


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast, which exists in the demonstration only."""
    wanted = request.POST.get("login", "")
    user = next((user for part, user in cast() if part.login == wanted), None)
    if user is None:
        return redirect("sign_in")
    return open_as_cast(request, user, request.POST.get("next", ""))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; no notices come to this browser any more."""
    if actor := request.actor:  # type: ignore[attr-defined]
        record(actor, "signed_out")
        here = kept_as(request.session.session_key or "")
        end_devices(actor.school_id, actor.staff_id, timezone.now(), session=here)
    logout(request)
    # Inside a chat app the sign-in page would lead straight back in.
    inside = inside_of(request.headers.get("User-Agent", ""))
    response = redirect(resolve_url("sign_in") + ("?by_hand=1" if inside else ""))
    # Lets the phone's own store forget what it keeps, should the sign-out have gone past its script.
    response.set_cookie("signed_out", "1", max_age=30 * 24 * 3600, samesite="Lax")
    return response


@public
def join_by_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the slip, for those without a camera."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("join", code=form.cleaned_data["code"].strip())
    return render(request, "desk/join_code.html", {"form": form})


@public
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Let the invited person choose a password, then sign them in."""
    try:
        invitation = actions.open_invitation(code, address_of(request))
    except (actions.InvitationError, TooManyTriesError):
        return render(request, "desk/join_gone.html", status=410)
    form = JoinForm(request.POST or None, person=invitation.user)
    if request.method == "POST" and form.is_valid():
        user = actions.accept_invitation(code, form.cleaned_data["password"])
        return enter(request, user, own=form.cleaned_data["own"], wanted="")
    return render(request, "desk/join.html", {"form": form, "person": invitation.user})


WHOLE: Reached = {"child": {Scope.SCHOOL}, "family": {Scope.SCHOOL}}
# Whoever cares for no child begins where the post's own work is.
FIRST_PAGES = {
    Post.AUDITOR.value: "log",
    Post.SYSTEM_KEEPER.value: "sign_ins",
}


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the page their work begins on."""
    actor = request.actor  # type: ignore[attr-defined]
    first = next((view for role, view in FIRST_PAGES.items() if role in actor.roles), "")
    if actor.may("board"):
        return redirect("board")
    if is_tied_to_nobody(actor):
        return redirect(first or ("children" if actor.everywhere("child") else "me"))
    if actor.everywhere("child") and actor.sees("file", WHOLE) == HIDDEN:
        return redirect("children")
    if actor.may("care_record", "write"):
        return redirect("today")
    if first or actor.may("county"):
        return redirect(first or "county")
    return redirect("me")
