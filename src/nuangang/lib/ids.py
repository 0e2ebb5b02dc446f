"""Primary keys we make ourselves."""

import uuid
from typing import Any

from uuid_utils import compat


def new_id() -> uuid.UUID:
    """Return a UUIDv7: sorts by time, can be made on a phone without a network (design.md, Ids)."""
    return compat.uuid7()


def id_of(given: Any) -> uuid.UUID | None:
    """Return the key that a form or an address names, None where it is no key at all."""
    if isinstance(given, uuid.UUID):
        return given
    try:
        return uuid.UUID(str(given))
    except ValueError:
        return None
