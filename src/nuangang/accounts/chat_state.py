"""What a browser keeps between leaving for a chat platform and coming back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from nuangang.accounts.models import ChatPlatform
from nuangang.accounts.platforms import Identity, inside_of, new_secret, platform_of

LEFT, MET, LASTS = "chat", "chat_met", timedelta(minutes=10)
MOST_GIVEN = 2048


@dataclass(frozen=True)
class Leaving:
    """Why somebody left for a platform, and what they will bring back."""

    app: str
    state: str
    verifier: str
    at: str
    who: str
    wanted: str
    own: bool


def back_to(app: ChatPlatform) -> str:
    """Return the one address a platform may lead back to, fixed by the school's setting."""
    return app.address + reverse("chat_back", args=[app.pk])


def elsewhere(request: HttpRequest, app: ChatPlatform) -> str:
    """Return this page's address under the school's own name, '' where the browser is there.

    A browser that came by another name (the machine's number) would not bring its cookie back.
    """
    set_up = urlsplit(app.address)
    if request.get_host() == set_up.netloc:
        return ""
    return app.address + request.get_full_path()


def leave(request: HttpRequest, app: ChatPlatform, *, who: Any = "", wanted: str = "") -> str:
    """Remember why this browser leaves, instead of any earlier reason; return where it goes."""
    inside = inside_of(request.headers.get("User-Agent", "")) == app.kind
    left = Leaving(
        app=str(app.pk), state=new_secret(), verifier=new_secret(), at=timezone.now().isoformat(),
        who=str(who), wanted=wanted[:MOST_GIVEN], own=inside,
    )  # fmt: skip
    request.session[LEFT] = vars(left)
    module = platform_of(app.kind)
    return module.door(app, back_to(app), left.state, left.verifier, inside=inside)


def come_back(request: HttpRequest, app: ChatPlatform) -> Leaving | None:
    """Return why this very browser left for this very app, once and for ten minutes; else None."""
    kept = request.session.pop(LEFT, None)
    if not kept:
        return None
    left = Leaving(**kept)
    late = timezone.now() - datetime.fromisoformat(left.at) > LASTS
    same = constant_time_compare(request.GET.get("state", ""), left.state)
    return left if same and not late and left.app == str(app.pk) else None


def brought(request: HttpRequest) -> dict[str, str]:
    """Return what the platform gave along, no longer than anything it sends."""
    given = {name: request.GET.get(name, "") for name in ("code", "authCode", "error")}
    return {name: value for name, value in given.items() if value and len(value) <= MOST_GIVEN}


def meet(request: HttpRequest, app: ChatPlatform, who: str, identity: Identity) -> None:
    """Keep whom the platform vouched for until the person has said that it is them."""
    request.session[MET] = {
        "app": str(app.pk), "who": who, "at": timezone.now().isoformat(),
        "subject": identity.subject, "name": identity.name,
    }  # fmt: skip


def met(request: HttpRequest, app: ChatPlatform, who: Any) -> Identity | None:
    """Return whom the platform vouched for to this person here in the last ten minutes, once."""
    kept = request.session.pop(MET, None)
    if not kept or kept["app"] != str(app.pk) or kept["who"] != str(who):
        return None
    if timezone.now() - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    return Identity(kept["subject"], kept["name"])
