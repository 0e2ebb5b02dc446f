"""Cut the power on paper: which recorded talks are there if only what reached the disk remains?

    NUANGANG_VAR=FOLDER .venv/bin/python -m bench.power_cut [--talks 60] [--level NORMAL]

FOLDER holds a demonstration school (`./run` makes one); all is done on a copy. A process records talks
through the product's own page and says so after each answer, while `strace` (Debian: apt install strace)
writes down, in order, what it wrote into the database's files and when it had them reach the disk. From
that the files are put together as a power cut at each answer would leave them: what had reached the disk
is there; of later writes none, or some by chance. SQLite opens them, and every talk answered until
then has to be in. `--level` sets another `synchronous` than the product does. Exit 1 if a talk is missing.
"""

import argparse
import codecs
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"
NAME = "nuangang.sqlite3"
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # the files are put together very often
TALKS = """
import os, sys, uuid, django
django.setup()
from django.db import connection
from django.test import Client
from django.utils import timezone
from nuangang.people.models import Child, StaffPost
post = StaffPost.objects.select_related("staff__user").filter(post="lead").first()
client = Client()
client.force_login(post.staff.user)
children = list(Child.objects.filter(school_id=post.school_id, left_on=None)[:200])
if sys.argv[2]:
    connection.cursor().execute(f"PRAGMA synchronous = {sys.argv[2]}")
for number in range(int(sys.argv[1])):
    together, day = uuid.uuid4(), timezone.localdate().isoformat()
    sent = {"together": str(together), "child": str(children[number % 200].pk), "kind": "talk"}
    assert client.post("/record/", {**sent, "happened_on": day}).status_code == 302
    os.write(1, f"answered {together.hex}\\n".encode())
"""
CALL = re.compile(
    r'^(?:\[pid +\d+\] |\d+ +)?(\w+)\((?:(\d+)<([^>]*)>|"([^"]*)")(?:, (.*))?\) += \d+'
)


@dataclass
class File:
    """A file as it is on the disk, and what was written since and may be lost."""

    durable: bytearray = field(default_factory=bytearray)
    later: list[tuple[int, bytes | None]] = field(default_factory=list)

    def reach_disk(self) -> None:
        """Let all that was written be on the disk."""
        self.durable, self.later = self.after(lambda: True), []

    def after(self, kept) -> bytearray:
        """Return the file with those later writes for which `kept()` says so."""
        data = bytearray(self.durable)
        for place, written in self.later:
            if not kept():
                continue
            if written is None:
                del data[place:]
                continue
            data.extend(bytes(max(0, place - len(data))))
            data[place : place + len(written)] = written
        return data


def traced(folder: Path, talks: int, level: str) -> list[str]:
    """Record talks in `folder` under strace; return its lines."""
    told = folder / "trace"
    env = {
        **os.environ,
        "NUANGANG_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "nuangang.site.settings",
    }
    watch = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", told]
    command = [*watch, sys.executable, "-c", TALKS, str(talks), level]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return told.read_text().splitlines()


def events(lines: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the calls that went well: what, on which file, with what."""
    for line in lines:
        assert "<unfinished" not in line, "two threads at once: the order is not certain"
        if found := CALL.match(line):
            call, _number, opened, named, rest = found.groups()
            yield call, unhexed(opened or named).decode(), (rest or "").split(", ")


def unhexed(text: str) -> bytes:
    return codecs.decode(text.replace("\\x", ""), "hex")


def cuts(lines: list[str], database: Path) -> Iterator[tuple[dict[str, File], set[str]]]:
    """Yield, after each answer, the files and which talks were answered."""
    files = {str(database): File(bytearray(database.with_suffix(".before").read_bytes()))}
    answered: set[str] = set()
    for call, path, given in events(lines):
        if (call == "write" and path.startswith("pipe:")) or path == "/dev/null":
            said = unhexed(given[0].strip('"')).split()
            if said[:1] == [b"answered"]:
                answered.add(said[1].decode())
                yield files, answered
        if not path.startswith(str(database)) or path.endswith("-shm"):
            continue
        file = files.setdefault(path, File())
        if call == "pwrite64":
            file.later.append((int(given[2]), unhexed(given[0].strip('"'))))
        elif call == "ftruncate":
            file.later.append((int(given[0]), None))
        elif call in ("fsync", "fdatasync"):
            file.reach_disk()
        elif call == "unlink":
            del files[path]


def missing(files: dict[str, File], answered: set[str], kept) -> int:
    """Return how many answered talks are not in the database that a power cut leaves."""
    with tempfile.TemporaryDirectory(prefix="nuangang-cut-", dir=MEMORY) as folder:
        for path, file in files.items():
            (Path(folder) / Path(path).name).write_bytes(file.after(kept))
        with closing(sqlite3.connect(Path(folder) / NAME)) as opened:
            [[sound]] = opened.execute("PRAGMA quick_check(1)")
            assert sound == "ok", sound
            rows = {row[0] for row in opened.execute("SELECT together FROM care_carerecord")}
    return len(answered - rows)


def main() -> int:
    """Record, cut at each answer in two ways, and count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--talks", type=int, default=60)
    parser.add_argument("--level", default="", choices=["", "OFF", "NORMAL", "FULL", "EXTRA"])
    asked = parser.parse_args()
    source, draw = Path(os.environ["NUANGANG_VAR"]), random.Random(5)
    with tempfile.TemporaryDirectory(prefix="nuangang-power-") as name:
        folder = Path(name)
        shutil.copytree(source / "keys", folder / "keys")
        with (
            closing(sqlite3.connect(source / NAME)) as there,
            closing(sqlite3.connect(folder / NAME)) as here,
        ):
            there.backup(here)
            here.execute("PRAGMA journal_mode = DELETE")
        shutil.copy(folder / NAME, (folder / NAME).with_suffix(".before"))
        ways = {"none": lambda: False, "some": lambda: draw.random() < 0.5}
        cut, lost = 0, dict.fromkeys(ways, 0)
        for files, answered in cuts(traced(folder, asked.talks, asked.level), folder / NAME):
            cut += 1
            for way, kept in ways.items():
                lost[way] = max(lost[way], missing(files, answered, kept))
    told = ", ".join(f"{way} of what came later: {count}" for way, count in lost.items())
    print(f"{cut} cuts after {cut} answers; most talks missing at one cut, keeping {told}")
    return 1 if any(lost.values()) or not cut else 0


if __name__ == "__main__":
    sys.exit(main())
