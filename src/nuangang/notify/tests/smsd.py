"""The real gammu-smsd with its dummy phone, for tests and bench/burst.py."""

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SCHEMA = Path("/usr/share/doc/gammu-smsd/examples/sqlite.sql")
CONFIG = """[gammu]
model = dummy
connection = none
port = {folder}/phone
[smsd]
service = sql
driver = sqlite3
dbdir = {folder}
database = smsd.db
logfile = {folder}/log
debuglevel = 0
commtimeout = 1
receivefrequency = 1
loopsleep = 1
checksecurity = 0
deliveryreport = sms
skipsmscnumber = 123456
"""


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Run the daemon on a folder of its own; give its database."""
    program = shutil.which("gammu-smsd") or "/usr/bin/gammu-smsd"
    for name in ("phone", *(f"phone/sms/{n}" for n in range(1, 6))):
        (folder / name).mkdir(parents=True)
    with closing(sqlite3.connect(folder / "smsd.db")) as database:
        database.executescript(SCHEMA.read_text())
    (folder / "smsdrc").write_text(CONFIG.format(folder=folder))
    with subprocess.Popen(
        [program, "-c", str(folder / "smsdrc")], stderr=subprocess.DEVNULL
    ) as run:
        try:
            yield folder / "smsd.db"
        finally:
            run.terminate()


def arrive(database: Path, place: int, number: str, text: str, head: str = "") -> None:
    """Let an SMS lie in the dummy phone; `place` counts from 1, `head` marks a part of a long one."""
    lines = [
        "[SMSBackup000]", *([f"UDH = {head}"] if head else []), 'SMSC = "+8613800100500"',
        "Sent = 20260302T120000", "State = UnRead", f'Number = "{number}"',
        "Coding = Unicode_No_Compression", "Folder = 1", f"Length = {len(text)}",
        f"Text00 = {text.encode('utf-16-be').hex().upper()}", "Class = -1",
    ]  # fmt: skip
    (database.parent / f"phone/sms/1/{place}").write_text("\n".join(lines) + "\n")
