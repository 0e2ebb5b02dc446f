"""Making a backup: a copy of the database, the sealed pictures and the keys, in one sealed file."""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import locks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation
from django.utils.translation import gettext as _

import nuangang
from nuangang.accounts.models import SealingKey
from nuangang.audit.actions import Person, record
from nuangang.lib.master_keys import COUNSELLING, MAIN, key_files
from nuangang.lib.whole_files import reach_disk
from nuangang.machine.archive import ArchiveError, read_archive, write_archive
from nuangang.machine.databases import Counts, DatabaseError, take_snapshot
from nuangang.machine.notes import remember
from nuangang.machine.recovery import key_folder, machine_key, recipients, recovery

PICTURES, KEYS = "files/", "keys/"
MASTERS = {MAIN: "key-file", COUNSELLING: "key-file-counselling"}
_FULL = {errno.ENOSPC, errno.EDQUOT}


class BackupError(Exception):
    """Why there is no new backup, as a sentence that says what is kept and what to do."""


@dataclass(frozen=True)
class Made:
    """A backup that was written, opened again and compared."""

    path: Path
    size: int
    tables: Counts
    pictures: int
    seconds: float
    without_counselling: bool

    @property
    def rows(self) -> int:
        """Return how many rows are in it."""
        return sum(self.tables.values())


def back_up(path: Path, *, now: datetime, by: str) -> Made:
    """Write everything into `path`; only a file that could be read back takes that name.

    Raises BackupError; what was at `path` before is untouched then.
    """
    began = time.monotonic()
    if path.exists() and not path.is_file():
        raise BackupError(_("%(path)s is no file to write a backup into.") % {"path": path})
    try:
        with _alone(), _work_folder() as work:
            made = _write(path, work, now, began)
    except (DatabaseError, ArchiveError, OSError) as error:
        with translation.override(settings.LANGUAGE_CODE):  # for the page
            why = _sentence(error, path)[:600]
            remember(failed={"at": now.isoformat(), "path": str(path), "why": why})
        text = _("No new backup in %(folder)s. %(why)s Earlier backups are untouched.")
        words = {"folder": path.parent, "why": _sentence(error, path)}
        raise BackupError(text % words) from error
    told = {"at": now.isoformat(), "path": str(path), "size": made.size, "rows": made.rows}
    paper = recovery()
    told |= {"mark": paper.mark if paper else "", "seconds": round(made.seconds, 1)}
    remember(good={**told, "without_counselling": made.without_counselling})
    record(Person(by), "backup_made", kind="machine", label=path.name[:120], rows=made.rows)
    return made


def _write(path: Path, work: Path, now: datetime, began: float) -> Made:
    lacking = _lacking_masters()
    snapshot = take_snapshot(work)
    about = {
        "program": nuangang.__version__,
        "made_at": now.isoformat(timespec="seconds"),
        "vendor": snapshot.vendor,
        "tables": snapshot.tables,
        "migrations": _migrations(),
    }
    beside = path.with_name(f"{path.name}.part")
    try:
        members = _seal(beside, about, [(snapshot.path.name, snapshot.path), *_files()])
        _compare(beside, members)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    reach_disk(path.parent)
    pictures = sum(name.startswith(PICTURES) for name in members)
    size = path.stat().st_size
    seconds = time.monotonic() - began
    return Made(path, size, snapshot.tables, pictures, seconds, COUNSELLING in lacking)


def _lacking_masters() -> set[str]:
    """Return whose master keys lie elsewhere; raises BackupError without those that open the rest.

    Counselling's may be kept apart from this machine (accounts.sealing_keys); nothing else opens
    without the main ones, so a backup that lacks them would only look like one.
    """
    used = set(SealingKey.objects.order_by().values_list("domain", flat=True).distinct())
    lacking = {domain for domain, path in key_files().items() if not path.exists()} & used
    if MAIN in lacking:
        text = _(
            "The keys are not where they belong: %(path)s. A backup without them opens nothing."
        )
        raise BackupError(text % {"path": key_files()[MAIN]})
    return lacking


def _seal(beside: Path, about: dict[str, Any], files: list[tuple[str, Path]]) -> dict[str, Any]:
    with open_new(beside) as file:
        members = write_archive(file, recipients(), about, files)
        file.flush()
        os.fsync(file.fileno())
    return members


def open_new(path: Path) -> IO[bytes]:
    """Open a file to write that nobody else on this machine may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _compare(beside: Path, members: dict[str, Any]) -> None:
    """Read the file back as a restore would; its digests are those of what was read, or it raises."""
    with beside.open("rb") as file:
        manifest = read_archive(file, [machine_key()], lambda _member: None)
    if manifest["members"] != members:
        raise ArchiveError(_("What was read back is not what was written."))


def _files() -> Iterator[tuple[str, Path]]:
    """Yield name and place of the keys and of all sealed pictures.

    Master keys go by what they are for: where they lie, another machine has its own way.
    """
    apart = {path: MASTERS[domain] for domain, path in key_files().items() if path.exists()}
    yield from ((name, path) for path, name in apart.items())
    for path in sorted(key_folder().rglob("*")):
        if path.is_file() and path not in apart:
            yield KEYS + path.relative_to(key_folder()).as_posix(), path
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(".new"):
                path = Path(folder) / name
                yield PICTURES + path.relative_to(root).as_posix(), path


def _migrations() -> dict[str, str]:
    """Return the newest migration of each app that the database has."""
    rows = MigrationRecorder(connection).applied_migrations()
    return dict(sorted(rows))


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one backup run at a time; the system lets go of the lock with the process."""
    with (Path(settings.VAR) / "backup.lock").open("w") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise BackupError(_("A backup is being made already. Please wait until it is done."))
        yield


@contextlib.contextmanager
def _work_folder() -> Iterator[Path]:
    """Have a folder for the copy of the database; one that a crash left is removed first."""
    place = Path(settings.VAR) / "backup-work"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield Path(tempfile.mkdtemp(dir=place))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _sentence(error: Exception, path: Path) -> str:
    if not isinstance(error, OSError):
        return str(error) or type(error).__name__
    if error.errno in _FULL:
        free = shutil.disk_usage(path.parent if path.parent.exists() else settings.VAR).free
        text = _("The disk is full: %(free)d MB are free. Make room, or choose another disk.")
        return text % {"free": free // 1_000_000}
    if error.errno == errno.EFBIG:
        return _("The disk's format takes no file this large (FAT32: 4 GB). Format it as exFAT.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _("The folder is not there. Is the disk plugged in?")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _("The program may not write there.")
    return str(error)
