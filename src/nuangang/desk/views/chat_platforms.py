"""聊天平台登录: which chat platforms a school's people can sign in through."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.chat import apps_of, disconnect, set_platform
from nuangang.accounts.chat_state import back_to
from nuangang.accounts.models import ChatAccount, ChatPlatform
from nuangang.accounts.platforms import PlatformError, platform_of
from nuangang.accounts.platforms.words import in_words
from nuangang.audit.actions import record
from nuangang.desk.chat_forms import ChatPlatformForm
from nuangang.people.models import Staff
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("sign_in", "write", everywhere=True)
def chat_platforms(request: HttpRequest) -> HttpResponse:
    """List the three platforms and what the school has set up."""
    there = apps_of(_school(request))
    kinds = [(kind, label, there.get(kind)) for kind, label in ChatPlatform.Kind.choices]
    return render(request, "desk/chat_platforms.html", {"kinds": kinds})


@may("sign_in", "write", everywhere=True)
@fresh_factor
def chat_platform(request: HttpRequest, kind: str) -> HttpResponse:
    """Set one platform up, or change it."""
    app = _app(request, kind)
    first = {f"{kind}_{n}": getattr(app, n) for n in ("app_id", "corp_id", "agent_id")}
    address = app.address or f"{request.scheme}://{request.get_host()}"
    initial = {**first, "address": address, "inside_only": app.inside_only}
    sent = request.POST if "address" in request.POST else None
    form = ChatPlatformForm(sent, app=app, initial=initial)
    if form.is_bound and form.is_valid():
        set_platform(request.actor, app, form.values())  # type: ignore[attr-defined]
        messages.success(request, _("Saved. Now try it."))
        return redirect("chat_platform", kind=kind)
    context = {"app": app, "form": form, "set_up": bool(app.set_at), "back": back_to(app)}
    return render(request, "desk/chat_platform.html", context, status=422 if form.is_bound else 200)


@require_POST
@may("sign_in", "write", everywhere=True)
def chat_platform_try(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask the platform whether it takes the app's id and secret, and say what it said."""
    app = _set_up(request, kind)
    try:
        platform_of(kind).knock(app)
        messages.success(request, _("%(app)s answers and knows the app.") % {"app": app})
    except PlatformError as error:
        messages.error(request, in_words(error, kind, str(app)))
    record(request.actor, "chat_tried", kind="chat_platform", object_id=app.pk, label=str(app))  # type: ignore[attr-defined]
    return redirect("chat_platform", kind=kind)


@require_POST
@may("sign_in", "write", everywhere=True)
def chat_platform_switch(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the button away, or put it back; who is connected stays so."""
    app = _set_up(request, kind)
    set_platform(request.actor, app, {"is_on": "on" in request.POST})  # type: ignore[attr-defined]
    return redirect("chat_platforms")


@require_POST
@may("sign_in", "write", everywhere=True)
def staff_chat_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Disconnect a colleague's chat accounts, for a lost phone or one that was taken over."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk)
    of_school = ChatAccount.objects.filter(platform__school_id=actor.school_id)
    if person.user_id and disconnect(actor, of_school.filter(user_id=person.user_id)):
        messages.success(request, _("Disconnected."))
    return redirect("staff_person", pk=pk)


def _school(request: HttpRequest) -> Any:
    school_id = request.actor.school_id  # type: ignore[attr-defined]
    if school_id is None:
        raise Http404
    return school_id


def _app(request: HttpRequest, kind: str) -> ChatPlatform:
    """Return what the school has set up of this kind, or a fresh one that nobody has saved."""
    if kind not in ChatPlatform.Kind.values:
        raise Http404
    school_id = _school(request)
    fresh = ChatPlatform(
        school_id=school_id, kind=kind, inside_only=kind != ChatPlatform.Kind.WECOM
    )
    return ChatPlatform.objects.filter(school_id=school_id, kind=kind).first() or fresh


def _set_up(request: HttpRequest, kind: str) -> ChatPlatform:
    app = _app(request, kind)
    if app.set_at is None:
        raise Http404
    return app
