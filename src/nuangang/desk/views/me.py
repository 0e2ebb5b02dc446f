"""我: my password, my second step, and where I am signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts import factors, passkeys
from nuangang.accounts.actions import change_password
from nuangang.accounts.chat import accounts_of, apps_in_use
from nuangang.accounts.forms import AppForm, NewPasswordForm
from nuangang.accounts.models import ChatAccount, ChatPlatform, User
from nuangang.accounts.sessions import end_sessions, kept_as, sessions_of
from nuangang.audit.actions import record
from nuangang.desk.entering import inside_or
from nuangang.lib.qr import qr_code
from nuangang.notify.push_devices import end_devices
from nuangang.policy.fresh import fresh_factor, stamp
from nuangang.policy.rules import signed_in

SECRET = "app_secret"  # noqa: S105  # the name of a place in the session


def _user(request: HttpRequest) -> User:
    return User.objects.get(pk=request.actor.user_id)  # type: ignore[attr-defined]


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show the person, how they sign in, and where they are signed in."""
    user = _user(request)
    here = kept_as(request.session.session_key or "")
    context: dict[str, Any] = {
        "person": user,
        "steps": factors.factors_of(user.pk),
        "codes_left": factors.codes_left(user.pk),
        "sessions": sessions_of(user.pk),
        "chats": _chats(request),
        "here": here,
    }
    return render(request, "desk/me.html", context)


def _chats(request: HttpRequest) -> list[tuple[ChatPlatform, ChatAccount | None]]:
    """Return what the person's school lets one sign in through, with their account there."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = {account.platform_id: account for account in accounts_of(actor.user_id)}
    of_school = apps_in_use().filter(school_id=actor.school_id)
    return [(app, mine.get(app.pk)) for app in of_school] if actor.school_id else []


@signed_in
@fresh_factor
def me_password(request: HttpRequest) -> HttpResponse:
    """Let the person change their password; other devices are signed out."""
    user = _user(request)
    form = NewPasswordForm(request.POST if "again" in request.POST else None, person=user)
    if form.is_bound and form.is_valid():
        actor, key = request.actor, request.session.session_key  # type: ignore[attr-defined]
        change_password(actor, user, form.cleaned_data["password"], here=key)
        end_devices(actor.school_id, actor.staff_id, timezone.now())
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, _("The new password holds. Other devices have been signed out."))
        return redirect("me")
    return render(request, "desk/me_password.html", {"form": form})


@require_POST
@signed_in
def me_session_end(request: HttpRequest, key: str) -> HttpResponse:
    """End one of the person's own sessions."""
    actor = request.actor  # type: ignore[attr-defined]
    if sessions_of(actor.user_id).filter(pk=key).delete()[0]:
        end_devices(actor.school_id, actor.staff_id, timezone.now(), session=key)
        record(actor, "session_ended", kind="user", object_id=actor.user_id)
        messages.success(request, _("Signed out there."))
    return redirect("me")


@require_POST
@signed_in
def me_sessions_end(request: HttpRequest) -> HttpResponse:
    """End every session of the person but this one."""
    actor = request.actor  # type: ignore[attr-defined]
    here = request.session.session_key or ""
    end_devices(actor.school_id, actor.staff_id, timezone.now(), but=kept_as(here))
    if end_sessions(actor.user_id, but=here):
        record(actor, "session_ended", kind="user", object_id=actor.user_id)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("me")


@signed_in
def my_steps(request: HttpRequest) -> HttpResponse:
    """Show what there is for the second step, and what can be added."""
    user = _user(request)
    due = user.factor_due
    context: dict[str, Any] = {
        "steps": factors.factors_of(user.pk),
        "codes_left": factors.codes_left(user.pk),
        "due": due,
        "late": bool(due and due <= timezone.now()),
        "needed": request.actor.needs_factor,  # type: ignore[attr-defined]
        "passkeys": passkeys.possible(request),
        "next": inside_or(request, request.GET.get("next", ""), "home"),
    }
    return render(request, "desk/my_steps.html", context)


@signed_in
@fresh_factor
def my_step_app(request: HttpRequest) -> HttpResponse:
    """Show an app what to read, and keep it when its first code is right."""
    user, actor = _user(request), request.actor  # type: ignore[attr-defined]
    secret = request.session.get(SECRET) or factors.new_secret()
    request.session[SECRET] = secret
    form = AppForm(request.POST if "name" in request.POST else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        code = "".join(typed["code"].split())
        if factors.add_app(actor, user, secret, code, typed["name"]):
            del request.session[SECRET]
            return _added(request, user)
        form.add_error("code", _("Not this one. Take the newest code the app shows."))
    issuer = actor.school.name if actor.school else _("Nuangang")
    address = factors.address_for_app(user, secret, issuer)
    picture = qr_code(address, scale=4, border=2)
    context = {"form": form, "picture": picture, "secret": secret, "address": address}
    return render(request, "desk/my_step_app.html", context)


@require_POST
@signed_in
@fresh_factor
def my_step_passkey_question(request: HttpRequest) -> HttpResponse:
    """Return what the browser needs to make a passkey."""
    return JsonResponse(passkeys.ask_for_new(request, _user(request)))


@signed_in
@fresh_factor
def my_step_passkey(request: HttpRequest) -> HttpResponse:
    """Let the person make a passkey on this device."""
    if not passkeys.possible(request):
        raise Http404
    user, failed = _user(request), False
    if answer := request.POST.get("passkey"):
        name = request.POST.get("name", "")
        try:
            passkeys.keep_new(request, request.actor, user, answer, name)  # type: ignore[attr-defined]
            return _added(request, user)
        except passkeys.PasskeyError:
            failed = True
    return render(request, "desk/my_step_passkey.html", {"failed": failed})


def _added(request: HttpRequest, user: User) -> HttpResponse:
    """Open everything again, and show recovery codes to who has none yet."""
    for waiting in ("only", "until"):
        request.session.pop(waiting, None)
    stamp(request)
    messages.success(request, _("From now on you sign in with this second step."))
    if factors.codes_left(user.pk):
        return redirect("my_steps")
    return _codes(request, user)


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = factors.renew_codes(request.actor, user)  # type: ignore[attr-defined]
    context = {"codes": [f"{code[:5]}-{code[5:]}" for code in codes], "person": user}
    return render(request, "desk/my_step_codes.html", context)


@require_POST
@signed_in
@fresh_factor
def my_step_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    user = _user(request)
    if not factors.has_factor(user.pk):
        return redirect("my_steps")
    return _codes(request, user)


@require_POST
@signed_in
@fresh_factor
def my_step_drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Take one of one's own apps or passkeys away; the last one stays where a post needs it."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = factors.factors_of(actor.user_id)
    factor = mine.filter(pk=pk).first()
    if factor is None:
        raise Http404
    if actor.needs_factor and mine.count() == 1:
        messages.error(request, _("Your post needs a second step: add another one first."))
    else:
        factors.drop_factor(actor, factor)
        messages.success(request, _("Taken away."))
    return redirect("my_steps")
