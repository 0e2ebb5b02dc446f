"""Chaining entries after they were written: nobody waits for it, and nothing can be slipped in.

Writing an entry takes no lock and computes no hash. Every minute the clock takes what was written
since, puts it in order and ties it to the block before. Membership is written into each row once (`block`), not
told from its time: an old PC's clock jumps, and a long transaction commits late.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Min

from nuangang.audit.models import HOUSE, Block, Entry

WAIT = timedelta(minutes=5)
AT_MOST = 1000
DIGEST = 16
MEMBER = 16 + DIGEST
FIELDS = (
    "id", "at", "school_id", "actor_user_id", "actor_name", "verb", "kind", "object_id", "label",
    "detail", "keep",
)  # fmt: skip


def canonical(row: Sequence[Any]) -> bytes:
    """Return the bytes of an entry, given as the values of FIELDS: the same on every database."""
    return _json([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _json(value: Any) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")  # fmt: skip


def member(row: Sequence[Any]) -> bytes:
    """Return what a block keeps of an entry: its id and the first half of its SHA-256."""
    return row[0].bytes + hashlib.sha256(canonical(row)).digest()[:DIGEST]


def block_hash(block: Block) -> str:
    """Return the hash over all that a block says, the hash before it included."""
    head = [
        _plain(value)
        for value in (
            block.school_id, block.number, block.made_at, block.last_at, block.counts,
            block.total, block.previous,
        )
    ]  # fmt: skip
    return hashlib.sha256(_json(head) + b"\n" + bytes(block.members)).hexdigest()


def of_chain(school_id: UUID) -> dict[str, Any]:
    """Return the filter for the entries of a chain; HOUSE holds what belongs to no school."""
    return {"school_id__isnull": True} if school_id == HOUSE else {"school_id": school_id}


def waiting(school_id: UUID) -> Any:
    """Return the entries that are in no block yet."""
    return Entry.objects.filter(**of_chain(school_id), block__isnull=True)


def chain_if_due(school_id: UUID, now: datetime) -> int:
    """Chain what waits, once the oldest has waited five minutes; return how many blocks that made.

    One statement where nothing waits.
    """
    oldest = waiting(school_id).aggregate(at=Min("at"))["at"]
    if oldest is None or timedelta(0) <= now - oldest < WAIT:
        return 0
    return chain(school_id, now)


def chain(school_id: UUID, now: datetime) -> int:
    """Chain all that waits; return how many blocks that made. Any number of clocks may do it."""
    made = 0
    while True:
        try:
            count = _one_block(school_id, now)
        except IntegrityError:  # another clock made this block meanwhile
            return made
        made += bool(count)
        if count < AT_MOST:
            return made


@transaction.atomic
def _one_block(school_id: UUID, now: datetime) -> int:
    rows = list(waiting(school_id).order_by("at", "id").values_list(*FIELDS)[:AT_MOST])
    if not rows:
        return 0
    last = Block.objects.filter(school_id=school_id).order_by("-number").first()
    block = make_block(school_id, rows, last, now)
    block.save(force_insert=True)
    taken = Entry.objects.filter(**of_chain(school_id), pk__in=[row[0] for row in rows])
    if taken.filter(block__isnull=True).update(block=block.number) != len(rows):
        raise IntegrityError("another clock took some of these entries")
    return len(rows)


def make_block(
    school_id: UUID, rows: Iterable[Sequence[Any]], last: Block | None, now: datetime
) -> Block:
    """Return the block that follows `last` and holds `rows`."""
    rows = sorted(rows, key=lambda row: (row[-1], row[1], row[0]))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[-1]] = counts.get(row[-1], 0) + 1
    block = Block(
        school_id=school_id,
        number=last.number + 1 if last else 1,
        made_at=now,
        last_at=max(row[1] for row in rows),
        counts=counts,
        total=(last.total if last else 0) + len(rows),
        members=b"".join(map(member, rows)),
        previous=last.hash if last else "",
    )
    block.hash = block_hash(block)
    return block
