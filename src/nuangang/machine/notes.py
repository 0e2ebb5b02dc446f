"""What the machine remembers of itself between starts, in one small file beside the database.

Not in the database: there a restored copy would tell of the backups of another day.
"""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import locks

from nuangang.lib.whole_files import write_whole


@dataclass
class Notes:
    """When backups are made and where, how the last ones went, and the last drill."""

    folder: str = ""
    hour: str = "02:30"
    good: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, Any] = field(default_factory=dict)
    drill: dict[str, Any] = field(default_factory=dict)
    asked: str = ""


def notes() -> Notes:
    """Return what is remembered."""
    try:
        told = json.loads(_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return Notes()
    known = {each.name for each in fields(Notes)}
    return Notes(**{name: value for name, value in told.items() if name in known})


def remember(**changes: Any) -> None:
    """Change some of it, whole or not at all, one process after the other."""
    path = _path()
    with path.with_suffix(".lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        told = {**asdict(notes()), **changes}
        write_whole(path, json.dumps(told, ensure_ascii=False, indent=1).encode())


def moment(told: dict[str, Any]) -> datetime | None:
    """Return the moment a note tells of, None when there is no such note."""
    return datetime.fromisoformat(told["at"]) if told.get("at") else None


def _path() -> Path:
    return Path(settings.VAR) / "machine.json"
