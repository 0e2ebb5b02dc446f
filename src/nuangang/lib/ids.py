"""Primary keys we make ourselves."""

import uuid

from uuid_utils import compat


def new_id() -> uuid.UUID:
    """Return a UUIDv7: sorts by time, can be made on a phone without a network (design.md, Ids)."""
    return compat.uuid7()
