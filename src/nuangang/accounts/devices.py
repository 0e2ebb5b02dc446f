"""Browsers that somebody has signed in on before, known by a signed cookie."""

import ipaddress
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from nuangang.lib.sealing import blind

COOKIE, _SALT = f"{settings.COOKIE_PREFIX}known", "known-device"
_MANY, _LASTS = 8, 180 * 24 * 3600


def known_device(request: HttpRequest, user_id: Any) -> str:
    """Return this browser's own number where `user_id` has signed in on it before, else ''."""
    kept = _kept(request)
    return kept["id"] if _mark(user_id) in kept["users"] else ""


def remember_device(request: HttpRequest, response: HttpResponse, user_id: Any) -> None:
    """Let this browser be known for `user_id`; a shared one keeps its last eight people."""
    kept, mark = _kept(request), _mark(user_id)
    users = [mark, *(other for other in kept["users"] if other != mark)][:_MANY]
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": kept["id"] or secrets.token_urlsafe(12), "users": users}, salt=_SALT),
        max_age=_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _kept(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return {"id": "", "users": []}


def _mark(user_id: Any) -> str:
    return blind(str(user_id), "known-device")[:12]


def address_of(request: HttpRequest) -> str | None:
    """Return where a request comes from, an IPv6 network as one; None where that is unknown."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address.ipv4_mapped if address.version == 6 else address)
