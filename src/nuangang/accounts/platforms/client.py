"""Asking a chat platform over the internet: a short wait, small answers, clear failures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from django.conf import settings

from nuangang.accounts.platforms import LARGEST, ODD, PATIENCE, REFUSED, UNREACHABLE, PlatformError


@lru_cache(maxsize=1)
def _trust() -> Any:
    """Return whom the machine trusts; read once, since it takes as long as a page."""
    return httpx2.create_ssl_context()


class Short(httpx2.BaseTransport):
    """Reads an answer to its end within the time and size it may have, however it trickles in."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport(verify=_trust(), proxy=settings.CHAT_PROXY, retries=0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the whole answer; raises PlatformError where it is too long or too slow."""
        until = time.monotonic() + PATIENCE
        answer = self._inner.handle_request(request)
        body = b""
        try:
            for part in answer.stream:  # type: ignore[union-attr]
                body += part
                if len(body) > LARGEST:
                    raise PlatformError(ODD, "size")
                if time.monotonic() > until:
                    raise PlatformError(UNREACHABLE, "slow")
        finally:
            answer.close()
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise PlatformError(ODD, "encoding")
        return httpx2.Response(answer.status_code, headers=answer.headers, content=body)

    def close(self) -> None:
        """Let the connection go."""
        self._inner.close()


@contextmanager
def talking_to(app: Any, **options: Any) -> Iterator[OAuth2Client]:
    """Give Authlib's client for `app`; whatever goes wrong comes out as a PlatformError."""
    client = OAuth2Client(
        client_id=app.app_id,
        client_secret=app.secret,
        transport=Short(),
        timeout=httpx2.Timeout(PATIENCE, connect=3.0),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        follow_redirects=False,
        trust_env=False,
        **options,
    )
    try:
        with client:
            yield client
    except OAuthError as error:
        raise PlatformError(REFUSED, str(error.error)[:60]) from error
    except httpx2.HTTPStatusError as error:
        raise PlatformError(UNREACHABLE, str(error.response.status_code)) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise PlatformError(UNREACHABLE, type(error).__name__) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PlatformError(ODD, type(error).__name__) from error


def place(kind: str, which: str) -> str:
    """Return the beginning of one of a platform's addresses."""
    return settings.CHAT_HOSTS[kind][which]


def said(answer: httpx2.Response) -> dict[str, Any]:
    """Return the JSON object of an answer that means yes.

    DingTalk says no by the status and a `code` in words, WeCom by `errcode`, Feishu by `code`, both
    with status 200.
    """
    if answer.status_code >= 500:
        raise PlatformError(UNREACHABLE, str(answer.status_code))
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise PlatformError(ODD, f"HTTP {answer.status_code}")
    code = body.get("errcode", body.get("code", 0))
    if answer.status_code >= 300 or code not in (0, None, ""):
        raise PlatformError(REFUSED, str(code or f"HTTP {answer.status_code}")[:60])
    return body


def ask(session: OAuth2Client, method: str, address: str, **sent: Any) -> dict[str, Any]:
    """Make a call that carries no token of OAuth's kind; return what was said."""
    return said(session.request(method, address, withhold_token=True, **sent))


def refusing(answer: httpx2.Response) -> httpx2.Response:
    """Look at a token's answer before Authlib does, which knows nothing of `code` with status 200."""
    said(answer)
    return answer


def text(body: dict[str, Any], name: str, *, longest: int = 128) -> str:
    """Return a field that must be there as a text; raises PlatformError."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise PlatformError(ODD, name)
    if not value.isprintable():
        raise PlatformError(ODD, name)
    return value.strip()


def name_in(body: dict[str, Any], *names: str) -> str:
    """Return the first of these fields that can be shown as a name, '' for none."""
    given = (body.get(name) for name in names)
    shown = (v.strip()[:40] for v in given if isinstance(v, str) and v.isprintable())
    return next((name for name in shown if name), "")
