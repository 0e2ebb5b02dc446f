"""Anchors: a block's hash kept where nobody at the school reaches, that proves what was before it."""

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID

from nuangang.audit.models import Block

_HASH = re.compile(r"[0-9a-f]{64}")


class NotAnAnchorError(ValueError):
    """Raised for a text that is neither a hash nor a file of anchors."""


def anchor_at(school_id: UUID, end: datetime) -> Block | None:
    """Return the last block made before `end`, None where there is none yet."""
    made = Block.objects.filter(school_id=school_id, made_at__lt=end).defer("members")
    return made.order_by("-number").first()


def as_json(block: Block, school: str, day: str) -> dict[str, Any]:
    """Return what the anchor of a day says, as it is sent to the county."""
    return {
        "kind": "nuangang-log-anchor",
        "school": school,
        "school_id": str(block.school_id),
        "day": day,
        "block": block.number,
        "entries": block.total,
        "made_at": block.made_at.isoformat(),
        "hash": block.hash,
    }


def as_line(block: Block, day: str) -> str:
    """Return the anchor as the short text of its QR code."""
    return f"nuangang {day} {block.number} {block.hash}"


def read_anchors(text: str) -> list[dict[str, Any]]:
    """Return the anchors in a text: a hash by itself, the line of a QR code, or a file's JSON."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise NotAnAnchorError from error
        found = found.get("anchors", [found]) if isinstance(found, dict) else found
        if found and all(isinstance(a, dict) and _is_hash(a.get("hash")) for a in found):
            return found
        raise NotAnAnchorError
    hashes = _HASH.findall(text.lower())
    if not hashes:
        raise NotAnAnchorError
    return [{"hash": each} for each in hashes]


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None
