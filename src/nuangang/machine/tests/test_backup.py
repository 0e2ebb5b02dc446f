"""A backup holds every row, picture and key, is whole or not there, and opens with the paper only."""

import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.lib import sealing
from nuangang.lib.master_keys import key_files
from nuangang.machine import backing_up, databases, restoring
from nuangang.machine.archive import DamagedError, read_archive, write_archive
from nuangang.machine.backing_up import BackupError, back_up
from nuangang.machine.notes import notes
from nuangang.machine.recovery import (
    CodeError,
    groups_of,
    machine_key,
    new_recovery_code,
    read_code,
)
from nuangang.wellbeing.models import CounsellingWords
from nuangang.wellbeing.tests.cast import NOTE, Cast

pytestmark = pytest.mark.django_db
COMMITTED = pytest.mark.django_db(transaction=True)
SECRET = "十八位的秘密"


def keep_keys_in(settings, folder: Path) -> None:
    settings.KEY_FILE = folder / "keys.json"
    settings.COUNSELLING_KEY_FILE = folder / "counselling.json"


def move_keys(settings, folder: Path) -> None:
    folder.mkdir(parents=True)
    for path in key_files().values():
        shutil.copy(path, folder)
    keep_keys_in(settings, folder)


@pytest.fixture
def house(tmp_path, settings):
    """Give an installation of its own beside the test's database: keys, pictures, a few rows."""
    settings.VAR = tmp_path / "old"
    move_keys(settings, settings.VAR / "keys")
    settings.MEDIA_ROOT = settings.VAR / "files"
    for number in range(30):
        Entry.objects.create(at=timezone.now(), verb="seen", actor_name=f"{SECRET}{number}")
    pictures = settings.MEDIA_ROOT / "portraits" / "1f"
    pictures.mkdir(parents=True)
    for number in range(3):
        (pictures / f"{number}.full").write_bytes(os.urandom(50_000))
    return settings


def made(house, name: str = "b.age") -> Path:
    path = house.VAR / name
    back_up(path, now=timezone.localtime(), by="test")
    return path


@contextmanager
def elsewhere(house, tmp_path):
    """Point the settings at an empty folder and an empty database, as on a new PC."""
    new = tmp_path / "new"
    house.VAR, house.MEDIA_ROOT = new, new / "files"
    keep_keys_in(house, new / "keys")
    new.mkdir()
    told, name = house.DATABASES["default"], f"nuangang_new_{os.getpid()}"
    ours = told["NAME"]
    sqlite = connection.vendor == "sqlite"
    with nullcontext() if sqlite else databases.empty_database(name):
        connection.close()
        told["NAME"] = str(new / "nuangang.sqlite3") if sqlite else name
        try:
            yield
        finally:
            connection.close()
            told["NAME"] = ours


def all_rows() -> dict[str, list]:
    """Return every row of every table, as the database itself keeps them."""
    if connection.vendor == "sqlite":
        opened = closing(sqlite3.connect(settings.DATABASES["default"]["NAME"]))
    else:
        opened = databases._postgres()
    with opened as cursor:
        tables = cursor.execute(databases._SPACE[connection.vendor]).fetchall()
        return {n: sorted(map(repr, cursor.execute(f'SELECT * FROM "{n}"'))) for (n,) in tables}


def all_files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@COMMITTED
def test_restored_has_every_row_picture_and_key(house, tmp_path):
    code, _paper = new_recovery_code(timezone.now())
    old = all_rows()
    path = made(house)
    pictures, keys = all_files(house.MEDIA_ROOT), all_files(house.VAR / "keys")
    with elsewhere(house, tmp_path):
        found = restoring.restore(path, [read_code(" ".join(groups_of(code)).lower())])
        assert all_rows() == old
        assert len(old["audit_entry"]) == 30
        assert all_files(house.MEDIA_ROOT) == pictures
        assert len(pictures) == found.pictures == 3
        assert all_files(house.VAR / "keys") == keys
        assert not list(house.VAR.glob("restoring-*"))


@COMMITTED
def test_a_sealed_counselling_note_opens_after_restoring_wherever_its_key_lay(house, tmp_path):
    move_keys(house, tmp_path / "stick")
    note = Cast().note()
    path, key = made(house), machine_key()
    with elsewhere(house, tmp_path):
        restoring.restore(path, [key])
        sealing.forget_keys()
        assert house.COUNSELLING_KEY_FILE.parent == tmp_path / "new" / "keys"
        words = CounsellingWords.objects.get(note_id=note.pk, school_id=note.school_id)
        assert NOTE in words.body
    sealing.forget_keys()


def test_a_key_kept_apart_is_told_and_one_that_is_gone_stops_it(house, capsys):
    house.COUNSELLING_KEY_FILE.unlink()
    call_command("backup", house.VAR / "b.age", stderr=(said := io.StringIO()))
    assert "咨询" in said.getvalue()
    assert notes().good["without_counselling"]
    good = (house.VAR / "b.age").read_bytes()
    house.KEY_FILE.unlink()
    with pytest.raises(BackupError, match=r"keys\.json"):
        made(house)
    assert (house.VAR / "b.age").read_bytes() == good


def test_nothing_can_be_read_in_the_file_without_a_key(house):
    new_recovery_code(timezone.now())
    data = made(house).read_bytes()
    assert SECRET.encode() not in data
    assert json.loads((house.VAR / "keys" / "backup.json").read_text())["machine"] not in str(data)


def test_another_paper_does_not_open_it_and_the_message_says_which_would(house):
    _code, paper = new_recovery_code(timezone.now())
    path = made(house, f"nuangang-20261128-023000-{paper.mark}.age")
    other, _other = new_recovery_code(timezone.now())
    with pytest.raises(restoring.RestoreError, match=paper.mark):
        restoring.check(path, [read_code(other)], now=timezone.now(), paper=True)
    assert notes().drill == {}


@pytest.mark.parametrize("typed", ["", "AAAA", "x" * 58])
def test_mistyped_code_is_told_from_a_wrong_one(typed):
    with pytest.raises(CodeError):
        read_code(typed)


def test_one_wrong_letter_in_the_code_is_noticed(house):
    code, _paper = new_recovery_code(timezone.now())
    last = "Q" if code[-1] != "Q" else "P"
    with pytest.raises(CodeError):
        read_code(code[:-1] + last)


def test_drill_restores_compares_takes_away_and_is_noted(house, capsys):
    path = made(house)
    call_command("restore", path, "--check", stdout=(said := io.StringIO()))
    assert "3" in said.getvalue()
    assert notes().drill["rows"] > 0
    assert notes().drill["paper"] is False
    assert not list(house.VAR.glob("drill-*"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM pg_database WHERE datname LIKE 'nuangang_drill%'")
            assert cursor.fetchone() == (0,)


@pytest.mark.once
@pytest.mark.parametrize("at", [0.3, 0.9])
@pytest.mark.parametrize("how", ["cut", "bit"])
def test_damaged_file_says_where_and_changes_nothing(house, tmp_path, at, how):
    path = made(house)
    data = bytearray(path.read_bytes())
    place = int(len(data) * at)
    if how == "bit":
        data[place] ^= 1
    path.write_bytes(data[:place] if how == "cut" else data)
    key = machine_key()
    with elsewhere(house, tmp_path):
        with pytest.raises(restoring.RestoreError, match=r"“(about|database|files|keys)"):
            restoring.restore(path, [key])
        assert all_files(house.VAR) == {}


def test_file_of_another_kind_is_refused(house):
    (house.VAR / "list.age").write_bytes(b"name,class\n" * 500)
    machine_key()
    with pytest.raises(CommandError, match=r"list\.age"):
        call_command("restore", house.VAR / "list.age", "--check")


def test_restore_leaves_an_installation_in_use_alone(house):
    path = made(house)
    before = all_files(house.VAR)
    with pytest.raises(restoring.RestoreError, match="NUANGANG_VAR"):
        restoring.restore(path, [machine_key()])
    assert all_files(house.VAR) == before


def test_full_disk_leaves_the_good_backup_and_says_so(house, monkeypatch):
    path = made(house)
    good = path.read_bytes()

    class Full(io.FileIO):
        def write(self, data):
            if self.tell() > 20_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    monkeypatch.setattr(backing_up, "open_new", lambda path: Full(path, "wb"))
    with pytest.raises(BackupError, match="MB"):
        made(house)
    monkeypatch.undo()
    assert path.read_bytes() == good
    assert notes().failed["why"]
    assert not list(house.VAR.glob("*.part")) + list(house.VAR.glob("backup-work"))


def test_what_reads_back_otherwise_never_takes_the_name(house, monkeypatch):
    good = made(house).read_bytes()

    def write(file, *others):
        members = write_archive(file, *others)
        file.seek(-500, os.SEEK_END)
        file.write(b"x")
        return members

    monkeypatch.setattr(backing_up, "write_archive", write)
    with pytest.raises(BackupError):
        made(house)
    assert (house.VAR / "b.age").read_bytes() == good


def test_folder_that_is_not_there_is_named(house):
    with pytest.raises(CommandError, match="/nowhere"):
        call_command("backup", "/nowhere/b.age")


@COMMITTED
@pytest.mark.once
def test_backup_made_while_rows_are_written_is_sound(house):
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as own:
            while not stop.is_set():
                own.execute("INSERT INTO django_content_type (app_label, model) VALUES ('x', ?)",
                            (uuid4().hex,))  # fmt: skip
                own.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = made(house)
    finally:
        stop.set()
        writer.join()
    assert restoring.check(path, [machine_key()], now=timezone.now(), paper=False).rows > 30


def test_name_that_leads_out_of_the_folder_is_refused(house, tmp_path):
    (tmp_path / "evil").write_text("x")
    about = {"vendor": connection.vendor, "migrations": {}, "tables": {}, "program": "0"}
    with (house.VAR / "e.age").open("wb") as file:
        evil = [("../../evil", tmp_path / "evil")]
        write_archive(file, [machine_key().to_public()], about, evil)
    with pytest.raises(restoring.RestoreError, match="evil"):
        restoring.check(house.VAR / "e.age", [machine_key()], now=timezone.now(), paper=False)


def test_backup_of_a_newer_version_or_another_database_is_refused(house, tmp_path):
    for other in ({"vendor": "oracle"}, {"migrations": {"people": "9999_later"}}):
        about = {"vendor": connection.vendor, "migrations": {}, "tables": {}, "program": "9"}
        with (house.VAR / "n.age").open("wb") as file:
            write_archive(file, [machine_key().to_public()], {**about, **other}, [])
        with pytest.raises(restoring.RestoreError):
            restoring.check(house.VAR / "n.age", [machine_key()], now=timezone.now(), paper=False)


def test_memory_stays_small_however_large_the_pictures(tmp_path):
    """120 MB through both ways in a process of its own that may take no more than a fixed lot."""
    script = """
import resource, sys, pathlib, pyrage
from nuangang.machine.archive import read_archive, write_archive
folder = pathlib.Path(sys.argv[1]); large = folder / "large"
with large.open("wb") as f: f.truncate(120_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
key = pyrage.x25519.Identity.generate()
with (folder / "b").open("wb") as f: write_archive(f, [key.to_public()], {}, [("large", large)])
with (folder / "b").open("rb") as f: read_archive(f, [key], lambda member: None)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    command = [sys.executable, "-c", script, tmp_path]
    grown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert int(grown) < 40


def test_interrupted_stream_never_reads_as_whole(tmp_path, house):
    path = made(house)
    data = path.read_bytes()
    for cut in (len(data) - 1, len(data) - 70, 70_000):
        with pytest.raises(DamagedError):
            read_archive(io.BytesIO(data[:cut]), [machine_key()], lambda member: None)
