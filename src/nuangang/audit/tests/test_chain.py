"""The chain: nothing gets in its way, and nothing gets past it."""

import uuid
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nuangang.audit import chain as chaining
from nuangang.audit.actions import Person, record
from nuangang.audit.chain import FIELDS, canonical, chain, chain_if_due, member
from nuangang.audit.keeping import months_before, prune
from nuangang.audit.models import HOUSE, Block, Entry, LogRules, Pruning
from nuangang.audit.verifying import chains, verify
from nuangang.lib.ids import new_id

SCHOOL, OTHER = new_id(), new_id()
NOW = timezone.now()


def write(count=3, school=SCHOOL, verb="read_file", at=None):
    """Write some entries of a school, as of `at`."""
    with mock.patch("nuangang.audit.actions.timezone.now", return_value=at or timezone.now()):
        return [
            record(Person("王老师", new_id(), school), verb, kind="child", object_id=new_id(),
                   label=f"孩子{n}", fields=["village"], count=n)
            for n in range(count)
        ]  # fmt: skip


def tamper(sql, *values):
    """Do what only the database's owner can: past the triggers."""
    names = ("audit_entry", "audit_block", "audit_pruning")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in names:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(sql, values)
            for name in names:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
        triggers = [row for row in cursor.fetchall() if row[0].startswith("audit_")]
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(sql, [v.hex if isinstance(v, uuid.UUID) else v for v in values])
        for _name, made in triggers:
            cursor.execute(made)


def test_the_bytes_of_an_entry_are_the_same_on_every_database():
    row = (
        uuid.UUID(int=1), datetime(2026, 11, 3, 8, 0, tzinfo=UTC), None, uuid.UUID(int=2), "王老师",
        "read_file", "child", None, "李欣怡", {"b": [1.0, None], "a": uuid.UUID(int=3)}, "files",
    )  # fmt: skip
    assert canonical(row).decode() == (
        '["00000000000000000000000000000001","2026-11-03T08:00:00.000000+00:00",null,'
        '"00000000000000000000000000000002","王老师","read_file","child",null,"李欣怡",'
        '{"a":"00000000000000000000000000000003","b":[1,null]},"files"]'
    )
    zone = timezone.get_fixed_timezone(480)
    moved = (row[0], row[1].astimezone(zone), *row[2:])
    assert canonical(moved) == canonical(row)


@pytest.mark.django_db
def test_an_entry_read_back_has_the_bytes_it_was_written_with():
    entry = write(1)[0]
    kept = Entry.objects.values_list(*FIELDS).get(pk=entry.pk)
    assert member(kept) == member(tuple(getattr(entry, name) for name in FIELDS))


@pytest.mark.django_db
def test_each_school_has_a_chain_and_the_house_one_of_its_own():
    write(3)
    write(2, OTHER)
    record(Person("谁"), "sign_in_failed", kind="user")
    assert chains() == sorted([HOUSE, SCHOOL, OTHER])
    assert [chain(each, NOW) for each in chains()] == [1, 1, 1]
    for each, count in ((SCHOOL, 3), (OTHER, 2), (HOUSE, 1)):
        found = verify(each)
        assert (found.entries, found.blocks, found.broken) == (count, 1, None)
    assert chain(SCHOOL, NOW) == 0


@pytest.mark.django_db
def test_what_waits_is_chained_after_five_minutes_whatever_the_clock_of_the_pc_says():
    now = timezone.now()
    write(1, at=now)
    assert chain_if_due(SCHOOL, now + timedelta(minutes=4)) == 0
    write(1, at=now + timedelta(minutes=1))
    assert chain_if_due(SCHOOL, now + timedelta(minutes=5)) == 1
    assert Block.objects.get().total == 2
    write(1, at=datetime(2000, 1, 1, tzinfo=UTC))
    assert chain_if_due(SCHOOL, now + timedelta(minutes=6)) == 1
    write(1, at=now + timedelta(days=400))
    assert chain_if_due(SCHOOL, now + timedelta(minutes=7)) == 1
    assert verify(SCHOOL).broken is None
    assert verify(SCHOOL).entries == 4


@pytest.mark.django_db
def test_many_entries_make_several_blocks_and_a_second_clock_makes_none_twice(monkeypatch):
    monkeypatch.setattr(chaining, "AT_MOST", 4)
    write(10)
    assert chain(SCHOOL, NOW) == 3
    found = verify(SCHOOL)
    assert (found.entries, found.blocks, found.last.total) == (10, 3, 10)
    write(1)
    stale = Block.objects.get(school_id=SCHOOL, number=2)
    with mock.patch.object(chaining, "make_block") as made:
        made.side_effect = lambda school_id, rows, last, now: make_second(
            school_id, rows, stale, now
        )
        assert chain(SCHOOL, NOW) == 0
    assert Entry.objects.filter(block__isnull=True).count() == 1
    assert chain(SCHOOL, NOW) == 1
    assert verify(SCHOOL).broken is None


make_second = chaining.make_block


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = %s", "changed"),
        ("UPDATE audit_entry SET detail = '{}' WHERE id = %s", "changed"),
        ("DELETE FROM audit_entry WHERE id = %s", "missing"),
    ],
)
def test_what_the_owner_of_the_database_changes_is_named(sql, what):
    write(3)
    chain(SCHOOL, NOW)
    entry = write(3)[1]
    chain(SCHOOL, NOW)
    tamper(sql, entry.pk)
    broken = verify(SCHOOL).broken
    assert (broken.what, broken.block, broken.entry) == (what, 2, str(entry.pk))
    assert broken.at[:19] == entry.at.isoformat()[:19]


@pytest.mark.django_db
def test_an_entry_put_in_later_is_named():
    chain_of = write(2)
    chain(SCHOOL, NOW)
    slipped = write(1)[0]
    tamper("UPDATE audit_entry SET block = 1 WHERE id = %s", slipped.pk)
    broken = verify(SCHOOL).broken
    assert (broken.what, broken.entry) == ("added", str(slipped.pk))
    assert slipped.pk not in {entry.pk for entry in chain_of}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "what", "block"),
    [
        ("UPDATE audit_block SET total = 99 WHERE number = 2", "block_changed", 2),
        ("DELETE FROM audit_block WHERE number = 2", "block_missing", 2),
        ("DELETE FROM audit_block WHERE number = 3", "block_missing", 3),
    ],
)
def test_a_block_that_was_changed_or_taken_out_is_named(sql, what, block):
    for _ in range(3):
        write(2)
        chain(SCHOOL, NOW)
    tamper(sql)
    broken = verify(SCHOOL).broken
    assert (broken.what, broken.block) == (what, block)


@pytest.mark.django_db
def test_a_block_forged_whole_does_not_join_the_next():
    for _ in range(2):
        write(2)
        chain(SCHOOL, NOW)
    first = Block.objects.get(number=1)
    first.total = 2
    first.counts = {"files": 2}
    first.members = bytes(first.members)[:-1] + b"x"
    forged = chaining.block_hash(first)
    tamper("UPDATE audit_block SET members = %s, hash = %s WHERE number = 1", first.members, forged)
    broken = verify(SCHOOL).broken
    assert (broken.what, broken.block) == ("changed", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.update(label="别的"),
        lambda: Entry.objects.update(block=None),
        lambda: Entry.objects.filter(block=1).update(block=2),
        lambda: Entry.objects.filter(block=None).update(block=2, verb="x"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Block.objects.update(total=1),
        lambda: Block.objects.all().delete(),
        lambda: Pruning.objects.update(through=9),
        lambda: Pruning.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_or_delete_the_log(change):
    write(2)
    chain(SCHOOL, NOW)
    write(1)
    Pruning.objects.create(school_id=OTHER, keep="files", through=1, at=NOW, count=1)
    Pruning.objects.create(school_id=SCHOOL, keep="files", through=1, at=NOW, count=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert Entry.objects.count() == 3


def age(months):
    """Write and chain entries of some months ago, those of the network and those of files."""
    then = months_before(timezone.now(), months)
    write(2, verb="read_file", at=then)
    write(3, verb="signed_in", at=then)
    chain(SCHOOL, then)


@pytest.mark.django_db
def test_entries_go_when_their_time_is_over_and_the_chain_still_holds():
    for months in (40, 14, 1):
        age(months)
    assert prune(SCHOOL, timezone.now()) == 8
    left = Entry.objects.exclude(verb="log_pruned").values_list("block", "keep")
    assert sorted(left) == [(2, "files")] * 2 + [(3, "files")] * 2 + [(3, "network")] * 3
    assert prune(SCHOOL, timezone.now()) == 0
    chain(SCHOOL, timezone.now())
    assert verify(SCHOOL).broken is None
    told = Entry.objects.filter(verb="log_pruned").values_list("detail", flat=True)
    assert sorted((d["keep"], d["through"], d["count"]) for d in told) == [
        ("files", 1, 2), ("network", 2, 6),
    ]  # fmt: skip


@pytest.mark.django_db
def test_nothing_younger_than_six_months_goes_whatever_somebody_set():
    LogRules.objects.create(school_id=SCHOOL, network_months=1, files_months=1)
    for months in (7, 5):
        age(months)
    prune(SCHOOL, timezone.now())
    assert Entry.objects.exclude(verb="log_pruned").count() == 5
    Pruning.objects.create(school_id=SCHOOL, keep="files", through=2, at=timezone.now(), count=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(block=2)._raw_delete("default")
    assert verify(SCHOOL).broken.what == "pruned_untold"
    record(Person("x", None, SCHOOL), "log_pruned", kind="audit", keep="files", through=2, count=2)
    tamper("DELETE FROM audit_entry WHERE block = 2 AND keep = 'files'")
    assert verify(SCHOOL).broken.what == "young_pruned"


@pytest.mark.django_db
def test_a_month_earlier_ends_on_a_day_there_is():
    assert months_before(datetime(2026, 8, 31), 6) == datetime(2026, 2, 28)
    assert months_before(datetime(2026, 1, 5), 36) == datetime(2023, 1, 5)
