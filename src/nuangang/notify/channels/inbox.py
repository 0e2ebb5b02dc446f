"""What the modem's daemon received, read out of its table `inbox`; long texts in several parts are joined.

A row is marked as processed only after it is kept here. Until then it is read again, and known by its key.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.utils import timezone

from nuangang.notify.channels.sms_modem import opened

_NEW = """SELECT "ID", "SenderNumber", "TextDecoded", "UDH", "ReceivingDateTime" FROM inbox
 WHERE "Processed" = 'false' ORDER BY "ID" LIMIT 200"""
_DONE = """UPDATE inbox SET "Processed" = 'true' WHERE "ID" = ?"""
_HEADS = {"050003": 8, "060804": 16}
WAIT_FOR_PARTS = timedelta(minutes=10)


class Incoming(NamedTuple):
    """One SMS that came in; `ids` are the daemon's rows of its parts."""

    key: str
    sender: str
    text: str
    at: datetime
    ids: tuple[int, ...] = ()


class _Row(NamedTuple):
    id: int
    sender: str
    text: str
    head: str
    at: datetime


def received(settings: Mapping[str, str], now: datetime) -> list[Incoming]:
    """Return what came in and isn't processed; nothing where the daemon can't be asked."""
    try:
        with closing(opened(settings)) as database:
            rows = [_row(each, now) for each in database.execute(_NEW)]
    except sqlite3.Error:
        return []
    return _joined(rows, now)


def processed(settings: Mapping[str, str], found: Iterable[Incoming]) -> None:
    """Mark rows as processed; one that can't be marked is read and known again."""
    ids = [(row,) for each in found for row in each.ids]
    try:
        with closing(opened(settings)) as database, database:
            database.executemany(_DONE, ids)
    except sqlite3.Error:
        return


def _row(given: tuple, now: datetime) -> _Row:
    number, sender, text, head, at = given
    return _Row(
        number, str(sender or ""), str(text or ""), str(head or "").upper(), _moment(at, now)
    )


def _moment(text: object, now: datetime) -> datetime:
    """Return when it came, by the daemon's clock; now where that can't be read or lies ahead."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return now
    aware = timezone.make_aware(found) if timezone.is_naive(found) else found
    return min(aware, now)


def _part(head: str) -> tuple[str, int, int] | None:
    """Return (reference, how many parts, which one) of a part of a long text."""
    for begin, bits in _HEADS.items():
        rest = head.removeprefix(begin)
        if rest != head and len(rest) == bits // 4 + 4:
            try:
                return rest[: bits // 4], int(rest[-4:-2], 16), int(rest[-2:], 16)
            except ValueError:
                return None
    return None


def _joined(rows: list[_Row], now: datetime) -> list[Incoming]:
    found: list[Incoming] = []
    parts: dict[tuple, dict[int, list[_Row]]] = defaultdict(dict)
    for row in rows:
        part = _part(row.head)
        if part is None or part[1] < 2:
            found.append(_incoming([row]))
        else:
            reference, many, place = part
            parts[row.sender, reference, many].setdefault(place, []).append(row)
    for (_sender, _reference, many), there in parts.items():
        while there:  # the same reference may come again: the oldest of each place belong together
            group = [there[place].pop(0) for place in sorted(there)]
            there = {place: more for place, more in there.items() if more}
            old = now - min(row.at for row in group) > WAIT_FOR_PARTS
            if len(group) >= many or old:
                found.append(_incoming(group))
    return sorted(found, key=lambda each: (each.at, each.ids))


def _incoming(rows: list[_Row]) -> Incoming:
    first, text = rows[0], "".join(row.text for row in rows)
    ids = tuple(row.id for row in rows)
    # A daemon set up anew counts from 1 again: number, time and text tell its rows from the old ones.
    sign = sha256(f"{first.sender}|{first.at.isoformat()}|{text}".encode()).hexdigest()[:24]
    return Incoming(f"{ids[0]}-{sign}", first.sender, text, first.at, ids)
