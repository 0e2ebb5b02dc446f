"""The rule that every call of the API declares; one without fails the build."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, get_args

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.lib.api.problems import Problem
from nuangang.policy.actor import Actor
from nuangang.policy.integrations import SCOPES, TokenActor

Call = TypeVar("Call", bound=Callable[..., Any])


def may_call(*rights: str) -> Callable[[Call], Call]:
    """Declare a call for tokens with all of `rights`, such as "read child"; none, for every token.

    A right that neither the token nor the person behind it has is a 403, the same for every id, so
    that it tells nothing about what exists.
    """
    wanted = [(kind, to) for to, kind in (right.split() for right in rights)]

    def decorate(call: Call) -> Call:
        known = _parameters(call)

        @wraps(call)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor: TokenActor = request.actor  # type: ignore[attr-defined]
            for kind, to in wanted:
                if not actor.may(kind, to):
                    record(actor, "refused", kind="api", label=f"{to} {kind}")
                    raise Problem(403, _why(actor, kind, to))
            _refuse_unknown(request, known)
            return call(request, *args, **kwargs)

        checked.rule = f"token: {', '.join(rights) or 'any'}"  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def _parameters(call: Callable[..., Any]) -> list[str]:
    """Return the names that may stand behind the ? of the call's address."""
    found = (get_args(p.annotation) for p in inspect.signature(call).parameters.values())
    models = [getattr(args[0], "model_fields", {}) for args in found if args]
    return [name for fields in models for name in fields]


def _refuse_unknown(request: HttpRequest, known: list[str]) -> None:
    """Refuse a filter that doesn't exist: passed over, it would return far more than was meant."""
    if unknown := [name for name in request.GET if name not in known]:
        names = {"names": ", ".join(known) or "–"}
        text = _("There is no such parameter here. Those there are: %(names)s.") % names
        detail = _("The address asks for something that is not there.")
        raise Problem(422, detail, [(name[:60], text) for name in unknown[:20]])


def _why(actor: TokenActor, kind: str, to: str) -> str:
    """Return whether it is the token that lacks a right, or the person it acts for."""
    needed = [name for name, grant in SCOPES.items() if (kind, to) in grant.rights]
    if not actor.granted & set(needed):
        return _("The token lacks the scope %(scope)s.") % {"scope": " / ".join(needed)}
    return _("The person this token acts for has no right to this.")


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor that the token stands for."""
    return request.actor  # type: ignore[attr-defined]
