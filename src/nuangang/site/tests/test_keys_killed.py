"""A rotation that is killed with -9 in the middle, values from before, and REPLACE."""

import signal
import sqlite3
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nuangang.accounts.models import SealingKey
from nuangang.accounts.moving import move_on
from nuangang.accounts.sealing_keys import retire_masters
from nuangang.audit.actions import Person, record
from nuangang.audit.models import Entry
from nuangang.care.models import CareRecord
from nuangang.lib import sealing
from nuangang.lib.master_keys import decrypt, encrypt, masters
from nuangang.people.models import Child
from nuangang.people.tests.cast import Cast
from tests.running import environment, ready_made

RECORDS = 6000
ABOUT = "care.carerecord.words"
MOVED = "SELECT count(*) FROM care_carerecord WHERE words LIKE ? || ':%'"


def talks(cast: Cast, child: Child, count: int) -> None:
    """Write records of talks, each with words of its own."""
    staff = cast.lead.staff_id
    CareRecord.objects.bulk_create(
        CareRecord(
            school=cast.school, child=child, kind="talk", staff_id=staff, recorded_by_id=staff,
            happened_on=timezone.localdate(), recorded_at=timezone.now(), words=f"谈心 {number}",
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.once
def test_killed_in_the_middle_and_started_again(transactional_db, tmp_path):
    cast = Cast()
    talks(cast, cast.child(), RECORDS)
    ready_made(tmp_path)
    process = keys(tmp_path, "rotate")
    there = sqlite3.connect(tmp_path / "nuangang.sqlite3", isolation_level=None, timeout=60)
    new, moved = killed_in_between(there, process)
    assert process.returncode == -signal.SIGKILL
    assert 0 < moved < RECORDS
    assert words_of(there, new) == {f"谈心 {number}" for number in range(RECORDS)}
    assert keys(tmp_path, "move").wait() == 0
    assert there.execute(MOVED, [new]).fetchone() == (RECORDS,)
    assert words_of(there, new) == {f"谈心 {number}" for number in range(RECORDS)}
    there.close()


def words_of(there: sqlite3.Connection, new: str) -> set[str]:
    """Return what all records say; the older key is this process's own, the newer the other's."""
    [school, master, wrapped] = there.execute(
        "SELECT school_id, master, wrapped FROM accounts_sealingkey WHERE id = ?", [new]
    ).fetchone()
    about = sealing.about_key(new, "", UUID(hex=school))
    newer = AESGCM(masters().unwrap(master, wrapped, about))
    rows = there.execute("SELECT words FROM care_carerecord").fetchall()
    return {
        decrypt(newer, words.partition(":")[2], ABOUT).decode()
        if words.startswith(f"{new}:")
        else sealing.unseal(words, ABOUT)
        for [words] in rows
    }


def keys(var: Path, do: str) -> subprocess.Popen:
    """Start `nuangang keys` as a process of its own on the data in `var`."""
    command = [sys.executable, "-m", "nuangang", "keys", do]
    return subprocess.Popen(command, env=environment(var), stdout=subprocess.DEVNULL)


def killed_in_between(there: sqlite3.Connection, process: subprocess.Popen) -> tuple[str, int]:
    """Kill the process once it moved something; return the newer key and how much it had moved.

    Looking holds the database, so that no busy machine lets the process finish between the two.
    """
    newer = (
        "SELECT id FROM accounts_sealingkey WHERE domain = '' AND retired_at IS NULL"
        " AND school_id = (SELECT school_id FROM care_carerecord LIMIT 1)"
    )
    begun = "SELECT 1 FROM accounts_sealingkey WHERE retired_at IS NOT NULL"
    while not there.execute(begun).fetchone():
        assert process.poll() is None
        time.sleep(0.05)
    while process.poll() is None:
        there.execute("BEGIN IMMEDIATE")
        [new] = there.execute(newer).fetchone()
        [moved] = there.execute(MOVED, [new]).fetchone()
        if moved:
            process.kill()
            process.wait()
        there.execute("ROLLBACK")
        time.sleep(0.001)
    return new, moved


def test_values_of_an_earlier_version_are_sealed_and_then_moved(db):
    """What stood in clear, or under the file's key itself, as before schools had keys."""
    cast = Cast()
    child = cast.child(id_number="", address="柳树村 8 组")
    number, roll, place = "110101201303010016", "G110101201303010016", "柳树村委会"
    plant(child, id_number=under_a_master(number, "people.child.id_number"))
    plant(child, roll_number=roll, household_place=place)
    seal = import_module("nuangang.people.migrations.0019_seal_what_stands_there")
    seal.forwards(apps, None)
    first = raw(child)
    assert all(value.startswith("aes-") for value in first[1:])
    seal.forwards(apps, None)
    assert raw(child) == first
    child.refresh_from_db()
    assert (child.id_number, child.roll_number, child.household_place) == (number, roll, place)
    assert child.id_index == sealing.blind(number, "id", cast.school.pk)
    assert child.roll_index == sealing.blind(roll, "roll", cast.school.pk)
    retire_masters(SealingKey)
    assert move_on(60, now=timezone.now()) == 1
    assert all(value.startswith("aes-") for value in raw(child))
    child.refresh_from_db()
    assert child.id_number == number
    seal.backwards(apps, None)
    assert raw(child)[1:] == [roll, place]


def under_a_master(text: str, about: str) -> str:
    """Return `text` as an earlier version sealed it."""
    return f"1:{encrypt(masters().cipher('1'), text.encode(), about)}"


def plant(child: Child, **columns: str) -> None:
    """Write values past the fields, as they stood before."""
    with connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(
                f"UPDATE people_child SET {name} = %s WHERE school_id = %s AND id = %s",
                [value, *own(child)],
            )


def raw(child: Child) -> list[str]:
    """Return what stands in the child's row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_number, roll_number, household_place FROM people_child"
            " WHERE school_id = %s AND id = %s",
            own(child),
        )
        return list(cursor.fetchone())


def own(child: Child) -> list:
    """Return the school's and the child's id as the database has them."""
    ids = (child.school_id, child.pk)
    return [one if connection.features.has_native_uuid_field else one.hex for one in ids]


@pytest.mark.once
def test_replace_gets_no_further_than_delete(db):
    """SQLite's REPLACE deletes what stands in its way; triggers hear of it only when told to."""
    cast = Cast()
    talks(cast, cast.child(), 1)
    record(Person("某人"), "sign_in_failed", kind="user")
    for model in (Entry, CareRecord):
        table = model._meta.db_table
        again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(again)
