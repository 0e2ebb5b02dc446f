"""Kill everything with -9 in a loop under load, and count what was acknowledged and what is there.

    .venv/bin/python -m bench.crash_loop [--database sqlite|postgres] [--kills N]

Each round programs send care records to the running product, a phone sends photos and rosters are read
in, until web server, workers, clock and importer (and PostgreSQL's server with all its processes) are
killed at a random moment. After the next start every acknowledged record must be there once, each with
its entry in the log, every acknowledged photo too, every photo with a row must open whole, and every
roster is there whole or not at all.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nuangang.lib.tests.photographs import jpeg
from tests import postgres
from tests.running import environment, free_port, processes_of, wait_until

NUANGANG = [sys.executable, "-m", "nuangang"]
WRITERS, ROSTER_ROWS = 4, 100
SET_UP = """
from datetime import date
from nuangang.accounts.models import School, User
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost
school = School.objects.create(code="crash", name="试验学校", short_name="试验")
staff = Staff.objects.create(school=school, name="试验员",
    user=User.objects.create_user("crash", name="试验员"))
StaffPost.objects.create(school=school, staff=staff, post="head", since=date(2020, 1, 1))
klass = SchoolClass.objects.create(school=school, entry_year=2025, number=1)
for number in range(8):
    print(Child.objects.create(school=school, klass=klass, name=f"试验{number}").pk)
"""
SIGN_IN = """
from django.test import Client
from nuangang.accounts.models import User
client = Client()
client.force_login(User.objects.get(login="crash"))
print(client.cookies["sessionid"].value)
"""
CSRF, BOUNDARY = "crash" * 6 + "ab", uuid.uuid4().hex


@dataclass
class Tally:
    """What was promised so far, and what was found to be wrong."""

    acknowledged: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    imports_done: set[str] = field(default_factory=set)
    photos_done: set[str] = field(default_factory=set)
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    unlogged: int = 0
    half_imports: int = 0
    photos_lost: int = 0
    photos_torn: int = 0
    unsound: list[str] = field(default_factory=list)

    def is_well(self) -> bool:
        """Say whether every promise was kept."""
        wrong = (self.lost, self.doubled, self.unlogged, self.half_imports)
        wrong += (self.photos_lost, self.photos_torn)
        return not any(wrong) and not self.unsound

    def line(self) -> str:
        """Return the figures."""
        return (
            f"kills {self.kills}, records acknowledged {len(self.acknowledged)}, "
            f"asked and not acknowledged {len(self.asked - self.acknowledged)}, "
            f"lost {self.lost}, doubled {self.doubled}, without log entry {self.unlogged}; "
            f"rosters acknowledged {len(self.imports_done)}, half {self.half_imports}; "
            f"photos acknowledged {len(self.photos_done)}, lost {self.photos_lost}, "
            f"with a row and not whole {self.photos_torn}; "
            f"unsound {self.unsound or 0}"
        )


class House:
    """One installation that is started and killed again and again."""

    def __init__(
        self, folder: Path, database: "Database", prepare: Callable[[Path], None] | None = None
    ) -> None:
        self.folder, self.database, self.port = folder, database, free_port()
        much = {"NUANGANG_API_PER_MINUTE": "1000000"}
        self.env = environment(folder / "var", **much, **database.env)
        if prepare:
            prepare(folder / "var")
        self.run("migrate", "-v0")
        self.children = self.run("shell", "-v0", "-c", SET_UP).split()
        words = ["--school", "crash", "--for", "crash", "--days", "2"]
        self.token = self.run("token", "crash", *words, "--scope", "care_records:write").strip()
        self.session = self.run("shell", "-v0", "-c", SIGN_IN).strip()
        self.picture = jpeg((1600, 1200))
        self.log = (folder / "log").open("wb")

    def run(self, *words: str) -> str:
        """Run one command of the product and return what it printed."""
        command = [*NUANGANG, *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def start(self) -> None:
        """Start web server and clock, and wait until pages are served."""
        command = [*NUANGANG, "serve", "--empty", "--port", str(self.port)]
        subprocess.Popen(command, env=self.env, stdout=self.log, stderr=self.log)
        if not wait_until(self._answers, 120):
            raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            address = f"http://127.0.0.1:{self.port}/healthz"
            return urllib.request.urlopen(address, timeout=5).status == 200
        return False

    def kill(self) -> None:
        """Kill every process of the product and of its database at once, with -9."""
        for pid in [*processes_of(self.folder), *self.database.processes()]:
            if pid != os.getpid():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not processes_of(self.folder))

    def send(self, record: str, children: list[str]) -> bool:
        """Send one care record for one or several; say whether the product acknowledged it."""
        said = {"id": record, "children": children, "kind": "talk", "happened_on": _today()}
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return bool(self._asked("/api/v1/care-records", json.dumps(said).encode(), headers))

    def send_photo(self, photo: str, together: str) -> bool:
        """Send a photo with what was recorded, as a phone does; say whether it was acknowledged."""
        parts = {"id": photo, "together": together, "csrfmiddlewaretoken": CSRF}
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in parts.items()
        )
        file = 'Content-Disposition: form-data; name="file"; filename="a.jpg"'
        body = f"{head}--{BOUNDARY}\r\n{file}\r\nContent-Type: image/jpeg\r\n\r\n".encode()
        body += self.picture + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return bool(self._asked("/record/photo", body, {**self._cookies(), **kind}))

    def shows(self, photo: str) -> bool:
        """Say whether both sizes of a photo open to their end."""
        there = (f"/record/photo/{uuid.UUID(photo)}/{part}.jpg" for part in ("full", "small"))
        return all(self._asked(each, None, self._cookies()).endswith(b"\xff\xd9") for each in there)

    def _cookies(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}"}

    def _asked(self, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        """Return what came back whole with 200 or 201, b'' for anything else."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        broken = contextlib.suppress(OSError, http.client.HTTPException)
        with broken, urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read() if answer.status in (200, 201) else b""
        return b""

    def read_roster(self, number: str) -> bool:
        """Read a roster of new children in, from the command line; say whether it was acknowledged."""
        path = self.folder / f"{number}.csv"
        rows = [f"名{number}{n:03},男,七年级1班" for n in range(ROSTER_ROWS)]
        path.write_text("姓名,性别,班级\n" + "\n".join(rows), encoding="utf-8")
        command = [*NUANGANG, "import-roster", str(path), "--school", "crash", "--json"]
        return subprocess.run(command, env=self.env, capture_output=True).returncode == 0


class Database:
    """SQLite's file, asked past the product."""

    env: dict[str, str] = {}

    def __init__(self, folder: Path) -> None:
        self.path = folder / "var" / "nuangang.sqlite3"

    def processes(self) -> list[int]:
        """Return nothing: SQLite lives in the product's own processes."""
        return []

    def start(self) -> None:
        """Do nothing."""

    def rows(self, question: str) -> list[str]:
        """Return the first column of what `question` finds."""
        with contextlib.closing(sqlite3.connect(self.path)) as opened:
            return [str(row[0]).replace("-", "") for row in opened.execute(question)]

    def unsound(self) -> str:
        """Return what SQLite itself finds wrong, '' for nothing."""
        [found] = self.rows("PRAGMA integrity_check(1)")
        return "" if found == "ok" else found


class Postgres(Database):
    """A PostgreSQL server whose every commit reaches the disk, killed with all its processes."""

    def __init__(self, folder: Path, told: postgres.Running) -> None:
        self.told = told
        self.env = {"NUANGANG_DATABASE": told.url}

    def processes(self) -> list[int]:
        """Return the server and all it started, which have names and groups of their own."""
        server = self.told.process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]

    def start(self) -> None:
        """Start the server again where it was killed, and wait until it has recovered."""
        self.told.process.wait()
        self.told.again()

    def rows(self, question: str) -> list[str]:
        """Return the first column of what `question` finds."""
        import psycopg

        with psycopg.connect(self.told.url) as opened:
            return [str(row[0]).replace("-", "") for row in opened.execute(question)]

    def unsound(self) -> str:
        """Read every row of the largest tables; PostgreSQL raises where a page is broken."""
        for table in ("care_carerecord", "audit_entry", "people_child", "care_photo"):
            self.rows(f"SELECT md5(string_agg(t::text, '')) FROM {table} t")
        return ""


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))


def one_round(house: House, tally: Tally, number: int, seconds: float) -> None:
    """Serve and write, some `seconds` later kill everything, start again and look.

    They count from the first acknowledged record, in every second round from the first roster that
    was read in to its end: so kills meet rosters under way, and rosters just acknowledged.
    """
    stopping, running, imported = threading.Event(), threading.Event(), threading.Event()

    def write() -> None:
        while not stopping.is_set():
            record = uuid.uuid4()
            tally.asked.add(record.hex)
            if house.send(str(record), [random.choice(house.children)]):
                tally.acknowledged.add(record.hex)
                running.set()
            else:
                stopping.wait(0.05)

    def photograph() -> None:
        while not stopping.is_set():
            together, photo = uuid.uuid4(), uuid.uuid4()
            sent = house.send(str(together), house.children[:2])
            if sent and house.send_photo(str(photo), str(together)):
                tally.photos_done.add(photo.hex)
            else:
                stopping.wait(0.05)

    def import_rosters() -> None:
        for nth in range(100):
            if stopping.is_set():
                return
            name = f"{number:03}{nth:02}"
            if house.read_roster(name):
                tally.imports_done.add(name)
                imported.set()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    threads += [threading.Thread(target=work) for work in (photograph, import_rosters)]
    for thread in threads:
        thread.start()
    running.wait(60)
    if number % 2:
        imported.wait(60)
    time.sleep(seconds)
    stopping.set()
    house.kill()
    for thread in threads:
        thread.join()
    tally.kills += 1
    house.database.start()
    house.start()
    look(house, tally)


def look(house: House, tally: Tally) -> None:
    """Compare what is there with what was promised."""
    database = house.database
    found = database.rows("SELECT id FROM care_carerecord")
    tally.lost = len(tally.acknowledged - set(found))
    tally.doubled = len(found) - len(set(found))
    # What was recorded for several in one go has one entry, which names the first.
    goes = "SELECT COALESCE(together, r.id) FROM care_carerecord r"
    logged = database.rows(f"{goes} JOIN audit_entry e ON e.object_id = r.id")
    tally.unlogged = len(set(database.rows(goes)) - set(logged))
    names = database.rows("SELECT name FROM people_child WHERE name LIKE '名%'")
    each: dict[str, int] = {}
    for name in names:
        each[name[1:6]] = each.get(name[1:6], 0) + 1
    missing = tally.imports_done - set(each)
    tally.half_imports = sum(n != ROSTER_ROWS for n in each.values()) + len(missing)
    photos = set(database.rows("SELECT id FROM care_photo"))
    tally.photos_lost = len(tally.photos_done - photos)
    tally.photos_torn = sum(not house.shows(photo) for photo in photos)
    if wrong := database.unsound():
        tally.unsound.append(wrong)


def crash_loop(
    database: str,
    kills: int,
    seconds: tuple[float, float] = (0.5, 6.0),
    prepare: Callable[[Path], None] | None = None,
) -> Tally:
    """Run the loop; return the figures. `prepare` may put a migrated database into the data folder."""
    tally = Tally()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nuangang-crash-")))
        if database == "postgres":
            running = stack.enter_context(postgres.running(durable=True))
            house = House(folder, Postgres(folder, running))
        else:
            house = House(folder, Database(folder), prepare)
        try:
            house.start()
            for number in range(kills):
                one_round(house, tally, number, random.uniform(*seconds))
                print(tally.line(), flush=True)
        finally:
            house.kill()
            house.database.start()
    return tally


def main() -> int:
    """Run as asked; exit 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    return 0 if crash_loop(asked.database, asked.kills).is_well() else 1


if __name__ == "__main__":
    sys.exit(main())
