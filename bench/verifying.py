"""Measure `nuangang audit verify` on a log of millions of entries, and whether its memory stays the same.

    .venv/bin/python -m bench.verifying [--entries 100000 1000000 5000000] [--var FOLDER]

The entries of one school are written to a scratch SQLite database with the product's own chain: blocks
of a thousand made by `make_block`, entries in the block from the beginning, spread over three years.
At each number the command runs as a process of its own; at the end one entry in the middle is changed
past the triggers, and the command has to name it.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

AT_ONCE, BLOCKS_AT_ONCE = 1000, 20
NUANGANG = [sys.executable, "-m", "nuangang"]
KINDS = [
    ("read_file", "child", {"part": "care"}),
    ("listed", "child", {"count": 50, "by": ["klass"]}),
    ("recorded", "care_record", {"what": "talk"}),
    ("revealed", "child", {"field": "id_number", "reason": "学籍核对"}),
    ("signed_in", "user", {}),
]


def main() -> int:
    """Fill, verify at each number, tamper, verify."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--var", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nuangang-verify-") as scratch:
        os.environ["NUANGANG_VAR"] = str(asked.var or scratch)
        os.environ["DJANGO_SETTINGS_MODULE"] = "nuangang.site.settings"
        return measure(sorted(asked.entries))


def measure(sizes: list[int]) -> int:
    """Write up to each size and verify there; return 1 if the changed entry was not found."""
    import django

    django.setup()
    from django.core.management import call_command

    from nuangang.accounts.models import School

    call_command("migrate", verbosity=0)
    school = School.objects.create(code="log", name="大学校", short_name="大")
    writing = blocks_of(school.pk, sizes[-1])
    written = 0
    for size in sizes:
        begun = time.monotonic()
        fresh = 0
        while written < size:
            fresh += next(writing)
            written += AT_ONCE * BLOCKS_AT_ONCE
        if fresh:
            spent = time.monotonic() - begun
            print(f"wrote {fresh:9,} entries in {spent:6.0f} s", flush=True)
        print(f"{size:9,} entries: {told(*verified())}", flush=True)
    return tampered(school.pk, sizes[-1])


def blocks_of(school_id, count: int) -> Iterator[int]:
    """Write entries in their blocks, some thousand to a transaction; yield how many each time.

    By one prepared statement, since the ORM would take three times as long for the same rows.
    """
    from django.db import connection, transaction
    from django.utils import timezone

    from nuangang.audit.chain import FIELDS, make_block

    begin, step = timezone.now() - timedelta(days=3 * 365), timedelta(days=3 * 365) / count
    names, places = ", ".join([*FIELDS, "block"]), ", ".join(["%s"] * (len(FIELDS) + 1))
    into = f"INSERT INTO audit_entry ({names}) VALUES ({places})"
    last, entries = None, made(school_id, begin, step)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        while True:
            with transaction.atomic():
                for _ in range(BLOCKS_AT_ONCE):
                    rows = [next(entries) for _ in range(AT_ONCE)]
                    last = make_block(school_id, rows, last, rows[-1][1])
                    last.save(force_insert=True)
                    cursor.executemany(into, [(*map(stored, row), last.number) for row in rows])
            yield AT_ONCE * BLOCKS_AT_ONCE


def made(school_id, at: datetime, step: timedelta) -> Iterator[tuple]:
    """Yield the values of FIELDS of entries as eighty people and two thousand children leave them."""
    from nuangang.audit.verbs import keep_of
    from nuangang.lib.ids import new_id

    draw = random.Random(20261128)
    children = [(new_id(), f"孩子{n}") for n in range(2000)]
    people = [(new_id(), f"老师{n}") for n in range(80)]
    kinds = [(*kind, keep_of(*kind[:2])) for kind in KINDS]
    while True:
        (user, name), (child, label) = draw.choice(people), draw.choice(children)
        verb, kind, detail, keep = draw.choice(kinds)
        yield new_id(), at, school_id, user, name, verb, kind, child, label, detail, keep
        at += step


def stored(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.replace(tzinfo=None))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def verified() -> tuple[int, dict, float, float, float]:
    """Run the command; return its exit code, its answer, seconds, CPU seconds and most memory in MB."""
    command = [*NUANGANG, "audit", "verify", "--json"]
    with tempfile.TemporaryFile("w+") as out:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
        spent = time.monotonic() - begun
        out.seek(0)
        answer = json.loads(out.read())
    return (
        os.waitstatus_to_exitcode(status), answer, spent, used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
    )  # fmt: skip


def told(code: int, answer: dict, spent: float, cpu: float, memory: float) -> str:
    """Return the figures in one line."""
    count = sum(each["entries"] for each in answer["schools"])
    return (
        f"exit {code}, {spent:.0f} s ({cpu:.0f} s of CPU), {count / spent:,.0f} rows/s, "
        f"at most {memory:.0f} MB"
    )


def tampered(school_id, count: int) -> int:
    """Change one entry in the middle past the triggers; return 0 if the command names it."""
    from nuangang.audit.models import Entry
    from nuangang.audit.tests.test_chain import tamper

    entry = Entry.objects.filter(school_id=school_id, block=count // AT_ONCE // 2).first()
    assert entry is not None
    tamper("UPDATE audit_entry SET label = 'x' WHERE id = %s", entry.pk)
    code, answer, *figures = verified()
    print(f"one changed: {told(code, answer, *figures)}", flush=True)
    return 0 if code == 1 and str(entry.pk) in json.dumps(answer) else 1


if __name__ == "__main__":
    sys.exit(main())
