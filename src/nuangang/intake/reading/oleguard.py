"""Looking into an old .xls file before any reader trusts it: loops, missing ends, passwords, far corners."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import MOST_CELLS

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST = 0xFFFFFFFA
_CELLS = frozenset(
    {0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0006, 0x00D6, 0x0406, 0x0206, 0x0003, 0x0004, 0x0002}
)
_MANY = frozenset({0x00BD})
_FILEPASS, _BOF, _DATEMODE, _DIMENSIONS = 0x002F, 0x0809, 0x0022, 0x0200


@dataclass(slots=True)
class XlsFacts:
    """What the guard saw on its way: the date system, and error cells by sheet number."""

    epoch_1904: bool
    errors: list[set[tuple[int, int]]]


class _Container:
    """The sectors of a compound file, each chain followed once and never in a circle."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 1536:
            raise UnreadableRoster("cut_off")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise UnreadableRoster("damaged")
        self._data, self._size = data, 1 << shift
        self._count = (len(data) - 512 + self._size - 1) // self._size
        self._table = self._allocation()
        self._mini = [n for s in self._chain(self._word(60)) for n in self._numbers(s)]
        self.entries = self._directory(self._word(48))
        root = self.entries[0]
        self._mini_stream = self._joined(root[1], root[2])

    def _word(self, at: int) -> int:
        return int(struct.unpack_from("<I", self._data, at)[0])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, number: int) -> tuple[int, ...]:
        part = self._sector(number)
        return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])

    def _allocation(self) -> list[int]:
        sectors = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _LAST]
        seen: set[int] = set()
        more = self._word(68)
        while more < _LAST:
            if more in seen or more >= self._count:
                raise UnreadableRoster("damaged")
            seen.add(more)
            *listed, more = self._numbers(more)
            sectors += [n for n in listed if n < _LAST]
        if any(n >= self._count for n in sectors):
            raise UnreadableRoster("cut_off")
        if len(set(sectors)) != len(sectors):
            raise UnreadableRoster("damaged")
        return [n for s in sectors for n in self._numbers(s)]

    def _chain(self, first: int) -> Iterator[int]:
        seen = 0
        while first < _LAST:
            if first >= self._count:
                raise UnreadableRoster("cut_off")
            if first >= len(self._table) or seen > self._count:
                raise UnreadableRoster("damaged")
            yield first
            seen += 1
            first = self._table[first]

    def _joined(self, first: int, size: int) -> bytes:
        return b"".join(self._sector(n) for n in self._chain(first))[:size]

    def _directory(self, first: int) -> list[tuple[str, int, int]]:
        flat = b"".join(self._sector(n) for n in self._chain(first))
        found = []
        for at in range(0, len(flat) - 127, 128):
            length = min(struct.unpack_from("<H", flat, at + 64)[0], 64)
            name = flat[at : at + max(0, length - 2)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", flat, at + 116)
            found.append((name, start, size))
        if not found:
            raise UnreadableRoster("damaged")
        return found

    def stream(self, *names: str) -> bytes:
        """The first stream of these names that is there; empty if none is."""
        for name, start, size in self.entries:
            if name in names:
                return self._small(start, size) if size < 4096 else self._joined(start, size)
        return b""

    def _small(self, first: int, size: int) -> bytes:
        parts: list[bytes] = []
        while first < _LAST and len(parts) <= len(self._mini):
            if first >= len(self._mini):
                raise UnreadableRoster("damaged")
            parts.append(self._mini_stream[first * 64 : first * 64 + 64])
            first = self._mini[first]
        return b"".join(parts)[:size]


def checked(data: bytes) -> XlsFacts:
    """Walk a whole .xls once; raises `UnreadableRoster` (cut_off, damaged, encrypted, too_big)."""
    try:
        book = _Container(data).stream("Workbook", "Book")
        return _walked(book)
    except (struct.error, IndexError, ValueError):
        raise UnreadableRoster("damaged") from None


def _walked(book: bytes) -> XlsFacts:
    if len(book) < 8:
        raise UnreadableRoster("cut_off")
    facts = XlsFacts(epoch_1904=False, errors=[])
    at, end = 0, len(book) - 4
    rows = columns = 0
    unpack = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, length = unpack(book, at)
        at += 4
        if kind in _CELLS and length >= 6:
            row, column = unpack(book, at)
            if row > rows:
                rows = row
            if column > columns:
                columns = column
            if kind == 0x0205 and length >= 8 and book[at + 7] and facts.errors:
                facts.errors[-1].add((row, column))
        elif kind in _MANY and length >= 6:
            rows = max(rows, unpack(book, at)[0])
            columns = max(columns, struct.unpack_from("<H", book, at + length - 2)[0])
        elif kind == _BOF:
            _weigh(rows, columns)
            rows = columns = 0
            facts.errors += [set()] if length >= 4 and unpack(book, at)[1] == 0x0010 else []
        elif kind == _FILEPASS:
            raise UnreadableRoster("encrypted")
        elif kind == _DIMENSIONS and length >= 12:
            _believe(*struct.unpack_from("<IIHH", book, at))
        elif kind == _DATEMODE and length >= 2:
            facts.epoch_1904 = bool(struct.unpack_from("<H", book, at)[0])
        at += length
    _weigh(rows, columns)
    return facts


def _believe(first_row: int, end_row: int, first_column: int, end_column: int) -> None:
    """Refuse a sheet that boasts of more than an .xls can hold: readers make room for it."""
    if end_row > 65_536 or end_column > 256 or first_row > end_row or first_column > end_column:
        raise UnreadableRoster("damaged")


def _weigh(rows: int, columns: int) -> None:
    if (rows + 1) * (columns + 1) > MOST_CELLS:
        raise UnreadableRoster("too_big")
