"""Writing the record."""

import re
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.audit.verbs import keep_of
from nuangang.lib.inserts import insert_each

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z-])(?:\d{11,}[Xx]?|1[3-9]\d(?:[ -]\d{4}){2}|0\d{2,3}[ -]\d{7,8}"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[\dXx])(?![0-9A-Za-z-])"
)


class Somebody(Protocol):
    """Who acts: a signed-in actor, or the clock."""

    @property
    def user_id(self) -> UUID | None: ...
    @property
    def school_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Person:
    """Somebody who acts without being signed in yet."""

    name: str
    user_id: UUID | None = None
    school_id: UUID | None = None


def record(
    actor: Somebody,
    verb: str,
    *,
    kind: str = "",
    object_id: UUID | None = None,
    label: str = "",
    **detail: Any,
) -> Entry:
    """Write one entry in the caller's transaction; `verb` is one of audit.verbs.

    `detail` must hold no search words and no value of a file: phones and ID numbers that somebody
    typed into a reason are blotted out. What a program did by a token names the integration beside
    the person it acts for.
    """
    if program := getattr(actor, "integration_id", None):
        detail["integration"] = str(program)
    entry = Entry(
        at=timezone.now(),
        school_id=actor.school_id,
        actor_user_id=actor.user_id,
        actor_name=actor.name,
        verb=verb,
        kind=kind,
        object_id=object_id,
        label=without_numbers(label),
        detail={name: _blotted(value) for name, value in detail.items()},
        keep=keep_of(verb, kind),
    )
    insert_each([entry])
    return entry


def without_numbers(text: str) -> str:
    """Return `text` with runs of digits as long as a phone or ID number blotted out."""
    return _NUMBER.sub("***", text) if len(text) > 10 else text


def _blotted(value: Any) -> Any:
    if isinstance(value, str):
        return without_numbers(value)
    if isinstance(value, dict):
        return {name: _blotted(each) for name, each in value.items()}
    return [_blotted(each) for each in value] if isinstance(value, (list, tuple)) else value
