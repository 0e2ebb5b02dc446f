"""A PostgreSQL server of our own: made in a temporary folder, gone after the tests.

`python tests/postgres.py COMMAND …` runs COMMAND with NUANGANG_DATABASE pointing at one.
"""

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Nothing here outlives the tests, so nothing needs to reach the disk.
FAST = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60"]


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs, or None when there is none."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb") + glob.glob("/usr/pgsql-*/bin/initdb")
    found.sort(key=lambda path: [int(n) for n in path.split("/") if n.isdigit()])
    newest = found[-1] if found else shutil.which("initdb")
    return Path(newest).resolve().parent if newest else None


@dataclass
class Running:
    """A server that runs, and how to start it again where it was killed."""

    url: str
    folder: Path
    process: subprocess.Popen
    again: Callable[[], None]


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a free port of this machine and yield its address as a URL.

    `durable` for measuring: then every commit reaches the disk, as at a school.
    """
    with running(durable=durable) as told:
        yield told.url


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Running]:
    """Start such a server and yield all that is known of it."""
    bin_ = programs()
    if bin_ is None:
        raise RuntimeError("PostgreSQL's server is not installed (Debian: apt install postgresql)")
    with tempfile.TemporaryDirectory(prefix="nuangang-pg-") as name:
        folder, who = Path(name), _owner()
        password = secrets.token_hex(12)
        (folder / "password").write_text(password)
        if who:
            for path in (folder, folder / "password"):
                shutil.chown(path, who["user"], who["group"])
        _make(bin_, folder, who)
        port = _free_port()
        how = bin_, folder, port, who, FAST[-1:] if durable else FAST
        url = f"postgres://nuangang:{password}@127.0.0.1:{port}/postgres"

        def again() -> None:
            told.process = _start(*how)
            _wait(told.process, port, folder)

        told = Running(url, folder, _start(*how), again)
        try:
            _wait(told.process, port, folder)
            yield told
        finally:
            told.process.send_signal(signal.SIGINT)  # "fast": does not wait for open sessions
            told.process.wait(20)


def _owner() -> dict:
    """Return the user a server may run as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("Root needs a user `postgres` or `nobody` to run PostgreSQL as")


def _make(bin_: Path, folder: Path, who: dict) -> None:
    command = [bin_ / "initdb", "-D", folder / "data", "-U", "nuangang", "-E", "UTF8", "--no-sync"]
    command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **who)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def _start(bin_: Path, folder: Path, port: int, who: dict, settings: list[str]) -> subprocess.Popen:
    settings = [*settings, "listen_addresses=127.0.0.1", "unix_socket_directories="]
    command = [bin_ / "postgres", "-D", folder / "data", "-p", str(port)]
    for setting in settings:
        command += ["-c", setting]
    log = folder / "log"
    with log.open("wb") as file:
        return subprocess.Popen(
            command, cwd=folder, stdout=file, stderr=file, start_new_session=True, **who
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process: subprocess.Popen, port: int, folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            if "ready to accept connections" in (folder / "log").read_text(errors="replace"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')}")


if __name__ == "__main__":
    with server() as url:
        environment = {**os.environ, "NUANGANG_DATABASE": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
