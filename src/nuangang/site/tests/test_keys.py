"""Newer keys while everybody works: `nuangang keys`, the clock's share of it, and what refuses."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nuangang.accounts.models import School, SealingKey
from nuangang.accounts.moving import Moved, columns, left_under, move, move_on
from nuangang.accounts.rotating import rotate, wrap_anew
from nuangang.accounts.sealing_keys import new_key, refuse_without_masters
from nuangang.care.models import CareRecord
from nuangang.desk.tests.register_cast import Register
from nuangang.lib import sealed_files, sealing
from nuangang.lib.master_keys import KeyMissingError, SealBrokenError, masters
from nuangang.people.models import Child, Staff
from nuangang.people.tests.cast import Cast

WORDS = [f"第{number}次谈心" for number in range(7)]


class Killed(BaseException):
    """Stands for a process that is killed between two batches."""


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with translation.override("en"):
        yield
    sealing.forget_keys()


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


def fill(cast: Cast) -> Child:
    """Give both schools a child with sealed texts, in a table that is only added to as well."""
    child = cast.child(address="柳树村 8 组", roll_number="G999999201503010016")
    Child.objects.create(school=cast.other_school, name="乙", address="别处 1 号")
    staff = cast.lead.staff_id
    CareRecord.objects.bulk_create(
        CareRecord(
            school=cast.school, child=child, kind="talk", staff_id=staff, recorded_by_id=staff,
            happened_on=timezone.localdate(), recorded_at=timezone.now(), words=words,
        )
        for words in WORDS
    )  # fmt: skip
    return child


def kept(table: str, column: str, school: School) -> list[str]:
    """Return what stands in the database, without what is empty."""
    own = school.pk if connection.vendor == "postgresql" else school.pk.hex
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE school_id = %s AND {column} <> ''",
            [own],
        )
        return [row[0] for row in cursor.fetchall()]


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("keys", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_everything_of_a_school_goes_under_the_newer_key_and_nothing_else(cast):
    child = fill(cast)
    file = uuid4()
    sealed_files.write(f"photos/{cast.school.pk}", file, "full", b"a face", school=cast.school.pk)
    elsewhere = kept("people_child", "address", cast.other_school)
    told = said("rotate", "--school", "an")
    new = SealingKey.objects.get(school=cast.school, domain="", retired_at=None)
    for table, column in (("care_carerecord", "words"), ("people_child", "roll_number")):
        assert all(v.startswith(f"{new.pk}:") for v in kept(table, column, cast.school))
    [path] = Path(settings.MEDIA_ROOT).rglob("*.full")
    assert path.read_bytes().startswith(new.pk.encode())
    assert sealed_files.read(f"photos/{cast.school.pk}", file, "full") == b"a face"
    assert kept("people_child", "address", cast.other_school) == elsewhere
    child.refresh_from_db()
    assert (child.address, child.roll_number) == ("柳树村 8 组", "G999999201503010016")
    assert {r.words for r in CareRecord.objects.of(cast.school)} == set(WORDS)
    assert "1 newer key" in told
    assert "Nothing is left" in told
    assert "retired, nothing left" in said()


def test_counselling_has_its_own_turn(cast):
    said("rotate", "--counselling")
    assert {k.domain for k in SealingKey.objects.exclude(retired_at=None)} == {"counselling"}


def test_another_worker_takes_the_newer_key_up_without_a_restart(cast, settings):
    child = fill(cast)
    [old] = rotate("", [cast.school.pk])
    sealing.take_up(sealing.WrappedKey(old.pk, "", cast.school.pk, old.master, old.wrapped))
    Child.objects.filter(school=cast.school, pk=child.pk).first().save()
    assert left_under(old) > 0
    settings.KEY_HELD_SECONDS = 0
    child.address = "新家 9 号"
    child.save()
    [sealed] = kept("people_child", "address", cast.school)
    assert not sealed.startswith(old.pk)


def test_a_value_changed_meanwhile_stays_as_it_was_written(cast):
    child = fill(cast)
    [old] = rotate("", [cast.school.pk])
    change = Child._meta.get_field("address").sealed("新家 9 号", cast.school.pk)

    def meanwhile(_moved: Moved) -> None:
        Child.objects.filter(school=cast.school, pk=child.pk).update(address=change)

    move(old, told=meanwhile)
    child.refresh_from_db()
    assert child.address == "新家 9 号"


def test_a_spent_key_goes_after_an_hour_and_not_while_something_is_under_it(cast):
    fill(cast)
    [old] = rotate("", [cast.school.pk])
    now = timezone.now()
    assert move_on(60, now=now) > 0
    assert SealingKey.objects.filter(pk=old.pk).exists()
    wrapped = sealing.WrappedKey(old.pk, "", cast.school.pk, old.master, old.wrapped)
    sealing.take_up(wrapped)
    Child.objects.create(school=cast.school, name="丙", address="晚到的一笔")
    sealing.forget_keys()
    assert move_on(60, now=now + timedelta(hours=2)) == 1
    assert SealingKey.objects.filter(pk=old.pk).exists()
    assert move_on(60, now=now + timedelta(hours=4)) == 0
    assert not SealingKey.objects.filter(pk=old.pk).exists()
    assert Child.objects.get(school=cast.school, name="丙").address == "晚到的一笔"


def test_what_cannot_be_opened_is_named_and_keeps_its_key(cast):
    fill(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_child SET address = replace(address, ':', ':AAAA')")
    with pytest.raises(CommandError, match="2 values"):
        said("rotate")
    old = SealingKey.objects.get(school=cast.school, domain="", retired_at__isnull=False)
    assert left_under(old) == 1
    assert old.moved_at is None


def test_masters_wrap_anew_and_every_value_still_opens(cast):
    child = fill(cast)
    old = masters().newest
    before = kept("people_child", "address", cast.school)
    told = said("rotate", "--master")
    assert f"Master key {masters().newest}" in told
    assert masters().newest != old
    mine = SealingKey.objects.exclude(domain="counselling")
    assert set(mine.values_list("master", flat=True)) == {masters().newest}
    sealing.forget_keys()
    child.refresh_from_db()
    assert child.address == "柳树村 8 组"
    assert kept("people_child", "address", cast.school) == before


def test_a_master_rotation_killed_halfway_is_finished_later(cast):
    child = fill(cast)
    masters().add()
    sealing.forget_keys()
    child.refresh_from_db()
    assert wrap_anew("") == SealingKey.objects.exclude(domain="counselling").count()
    assert wrap_anew("") == 0


def test_append_only_still_refuses_everything_but_a_newer_key(cast):
    fill(cast)
    record = CareRecord.objects.of(cast.school).first()
    column = CareRecord._meta.get_field("words")
    rows = CareRecord.objects.filter(school=cast.school, pk=record.pk)
    other = new_key("counselling", None)

    def refused(**values) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**values)

    refused(words=column.sealed(record.words, cast.school.pk))  # the key that seals now is no newer
    rotate("", [cast.school.pk])
    refused(words=column.sealed(record.words + "改", cast.school.pk))
    refused(words="", mood="low")
    refused(words="", reason="x")
    refused(words=column.sealed(record.words, cast.other_school.pk))
    refused(words=sealing.Ciphertext(f"{other.pk}:{'A' * 60}"))
    refused(words=column.sealed(record.words, cast.school.pk), mood="low")
    refused(mood="low")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete(rows.db)
    assert rows.update(words=column.sealed(record.words, cast.school.pk)) == 1
    refused(words=column.sealed(record.words, cast.school.pk))
    assert rows.update(words="") == 1  # a child is forgotten: emptied, and never filled again
    refused(words=column.sealed(record.words, cast.school.pk))


def test_every_sealed_column_of_a_table_that_is_only_added_to_can_take_a_newer_key(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgname LIKE '%%no_update'"
            )
        else:
            cursor.execute("SELECT lower(sql) FROM sqlite_master WHERE type = 'trigger'")
        triggers = [row[0] for row in cursor.fetchall()]
    for domain in ("", "counselling"):
        for column in columns(
            SealingKey(id="aes-x", domain=domain, wrapped="x", school_id=uuid4())
        ):
            table, name = column.model._meta.db_table, column.column
            about = [t for t in triggers if f"{table}_no_" in t and "before update" in t.lower()]
            lets = any(f"'{name}'" in t or f'old."{name}"' in t for t in about)
            assert lets or not about, f"{table}.{name} needs lib.database.let_keys_change"
            wide = [t for t in about if f"{table}_no_update" in t and "update of" in t]
            for other in column.model._meta.concrete_fields:
                sealed = isinstance(other, sealing.SealedTextField)
                assert sealed or not wide or f'"{other.column}"' in wide[0], (table, other.column)


class KilledAnywhere(TestCase):
    """Whatever is killed whenever: what was written stays readable, and the rest is moved later."""

    @hypothesis_settings(max_examples=12)
    @given(st.lists(st.integers(0, 6), max_size=4), st.booleans())
    def test_killed_and_begun_again(self, kills: list[int], rotated_again: bool) -> None:
        cast = Cast()
        child = fill(cast)
        rotate("", [cast.school.pk])
        for after in kills:
            self._move_until(after)
            if rotated_again:
                rotate("", [cast.school.pk])
        assert move_on(60, now=timezone.now()) >= 0
        new = SealingKey.objects.get(school=cast.school, domain="", retired_at=None)
        sealing.forget_keys()
        values = kept("care_carerecord", "words", cast.school)
        assert len(values) == len(WORDS)
        assert all(value.startswith(f"{new.pk}:") for value in values)
        child.refresh_from_db()
        assert child.address == "柳树村 8 组"
        assert {r.words for r in CareRecord.objects.of(cast.school)} == set(WORDS)

    def _move_until(self, after: int) -> None:
        left = after

        def told(_moved: Moved) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("nuangang.accounts.moving.AT_ONCE", 2)
            try:
                for key in SealingKey.objects.exclude(retired_at=None):
                    move(key, told=told)
            except Killed:
                sealing.forget_keys()


@pytest.fixture
def keyless(cast, settings, tmp_path) -> Path:
    """Take the key file away, as on a machine that got the database alone."""
    fill(cast)
    settings.KEY_FILE = tmp_path / "gone.json"
    sealing.forget_keys()
    return settings.KEY_FILE


@pytest.mark.django_db
def test_without_its_key_a_page_says_so_and_opens_again(settings, tmp_path):
    """The page of a child; a value that was changed in the database is told apart from that."""
    register = Register()
    child = register.left_behind_child(address="柳树村 8 组")
    lead = Client(raise_request_exception=False)
    lead.force_login(Staff.objects.get(name="德育主任").user)
    address, there = f"/children/{child.pk}/", settings.KEY_FILE
    assert lead.get(address).status_code == 200
    settings.KEY_FILE = tmp_path / "gone.json"
    sealing.forget_keys()
    gone = lead.get(address)
    assert (gone.status_code, "密钥不在服务器上" in gone.text) == (503, True)
    settings.KEY_FILE = there
    assert "柳树村 8 组" in lead.get(address).text
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_child SET address = replace(address, ':', ':AAAA')")
    changed = lead.get(address)
    assert (changed.status_code, "被改动过" in changed.text) == (503, True)
    assert "柳树村 8 组" not in changed.text


def test_nothing_starts_without_the_key_and_no_new_file_is_made(keyless):
    with pytest.raises(KeyMissingError) as raised:
        refuse_without_masters()
    assert str(keyless) in str(raised.value)
    with pytest.raises(CommandError, match=keyless.name):
        said()
    assert not keyless.exists()


def test_a_file_that_is_none_is_named(cast, settings, tmp_path):
    settings.KEY_FILE = tmp_path / "odd.json"
    settings.KEY_FILE.write_text(json.dumps({"keys": {}}))
    with pytest.raises(SealBrokenError, match="odd"):
        refuse_without_masters()


def test_somebody_who_is_no_school_is_told(cast):
    with pytest.raises(CommandError, match="No school"):
        said("rotate", "--school", "nobody")
    with pytest.raises(CommandError, match="no school"):
        said("rotate", "--master", "--school", "an")
