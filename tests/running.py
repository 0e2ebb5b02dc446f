"""The whole program as a process of its own, as a school starts it."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing
from http.client import HTTPMessage
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

from nuangang.lib.master_keys import key_files

ROOT = Path(__file__).resolve().parent.parent


class Page(NamedTuple):
    """What came back for one address."""

    text: str
    headers: HTTPMessage


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(place: Path) -> list[int]:
    """Return the ids of living processes whose command line or data folder is under `place`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if os.fsencode(place) in told and state != "Z":
            found.append(int(entry.name))
    return found


def ready_made(var: Path) -> None:
    """Give `var` this test process's database as it stands, migrated already, and its keys."""
    keys = var / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    for path in key_files().values():
        shutil.copy(path, keys)
    made = settings.DATABASES["default"]["NAME"]
    target = sqlite3.connect(var / "nuangang.sqlite3")
    with closing(sqlite3.connect(made)) as source, closing(target):
        source.backup(target)


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return the environment of the program with its data in `var`: nothing of the tests' own is in it."""
    kept = ("PATH", "HOME", "LANG", "SYSTEMROOT")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return {**found, "NUANGANG_VAR": str(var), "PYTHONUNBUFFERED": "1", **more}


class Served:
    """`nuangang serve` with its data in `folder`/var, running inside the `with` block."""

    def __init__(self, program: list, folder: Path, port: int, *options: str, **more: str) -> None:
        self.folder, self.port = folder, port
        env = environment(folder / "var", **more)
        self.log = (folder / "log").open("wb")
        command = [*map(str, program), "serve", "--port", str(port), *options]
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=self.log, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> Self:
        self.wait_for(f"http://127.0.0.1:{self.port}\n")
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        self.log.close()

    def said(self) -> str:
        """Return what the program printed so far."""
        return (self.folder / "log").read_text(errors="replace")

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Wait until the program printed `text`; fail when it ends or the time is over."""
        deadline = time.monotonic() + seconds
        while text not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def answers(self) -> bool:
        """Say whether pages are served now."""
        with contextlib.suppress(OSError):
            return self.get("/healthz").text == "ok"
        return False

    def get(self, path: str) -> Page:
        """Fetch one address, as a browser that knows brotli would."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        request.add_header("Accept-Encoding", "br")
        with urllib.request.urlopen(request, timeout=10) as page:
            return Page(page.read().decode(errors="replace"), page.headers)


def wait_until(true, seconds: float = 20) -> bool:
    """Wait until `true()` holds; say whether it did in time."""
    deadline = time.monotonic() + seconds
    while not (held := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(held)
