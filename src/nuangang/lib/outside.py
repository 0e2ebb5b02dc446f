"""Sending something to an address that others chose: never to a machine within the school's network."""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import httpx2
from django.conf import settings

from nuangang.lib.reachable import only_inside

_SECONDS = 10


class InsideError(ValueError):
    """The address leads into a network that is not public, or is none."""


def public_https(url: str) -> SplitResult:
    """Return the parts of an https address of a public host; raises InsideError for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InsideError(url[:60]) from None
    if _is_loopback_of_a_test(parts):
        return parts
    host = parts.hostname or ""
    if parts.scheme != "https" or port not in (None, 443) or parts.username or not host:
        raise InsideError(url[:60])
    if only_inside(host):
        raise InsideError(host)
    return parts


def post_outside(url: str, body: bytes, headers: Mapping[str, str]) -> httpx2.Response:
    """Post to a public https address and return status and headers; redirects are not followed.

    The name is looked up once, every address it has must be public, and the connection goes to one of
    those, so that a name that changes in between leads nowhere else. Raises InsideError and httpx2.HTTPError.
    """
    parts = public_https(url)
    with httpx2.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client:
        for address in (addresses := _addresses(parts)):
            target = httpx2.URL(url).copy_with(host=address)
            given = {**headers, "Host": parts.netloc}
            asked = client.build_request(
                "POST", target, content=body, headers=given,
                extensions={"sni_hostname": parts.hostname},
            )  # fmt: skip
            try:
                answer = client.send(asked, stream=True)
            except httpx2.ConnectError:
                if address == addresses[-1]:
                    raise
                continue
            answer.close()  # what stands in the answer is nothing to us, however long
            return answer
    raise httpx2.ConnectError("no address")


def _addresses(parts: SplitResult) -> list[str]:
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx2.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not _is_loopback_of_a_test(parts):
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise InsideError(address)
    return addresses


def _is_loopback_of_a_test(parts: SplitResult) -> bool:
    return bool(getattr(settings, "OUTSIDE_IS_LOOPBACK", False)) and parts.hostname == "127.0.0.1"
