"""A form whose token is no longer good: what was typed is given back, to be sent once more."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

_NEVER_BACK = ("password", "secret", "code")
_PIECE, _PIECES = 64 * 1024, 512


def sent_late(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a POST with a bad token; one from our own page gets its words back and a new token.

    The token stays out of reach of other sites: they can't read the header, and what their forms
    sent is not given back, so that nobody is led to send it with a tap.
    """
    _read_to_end(request)
    actor = getattr(request, "actor", None)
    if actor is None or not _from_here(request):
        return render(request, "403_csrf.html", status=403)
    context = {"typed": _typed(request), "files": bool(request.FILES)}
    answer = render(request, "403_csrf.html", context, status=403)
    answer["X-New-Token"] = get_token(request)
    return answer


def _read_to_end(request: HttpRequest) -> None:
    """Read what is left of what was sent: answered with it unread, a proxy in front says 502."""
    with suppress(OSError):
        for _number in range(_PIECES):
            if not request.read(_PIECE):
                return


def _from_here(request: HttpRequest) -> bool:
    """Say whether the browser says that a page of ours sent it."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def _typed(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return the names and values that came, in order; nothing where a password is among them."""
    given = {n: v for n, v in request.POST.lists() if n != "csrfmiddlewaretoken"}
    if any(word in name for name in given for word in _NEVER_BACK):
        return []
    return [(name, value) for name, values in given.items() for value in values]
