"""Putting a backup back into an empty installation, or trying whether one could."""

import errno
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from pyrage import x25519

from nuangang.lib.master_keys import key_files
from nuangang.machine.archive import (
    ABOUT,
    FORMAT,
    DamagedError,
    Member,
    NoBackupError,
    WrongKeyError,
    read_archive,
)
from nuangang.machine.backing_up import KEYS, MASTERS, PICTURES
from nuangang.machine.databases import (
    NAMES,
    Counts,
    DatabaseError,
    counts_of_copy,
    empty_database,
    is_empty,
    put_back,
)
from nuangang.machine.keeping import NAME
from nuangang.machine.notes import remember
from nuangang.machine.recovery import key_folder


class RestoreError(Exception):
    """Why nothing was restored, as a sentence that says what to do."""


@dataclass
class Unpacked:
    """A backup's files in a folder of their own, and what it tells of itself."""

    folder: Path
    about: dict[str, Any] = field(default_factory=dict)
    pictures: int = 0

    @property
    def database(self) -> Path:
        """Return the copy of the database."""
        return self.folder / NAMES[self.about["vendor"]]

    @property
    def tables(self) -> Counts:
        """Return how many rows each table had when the backup was made."""
        return self.about["tables"]

    @property
    def rows(self) -> int:
        """Return how many rows there were in all."""
        return sum(self.tables.values())


def restore(path: Path, identities: list[x25519.Identity]) -> Unpacked:
    """Put the backup at `path` into this installation, which must be empty; raises RestoreError."""
    _need_empty()
    with _beside("restoring") as work:
        found = _unpack(path, identities, Path(work))
        try:
            _put_in_place(found)
        except DatabaseError as error:
            raise RestoreError(str(error)) from error
    return found


def _put_in_place(found: Unpacked) -> None:
    """Move in first what can fail, so that a failure leaves the installation as empty as it was.

    On SQLite the file comes last: where the database is, everything is.
    """
    if connection.vendor == "sqlite":
        _need_same(found, counts_of_copy(found.database))
        _place_files(found.folder)
        put_back(found.database)
    else:
        _need_same(found, put_back(found.database))
        _place_files(found.folder)


def check(path: Path, identities: list[x25519.Identity], *, now: datetime, paper: bool) -> Unpacked:
    """Restore the backup at `path` into a place of its own, compare, and take it away again.

    `paper` says that the recovery code was typed; what came of it is remembered as the last drill.
    """
    with _beside("drill") as work:
        found = _unpack(path, identities, Path(work))
        try:
            _need_same(found, _counts_when_restored(found))
        except DatabaseError as error:
            raise RestoreError(str(error)) from error
    drill = {"at": now.isoformat(), "path": str(path), "paper": paper, "rows": found.rows}
    remember(drill=drill)
    return found


def _counts_when_restored(found: Unpacked) -> Counts:
    if connection.vendor == "sqlite":
        return counts_of_copy(found.database)
    name = f"nuangang_drill_{uuid4().hex[:8]}"
    with empty_database(name):
        return put_back(found.database, name)


def _need_empty() -> None:
    pictures = Path(settings.MEDIA_ROOT)
    full = [
        str(settings.DATABASES["default"]["NAME"]) if not is_empty() else "",
        str(pictures) if pictures.exists() and any(pictures.iterdir()) else "",
        *(str(path) for path in key_files().values() if path.exists()),
    ]
    if any(full):
        raise RestoreError(
            _("There is an installation here already (%(place)s); nothing was changed. Restore into "
              "an empty folder: set NUANGANG_VAR, and for PostgreSQL NUANGANG_DATABASE, to new ones.")
            % {"place": next(filter(None, full))}
        )  # fmt: skip


def _unpack(path: Path, identities: list[x25519.Identity], folder: Path) -> Unpacked:
    """Take everything out of the file into `folder`, comparing all digests."""
    found = Unpacked(folder)
    try:
        with path.open("rb") as file:
            read_archive(file, identities, lambda member: _take(member, found))
    except WrongKeyError as error:
        raise RestoreError(_other_paper(path)) from error
    except NoBackupError as error:
        raise RestoreError(
            _("%(file)s is no backup of 暖港, or its beginning is damaged.") % {"file": path.name}
        ) from error
    except DamagedError as error:
        raise RestoreError(
            _("%(file)s is damaged: it breaks at byte %(at)d, in “%(part)s”. Nothing was changed. "
              "Please take another copy or the backup before.")
            % {"file": path.name, "at": error.at, "part": error.part}
        ) from error  # fmt: skip
    except OSError as error:
        raise RestoreError(_sentence(error, path)) from error
    return found


def _other_paper(path: Path) -> str:
    mark = (NAME.fullmatch(path.name) or [""])[0].removesuffix(".age").rpartition("-")[2]
    text = _(
        "This recovery code is right, but not for this file, which was made for another paper."
    )
    if len(mark) == 4:
        text += " " + _("It needs the paper marked %(mark)s.") % {"mark": mark}
    return text


def _take(member: Member, found: Unpacked) -> None:
    if member.name == ABOUT:
        found.about = json.loads(b"".join(member.pieces()))
        _need_fitting(found.about)
        return
    target = (found.folder / member.name).resolve()
    if not target.is_relative_to(found.folder.resolve()):
        raise DamagedError(member.name, 0)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for piece in member.pieces():
            file.write(piece)
    target.chmod(0o600)
    found.pictures += member.name.startswith(PICTURES)


def _need_fitting(about: dict[str, Any]) -> None:
    """Refuse at the beginning what this program or this database could not take."""
    if about["vendor"] != connection.vendor:
        text = _("This backup is of %(theirs)s, and this installation uses %(ours)s.")
        raise RestoreError(text % {"theirs": about["vendor"], "ours": connection.vendor})
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    newer = [
        f"{app}.{name}" for app, name in about["migrations"].items() if (app, name) not in known
    ]
    if about["format"] > FORMAT or newer:
        text = _("This backup was made by version %(theirs)s, which is newer. Install that first.")
        raise RestoreError(text % {"theirs": about["program"]})


def _need_same(found: Unpacked, counts: Counts) -> None:
    other = [name for name in found.tables | counts if found.tables.get(name) != counts.get(name)]
    if other:
        text = _("The restored tables have other numbers of rows than the backup tells: %(tables)s")
        raise RestoreError(text % {"tables": ", ".join(other)})


def _place_files(folder: Path) -> None:
    """Move keys and pictures to where this installation looks for them."""
    _move_all(folder / KEYS, key_folder())
    for domain, name in MASTERS.items():
        if (folder / name).exists():
            _move(folder / name, key_files()[domain])
    _move_all(folder / PICTURES, Path(settings.MEDIA_ROOT))


def _move_all(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file():
            _move(path, target / path.relative_to(source))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.move(source, target)


def _beside(purpose: str) -> tempfile.TemporaryDirectory:
    """Return a folder on the disk of the data, so that moving from it is only renaming."""
    return tempfile.TemporaryDirectory(prefix=f"{purpose}-", dir=settings.VAR)


def _sentence(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return _("There is no file %(path)s.") % {"path": path}
    if error.errno == errno.ENOSPC:
        free = shutil.disk_usage(settings.VAR).free // 1_000_000
        text = _("There is too little room in %(folder)s (%(free)d MB free). Nothing was changed.")
        return text % {"folder": settings.VAR, "free": free}
    return str(error)
