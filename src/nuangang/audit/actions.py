"""Writing the record."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.lib.inserts import insert_each


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
    """Write one entry in the caller's transaction; `detail` must hold no search words.

    What a program did by a token names the integration beside the person it acts for.
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
        label=label,
        detail=detail,
    )
    insert_each([entry])
    return entry
