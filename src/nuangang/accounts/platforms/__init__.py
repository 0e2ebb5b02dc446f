"""Signing in through a chat platform: one small module for each, all alike.

Each has `door(app, back, state, verifier, inside)`, the address a browser is sent to;
`who(app, answer, back, verifier)`, the person whom the platform vouches for; and `knock(app)`, which
only tries whether the platform takes the app's id and secret. They load the HTTP client (half a
second), so `platform_of` brings one in only when somebody uses it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

UNREACHABLE, REFUSED, ODD, STRANGER = "unreachable", "refused", "odd", "stranger"

# How each app's own browser calls itself; longest wait for an answer and its largest size.
MARKS = {"dingtalk": ("DingTalk",), "wecom": ("wxwork",), "feishu": ("Feishu", "Lark")}
PATIENCE, LARGEST = 6.0, 64 * 1024


@dataclass(frozen=True)
class Identity:
    """Whom a platform vouches for: an id that stays, and a name to show."""

    subject: str
    name: str


class PlatformError(Exception):
    """Raised when a platform did not do as asked: how, and its own code for it."""

    def __init__(self, how: str, code: str = "") -> None:
        super().__init__(f"{how} {code}".strip())
        self.how, self.code = how, code


class Platform(Protocol):
    """What each of the modules here offers."""

    def door(self, app: Any, back: str, state: str, verifier: str, *, inside: bool) -> str:
        """Return the address a browser is sent to."""

    def who(self, app: Any, answer: Mapping[str, str], back: str, verifier: str) -> Identity:
        """Return whom the platform vouches for; raises PlatformError."""

    def knock(self, app: Any) -> None:
        """Try the app's id and secret; raises PlatformError."""


def platform_of(kind: str) -> Platform:
    """Return the module for one kind of platform."""
    return cast(Platform, import_module(f"{__name__}.{kind}"))


def inside_of(agent: str) -> str:
    """Return the kind of platform whose own browser this is, '' for an ordinary one."""
    return next((kind for kind, marks in MARKS.items() if any(m in agent for m in marks)), "")


def new_secret() -> str:
    """Return 43 letters and digits (WeCom allows no others) that nobody can guess."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(secrets.choice(letters) for _ in range(43))
