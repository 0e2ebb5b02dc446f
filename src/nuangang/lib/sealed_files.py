"""Files that lie encrypted in the data folder, under names nobody can guess."""

import os
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nuangang.lib.sealing import seal_bytes, unseal_bytes

JUST_WRITTEN = timedelta(hours=1)


def write(folder: str, file: UUID, part: str, data: bytes, *, school: UUID | None) -> None:
    """Keep `data` sealed with a school's key as `part` of `file`; whole or not at all."""
    path = _path(folder, file, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_bytes(seal_bytes(data, _about(folder, file, part), school))
    beside.replace(path)


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


def _shelf(folder: str, file: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / folder / file.hex[-2:]


def _path(folder: str, file: UUID, part: str) -> Path:
    return _shelf(folder, file) / f"{file}.{part}"


def _about(folder: str, file: UUID, part: str) -> str:
    return f"{folder}/{file}.{part}"
