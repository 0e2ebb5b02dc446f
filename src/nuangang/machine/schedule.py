"""The backup that the clock makes each night, and what is left to do when one could not be made."""

import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from nuangang.machine.backing_up import BackupError, Made, back_up
from nuangang.machine.keeping import name_of, to_let_go
from nuangang.machine.notes import Notes, moment, notes, remember
from nuangang.machine.recovery import key_folder, recovery

AGAIN = timedelta(hours=1)
_running: list[subprocess.Popen] = []


def own_folder() -> Path:
    """Return where backups go unless another folder was chosen."""
    return Path(settings.VAR) / "backups"


def folder_for_backups() -> Path:
    """Return the chosen folder."""
    return Path(notes().folder or own_folder())


def new_name(now: datetime) -> str:
    """Return the name of a backup made now."""
    paper = recovery()
    return name_of(timezone.localtime(now), paper.mark if paper else "")


def is_on_the_same_disk(folder: Path) -> bool:
    """Say whether losing the disk of the data would lose the backups in `folder` too."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return there.stat().st_dev == Path(settings.VAR).stat().st_dev


def due_at(told: Notes, now: datetime, *, since: datetime) -> datetime:
    """Return when the next backup is or was due: at the planned hour, an hour later after a failure.

    The first is due at the first planned hour after `since`, when the installation began.
    """
    planned = _planned(told.hour, now)
    good, failed = moment(told.good), moment(told.failed)
    if (good and good >= planned) or since > planned:
        planned += timedelta(days=1)
    if failed and failed >= planned:
        return failed + AGAIN
    return planned


def _planned(hour: str, now: datetime) -> datetime:
    """Return the last moment before `now` at which the clock showed `hour`."""
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), time.fromisoformat(hour), local.tzinfo)
    return today if today <= local else today - timedelta(days=1)


def began() -> datetime:
    """Return when this installation began, as the oldest of its keys tells."""
    made = min((path.stat().st_mtime for path in key_folder().glob("*")), default=0.0)
    return datetime.fromtimestamp(made, UTC)


def start_what_is_due(now: datetime) -> bool:
    """Start the nightly backup beside the clock when it is due; say whether one was started.

    It ends with the clock, which holds its standard input.
    """
    _running[:] = [process for process in _running if process.poll() is None]
    told = notes()
    if _running or (not told.asked and due_at(told, now, since=began()) > now):
        return False
    if told.asked:
        remember(asked="")
    command = [sys.executable, "-m", "nuangang.machine.nightly"]
    apart = {"start_new_session": True} if os.name == "posix" else {}
    _running.append(subprocess.Popen(command, stdin=subprocess.PIPE, **apart))  # type: ignore[call-overload]  # noqa: S603
    return True


def back_up_by_clock(now: datetime) -> Made:
    """Make the nightly backup and let go of old ones; raises BackupError.

    When the chosen folder is not there, as with a disk that was pulled, it goes beside the data,
    and the failure stays noted.
    """
    folder = folder_for_backups()
    own_folder().mkdir(parents=True, exist_ok=True)
    try:
        made = back_up(folder / new_name(now), now=now, by="clock")
    except BackupError:
        if folder == own_folder():
            raise
        return back_up(own_folder() / new_name(now), now=now, by="clock")
    for name in to_let_go(path.name for path in folder.iterdir()):
        (folder / name).unlink(missing_ok=True)
    return made
