"""Going through the chain: what was changed, taken out or put in, and the first place it shows."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from nuangang.audit.chain import DIGEST, FIELDS, MEMBER, block_hash, member, of_chain, waiting
from nuangang.audit.keeping import LAW_MONTHS, months_before
from nuangang.audit.models import HOUSE, Block, Check, Entry, Pruning

ROWS_AT_ONCE = 5000


@dataclass(frozen=True)
class Broken:
    """The first place where the log is not as it was chained.

    `what`: changed · missing · added (an entry), block_changed · block_missing · not_joined (a
    block), young_pruned and pruned_untold (let go of before the law allows, or without an entry
    that says so), anchor (not what was kept elsewhere).
    """

    what: str
    block: int = 0
    entry: str = ""
    at: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


@dataclass
class Found:
    """What came out for one school's chain; `hashes` holds those of the blocks asked for."""

    school_id: UUID
    entries: int = 0
    blocks: int = 0
    waiting: int = 0
    last: Block | None = None
    broken: Broken | None = None
    hashes: dict[int, str] = field(default_factory=dict)


def chains() -> list[UUID]:
    """Return every chain there is, the house's own first."""
    schools = Entry.objects.filter(school_id__isnull=False).values_list("school_id", flat=True)
    chained = Block.objects.values_list("school_id", flat=True)
    return sorted({HOUSE, *filter(None, schools.distinct()), *chained.distinct()})


def verify(
    school_id: UUID, *, after: int = 0, wanted: Callable[[str], bool] | None = None
) -> Found:
    """Go through a school's chain, from behind block `after`, some thousand rows at a time.

    `wanted` picks the hashes of blocks to return. Stops at the first thing that is not right.
    """
    found = Found(school_id, waiting=waiting(school_id).count())
    pruned, found.broken = _pruned(school_id)
    if after:
        found.last = Block.objects.filter(school_id=school_id, number=after).first()
    for blocks in _batches(school_id, after):
        rows = _rows(school_id, blocks[0].number, blocks[-1].number)
        for block in blocks:
            found.broken = (
                found.broken
                or _check_joint(found.last, block, after)
                or _check_rows(block, rows.get(block.number, {}), pruned)
            )
            if found.broken:
                return found
            found.last, found.blocks = block, found.blocks + 1
            found.entries += len(rows.get(block.number, ()))
            if wanted and wanted(block.hash):
                found.hashes[block.number] = block.hash
    found.broken = found.broken or _check_beyond(school_id, found.last)
    return found


def _pruned(school_id: UUID) -> tuple[dict[str, int], Broken | None]:
    """Return up to which block each kind was let go of, and whether one was too young for that."""
    through: dict[str, int] = {}
    entries = Entry.objects.filter(**of_chain(school_id), verb="log_pruned")
    details = entries.values_list("detail", flat=True)
    told = {(said.get("keep"), said.get("through"), said.get("count")) for said in details}
    for row in Pruning.objects.filter(school_id=school_id).order_by("through"):
        through[row.keep] = row.through
        if (row.keep, row.through, row.count) not in told:
            return through, Broken("pruned_untold", row.through, at=row.at.isoformat())
        law = months_before(min(row.at, timezone.now()), LAW_MONTHS)
        young = Block.objects.filter(
            school_id=school_id, number__lte=row.through, last_at__gte=law
        ).order_by("number")
        if block := young.first():
            return through, Broken("young_pruned", block.number, at=block.last_at.isoformat())
    return through, None


def _batches(school_id: UUID, after: int) -> Iterator[list[Block]]:
    """Yield blocks in order, few enough that their entries fit into memory."""
    while True:
        rows = Block.objects.filter(school_id=school_id, number__gt=after).order_by("number")
        some: list[Block] = []
        weight = 0
        for block in rows[:200].iterator(chunk_size=50):
            some.append(block)
            weight += len(block.members) // MEMBER
            if weight >= ROWS_AT_ONCE:
                break
        if not some:
            return
        after = some[-1].number
        yield some


def _rows(school_id: UUID, first: int, last: int) -> dict[int, dict[UUID, tuple]]:
    """Return the entries of blocks by block and id, as values of FIELDS."""
    entries = Entry.objects.filter(**of_chain(school_id), block__gte=first, block__lte=last)
    found: dict[int, dict[UUID, tuple]] = {}
    for number, *row in entries.values_list("block", *FIELDS):
        found.setdefault(number, {})[row[0]] = tuple(row)
    return found


def _check_joint(last: Block | None, block: Block, after: int) -> Broken | None:
    """Say what is wrong with the block itself and how it follows the one before."""
    expected = last.number + 1 if last else after + 1
    if block.number != expected:
        return Broken("block_missing", expected, at=block.made_at.isoformat())
    if block_hash(block) != block.hash:
        return Broken("block_changed", block.number, at=block.made_at.isoformat())
    if block.previous != (last.hash if last else ""):
        return Broken("not_joined", block.number, at=block.made_at.isoformat())
    return None


def _check_rows(block: Block, rows: dict[UUID, tuple], pruned: dict[str, int]) -> Broken | None:
    """Say which entry of the block is the first that differs from what was chained."""
    listed = set()
    for keep, chained in _members(block):
        pk = UUID(bytes=chained[:-DIGEST])
        listed.add(pk)
        row = rows.get(pk)
        if row is None:
            if block.number > pruned.get(keep, 0):
                return Broken("missing", block.number, str(pk), _made_at(pk))
        elif member(row) != chained:
            return Broken("changed", block.number, str(pk), row[1].isoformat())
    for pk, row in rows.items():
        if pk not in listed:
            return Broken("added", block.number, str(pk), row[1].isoformat())
    return None


def _members(block: Block) -> Iterator[tuple[str, bytes]]:
    """Yield the kind of keeping and the chained bytes of each entry, as they were put in order."""
    data, place = bytes(block.members), 0
    for keep in sorted(block.counts):
        for _ in range(block.counts[keep]):
            yield keep, data[place : place + MEMBER]
            place += MEMBER


def _made_at(pk: UUID) -> str:
    """Return when an id of ours was made: a UUIDv7 begins with its milliseconds."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, UTC).isoformat()


def _check_beyond(school_id: UUID, last: Block | None) -> Broken | None:
    """Find entries that say they are in a block that doesn't exist: the chain's end was cut off."""
    number = last.number if last else 0
    rows = Entry.objects.filter(**of_chain(school_id), block__gt=number).order_by("block", "at")
    if row := rows.first():
        return Broken("block_missing", row.block or 0, str(row.pk), row.at.isoformat())
    return None


def keep_check(found: Found, now: datetime) -> Check:
    """Keep what came out, for the auditor's page."""
    values = {
        "at": now,
        "entries": found.entries,
        "blocks": found.blocks,
        "broken": found.broken.as_json() if found.broken else None,
    }
    row, _made = Check.objects.update_or_create(school_id=found.school_id, defaults=values)
    return row
