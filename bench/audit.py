"""Measure what the log costs: a page with and without its entry, chaining, and verifying.

    NUANGANG_VAR=FOLDER .venv/bin/python bench/audit.py [--runs 400] [--entries 200000]

FOLDER holds a demonstration school (`./run` makes one); entries are added to a copy of it. CPU time of
this process, medians of interleaved runs, so that a busy machine counts for both alike.
"""

import argparse
import statistics
import time
import tracemalloc
from unittest import mock

from copied import set_up_copy

FOLDER = set_up_copy()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from nuangang.audit import actions  # noqa: E402
from nuangang.audit.chain import chain  # noqa: E402
from nuangang.audit.models import Block, Entry  # noqa: E402
from nuangang.audit.verifying import verify  # noqa: E402
from nuangang.lib.ids import new_id  # noqa: E402
from nuangang.people.models import Child, StaffPost  # noqa: E402


def lead() -> tuple[Client, Child]:
    """Return a signed-in lead, and a child of the same school."""
    post = StaffPost.objects.select_related("staff__user").filter(post="lead").first()
    assert post is not None, "no demonstration in this folder"
    assert post.staff.user is not None
    client = Client()
    client.force_login(post.staff.user)
    child = Child.objects.filter(school_id=post.school_id, left_on=None).first()
    assert child is not None
    return client, child


def cpu(client: Client, address: str) -> float:
    """Return the CPU milliseconds of one page."""
    begun = time.process_time()
    assert client.get(address).status_code == 200
    return (time.process_time() - begun) * 1000


def with_and_without(client: Client, address: str, runs: int) -> tuple[float, float]:
    """Return the medians of a page with its entry and without."""
    written, unwritten = [], []
    for _ in range(runs):
        written.append(cpu(client, address))
        with mock.patch.object(actions, "insert_each", _write_nothing):
            unwritten.append(cpu(client, address))
    return statistics.median(written[20:]), statistics.median(unwritten[20:])


def _write_nothing(_rows) -> None:
    """Take the place of the statement that writes the entry."""


def one_entry(child: Child, runs: int) -> float:
    """Return the CPU milliseconds of writing one entry by itself, its transaction included."""
    person, spent = actions.Person("王老师", new_id(), child.school_id), []
    for _ in range(runs):
        begun = time.process_time_ns()
        actions.record(person, "read_file", kind="child", object_id=child.pk, label=child.name)
        spent.append((time.process_time_ns() - begun) / 1e6)
    return statistics.median(spent)


def fill(school_id, count: int) -> None:
    """Write `count` entries as pages do, many to a transaction."""
    now, children = timezone.now(), [new_id() for _ in range(500)]
    people = [(new_id(), f"老师{n}") for n in range(80)]
    for begun in range(0, count, 5000):
        with transaction.atomic():
            actions.insert_each([
                Entry(at=now, school_id=school_id, actor_user_id=people[n % 80][0],
                      actor_name=people[n % 80][1], verb="read_file", kind="child",
                      object_id=children[n % 500], label="李欣怡", detail={"part": "care"})
                for n in range(begun, min(begun + 5000, count))
            ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--entries", type=int, default=200_000)
    asked = parser.parse_args()
    client, child = lead()
    for name, address in (("child's file", f"/children/{child.pk}/"), ("list of 50", "/children/")):
        full, bare = with_and_without(client, address, asked.runs)
        print(f"{name:14} {full:6.2f} ms with its entry, {bare:6.2f} without: "
              f"{(full - bare) / bare:+.1%}")  # fmt: skip
    print(f"one entry      {one_entry(child, asked.runs * 5):6.3f} ms")
    fill(child.school_id, asked.entries)
    begun = time.process_time()
    blocks = chain(child.school_id, timezone.now())
    spent = time.process_time() - begun
    print(f"chaining       {spent / asked.entries * 1e6:6.1f} µs an entry, {blocks} blocks")
    tracemalloc.start()
    verify(child.school_id)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    begun = time.process_time()
    found = verify(child.school_id)
    spent = time.process_time() - begun
    assert found.broken is None
    print(f"verifying      {spent / found.entries * 1e6:6.1f} µs an entry, {spent:.1f} s for "
          f"{found.entries}, at most {peak / 1e6:.0f} MB more")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(length(members)) FROM audit_block")
        print(f"{Block.objects.count()} blocks hold {cursor.fetchone()[0] / 1e6:.1f} MB of digests")


if __name__ == "__main__":
    main()
