"""Looking into a zipped workbook before any reader trusts it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from nuangang.intake.reading.problems import UnreadableRoster

_MOST_ENTRIES = 3_000
_MOST_BYTES = 400 * 2**20
_MOST_ENTRY = 250 * 2**20
_MOST_RATIO = 250
_SMALL = 20 * 2**20
_CHUNK = 1 << 18
_ENDING = b"PK\x05\x06"
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive after its directory has been weighed; raises `UnreadableRoster`."""
    at = data.rfind(_ENDING, max(0, len(data) - 66_000))
    if at < 0:
        raise UnreadableRoster("cut_off")
    if int.from_bytes(data[at + 10 : at + 12], "little") > _MOST_ENTRIES:
        raise UnreadableRoster("bomb")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _weigh(archive.infolist())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableRoster("damaged") from None
    return archive


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableRoster("encrypted")
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnreadableRoster("damaged")
    too_long = len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_BYTES
    if too_long or any(_swells(e.file_size, e.compress_size) for e in entries):
        raise UnreadableRoster("bomb")


def _swells(size: int, packed: int) -> bool:
    return size > _MOST_ENTRY or (size > _SMALL and size > packed * _MOST_RATIO)


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """An entry's bytes in pieces, counted while they are unpacked, XML entities refused."""
    total = 0
    first = True
    try:
        with archive.open(name) as stream:
            while piece := stream.read(_CHUNK):
                total += len(piece)
                if total > _MOST_ENTRY:
                    raise UnreadableRoster("bomb")
                if first and _ENTITIES.search(piece[:4096]):
                    raise UnreadableRoster("bomb")
                first = False
                yield piece
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ):
        raise UnreadableRoster("damaged") from None


def whole(archive: zipfile.ZipFile, name: str, most: int = _MOST_ENTRY) -> bytes:
    """A whole entry, no larger than `most` bytes; empty if it is not there."""
    if name not in archive.NameToInfo:
        return b""
    if archive.getinfo(name).file_size > most:
        raise UnreadableRoster("bomb")
    return b"".join(chunks(archive, name))
