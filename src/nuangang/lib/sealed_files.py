"""Files that lie encrypted in the data folder, under names nobody can guess."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nuangang.lib.master_keys import SealError
from nuangang.lib.sealing import seal_bytes, unseal_bytes
from nuangang.lib.whole_files import write_whole

JUST_WRITTEN = timedelta(hours=1)


def write(folder: str, file: UUID, part: str, data: bytes, *, school: UUID | None) -> None:
    """Keep `data` sealed with a school's key as `part` of `file`; whole or not at all."""
    sealed = seal_bytes(data, _about(folder, file, part), school)
    write_whole(_path(folder, file, part), sealed)


def read(folder: str, file: UUID, part: str) -> bytes:
    """Return what was kept; raises FileNotFoundError, or SealError."""
    return unseal_bytes(_path(folder, file, part).read_bytes(), _about(folder, file, part))


def remove(folder: str, file: UUID) -> None:
    """Delete all parts of `file`; harmless when there are none."""
    for path in _shelf(folder, file).glob(f"{file}.*"):
        with suppress(OSError):  # on Windows not while somebody reads it: the sweep takes it then
            path.unlink()


def sweep(folder: str, kept: Collection[UUID], *, now: datetime) -> int:
    """Delete the files of `folder` that nothing in the database names; return how many parts.

    What was written within the hour stays: its row may be about to be.
    """
    names, before = {str(file) for file in kept}, (now - JUST_WRITTEN).timestamp()
    lost = [
        path
        for path in (Path(settings.MEDIA_ROOT) / folder).glob("*/*.*")
        if path.name.split(".")[0] not in names and path.stat().st_mtime < before
    ]
    for path in lost:
        with suppress(OSError):
            path.unlink()
    return len(lost)


def move_under(old: str, school: UUID) -> Iterator[bool]:
    """Seal a school's files that lie under the key `old` with its key of now; say of each if it went.

    A file that is replaced or removed meanwhile is left to whoever does that.
    """
    for path in Path(settings.MEDIA_ROOT).glob(f"*/{school}/*/*.*"):
        if path.suffix == ".new":
            continue
        with suppress(FileNotFoundError):
            sealed = path.read_bytes()
            if sealed.startswith(f"{old}:".encode()):
                yield _move(path, sealed, school)


def _move(path: Path, sealed: bytes, school: UUID) -> bool:
    about = path.relative_to(settings.MEDIA_ROOT)
    try:
        data = unseal_bytes(sealed, f"{about.parts[0]}/{school}/{path.name}")
    except SealError:
        return False
    anew = seal_bytes(data, f"{about.parts[0]}/{school}/{path.name}", school)
    if path.exists():  # or else it was removed in between, and stays away
        write_whole(path, anew)
    return True


def _shelf(folder: str, file: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / folder / file.hex[-2:]


def _path(folder: str, file: UUID, part: str) -> Path:
    return _shelf(folder, file) / f"{file}.{part}"


def _about(folder: str, file: UUID, part: str) -> str:
    return f"{folder}/{file}.{part}"
