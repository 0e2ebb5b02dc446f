"""Signing in through DingTalk, WeCom or Feishu, and connecting one's own account there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuangang.accounts.chat import (
    TakenError,
    accounts_of,
    apps_in_use,
    connect,
    disconnect,
    user_of,
)
from nuangang.accounts.chat_state import (
    Leaving,
    back_to,
    brought,
    come_back,
    elsewhere,
    leave,
    meet,
    met,
)
from nuangang.accounts.devices import address_of
from nuangang.accounts.guessing import TooManyTriesError, note_wrong, refuse_guessing
from nuangang.accounts.models import ChatPlatform, User
from nuangang.accounts.platforms import Identity, PlatformError, inside_of, platform_of
from nuangang.accounts.platforms.words import in_words
from nuangang.audit.actions import Person, record
from nuangang.desk.entering import enter
from nuangang.desk.views.sign_in import sign_in_page
from nuangang.people.actors import actor_for
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.rules import public, signed_in


def _app(pk: Any) -> ChatPlatform:
    app = apps_in_use().filter(pk=pk).first()
    if app is None:
        raise Http404
    return app


@public
@require_safe
def chat_choose(request: HttpRequest) -> HttpResponse:
    """List the schools one can sign in to through a platform, where there are many."""
    kind = inside_of(request.headers.get("User-Agent", ""))
    apps = [app for app in apps_in_use() if app.kind == kind or not app.inside_only]
    context = {"apps": apps, "next": request.GET.get("next", "")}
    return render(request, "desk/chat_choose.html", context)


@public
@require_safe
def chat_start(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the browser to the platform; in an ordinary one only where the school allows it."""
    app = _app(pk)
    if request.actor is not None:  # type: ignore[attr-defined]
        return redirect("home")
    if app.inside_only and inside_of(request.headers.get("User-Agent", "")) != app.kind:
        return sign_in_page(request, problem=_("Open this page inside %(app)s.") % {"app": app})
    if there := elsewhere(request, app):
        return redirect(there)
    return redirect(leave(request, app, wanted=request.GET.get("next", "")))


@public
@require_safe
def chat_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Take somebody back whom the platform sent: sign them in, or ask whether to connect."""
    app = _app(pk)
    left = come_back(request, app)
    if left is None:
        text = _("This browser did not set out from here, or too long ago. Start again.")
        return sign_in_page(request, problem=text)
    try:
        refuse_guessing("", address_of(request))
        identity = platform_of(app.kind).who(app, brought(request), back_to(app), left.verifier)
    except TooManyTriesError:
        text = _("Too many wrong tries. Wait a quarter of an hour, then try again.")
        return _failed(request, left, text)
    except PlatformError as error:
        note_wrong(f"chat {app.kind}", address_of(request))
        return _failed(request, left, in_words(error, app.kind, str(app)))
    return (
        _connecting(request, app, left, identity)
        if left.who
        else _entering(request, app, left, identity)
    )


def _failed(request: HttpRequest, left: Leaving, problem: str) -> HttpResponse:
    if left.who:
        messages.error(request, problem)
        return redirect("me")
    return sign_in_page(request, problem=problem, wanted=left.wanted)


def _entering(
    request: HttpRequest, app: ChatPlatform, left: Leaving, who: Identity
) -> HttpResponse:
    user = user_of(app, who)
    if user is None:
        note_wrong(f"chat {app.kind}", address_of(request))
        record(Person(""), "sign_in_failed", kind="chat_platform", object_id=app.pk, label=str(app))
        text = _(
            "Nobody here is connected with this %(app)s account. Sign in with name and password"
            " once, then connect it under “Me”."
        )
        return sign_in_page(request, problem=text % {"app": app}, wanted=left.wanted)
    if actor_for(user.pk) is None:
        text = _("You have no post at this school any more. Ask the head.")
        return sign_in_page(request, problem=text)
    return enter(request, user, own=left.own, wanted=left.wanted)


def _connecting(
    request: HttpRequest, app: ChatPlatform, left: Leaving, who: Identity
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None or str(actor.user_id) != left.who:
        return redirect("sign_in")
    meet(request, app, left.who, who)
    return render(request, "desk/chat_confirm.html", {"app": app, "who": who})


def _own_app(request: HttpRequest, pk: Any) -> ChatPlatform:
    """Return an app of the school of who asks; nobody is led to another school's platform."""
    app = _app(pk)
    if app.school_id != request.actor.school_id:  # type: ignore[attr-defined]
        raise Http404
    return app


@signed_in
@fresh_factor
def me_chat(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the person to the platform to show which account is theirs."""
    app = _own_app(request, pk)
    if there := elsewhere(request, app):
        return redirect(there)
    return redirect(leave(request, app, who=request.actor.user_id))  # type: ignore[attr-defined]


@require_POST
@signed_in
def me_chat_connect(request: HttpRequest, pk: str) -> HttpResponse:
    """Connect the account that the platform just vouched for, the person having seen its name."""
    app, actor = _own_app(request, pk), request.actor  # type: ignore[attr-defined]
    who = met(request, app, actor.user_id)
    if who is None:
        messages.error(request, _("That took too long or was used already. Start again."))
        return redirect("me")
    try:
        connect(actor, User.objects.get(pk=actor.user_id), app, who)
        messages.success(request, _("From now on %(app)s signs you in.") % {"app": app})
    except TakenError:
        text = _("This %(app)s account is connected with somebody else here.")
        messages.error(request, text % {"app": app})
    return redirect("me")


@require_POST
@signed_in
def me_chat_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Disconnect one of one's own chat accounts."""
    actor = request.actor  # type: ignore[attr-defined]
    if disconnect(actor, accounts_of(actor.user_id).filter(pk=pk)):
        messages.success(request, _("Disconnected."))
    return redirect("me")
