"""Files in the data folder: sealed, unguessable, and gone when nothing names them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from nuangang.lib import sealed_files
from nuangang.lib.master_keys import SealBrokenError

pytestmark = pytest.mark.django_db  # sealing asks the table of keys which one seals now
FOLDER = "photos/a-school"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_only_ciphertext_reaches_the_disk() -> None:
    file = uuid4()
    sealed_files.write(FOLDER, file, "full", b"a face" * 100, school=None)
    [path] = on_disk()
    assert b"a face" not in path.read_bytes()
    assert sealed_files.read(FOLDER, file, "full") == b"a face" * 100


def test_a_file_moved_or_touched_is_not_opened() -> None:
    mine, other = uuid4(), uuid4()
    sealed_files.write(FOLDER, mine, "full", b"mine", school=None)
    sealed_files.write(FOLDER, other, "full", b"other", school=None)
    paths = {path.name.split(".")[0]: path for path in on_disk()}
    paths[str(mine)].write_bytes(paths[str(other)].read_bytes())
    with pytest.raises(SealBrokenError):
        sealed_files.read(FOLDER, mine, "full")


def test_removed_with_all_its_parts_and_twice_does_no_harm() -> None:
    file = uuid4()
    for part in ("full", "small"):
        sealed_files.write(FOLDER, file, part, b"x", school=None)
    for _time in range(2):
        sealed_files.remove(FOLDER, file)
    assert on_disk() == []
    with pytest.raises(FileNotFoundError):
        sealed_files.read(FOLDER, file, "full")


def test_the_sweep_takes_what_no_row_names_but_nothing_fresh() -> None:
    kept, lost = uuid4(), uuid4()
    for file in (kept, lost):
        sealed_files.write(FOLDER, file, "full", b"x", school=None)
    now = datetime.now(UTC)
    assert sealed_files.sweep(FOLDER, {kept}, now=now) == 0
    assert sealed_files.sweep(FOLDER, {kept}, now=now + timedelta(hours=2)) == 1
    [path] = on_disk()
    assert path.name == f"{kept}.full"
    assert sealed_files.sweep("photos/nobody", set(), now=now) == 0
