"""The rule that every view declares; a view without one fails the build."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, resolve_url

from nuangang.audit.actions import record

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Declare a page that anybody may open without signing in."""
    view.rule = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare a page for everybody who is signed in; its rows go through visible()."""
    return _guarded(view, "signed in", lambda _actor: True)


def quietly(view: View) -> View:
    """Declare a page that open pages ask for by themselves: it does not show that somebody is there."""
    view.quietly = True  # type: ignore[attr-defined]
    return view


def may(kind: str, to: str = "read", *, everywhere: bool = False) -> Callable[[View], View]:
    """Declare a page for those with a right over `kind`, over the whole school if `everywhere`."""

    def decorate(view: View) -> View:
        def allowed(actor: Any) -> bool:
            return actor.everywhere(kind, to) if everywhere else actor.may(kind, to)

        return _guarded(view, f"{to} {kind}{' everywhere' if everywhere else ''}", allowed)

    return decorate


def _guarded(view: View, rule: str, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if _only_elsewhere(request):
            return redirect("my_steps")
        if not allowed(actor):
            name = request.resolver_match.view_name if request.resolver_match else ""
            record(actor, "refused", kind="page", label=name or "")
            raise (Http404 if request.method == "GET" else PermissionDenied)
        return view(request, *args, **kwargs)

    checked.rule = rule  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def _only_elsewhere(request: HttpRequest) -> bool:
    """Say whether this session may only set up its second step, and this page is another."""
    only = getattr(request, "session", {}).get("only") or ""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return only != "" and not str(here).startswith(only)
