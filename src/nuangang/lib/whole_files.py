"""Small files that are there whole or not at all, for this user alone, also after the power went."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, in place of what was there."""
    _written_beside(path, data).replace(path)
    reach_disk(path.parent)


def write_first(path: Path, data: bytes) -> None:
    """Put `data` at `path`; what is there already, or another process puts there meanwhile, stays."""
    beside = _written_beside(path, data)
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    finally:
        beside.unlink()
    reach_disk(path.parent)


def reach_disk(folder: Path) -> None:
    """Let new names in `folder` reach the disk too; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make `folder` where it is not there, on the disk too: else what lies in it goes with its name."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in made:
        reach_disk(each.parent)


def _written_beside(path: Path, data: bytes) -> Path:
    _make_folder(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)
