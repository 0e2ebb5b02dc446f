"""Web server and clock live and end as one tree, whatever happens to one of them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import Served, free_port, processes_of, wait_until

pytestmark = pytest.mark.slow
NUANGANG = [sys.executable, "-m", "nuangang"]


def children(place: Path, kind: str) -> list[int]:
    """Return the processes of `kind` ("web" or "clock") that serve from `place`."""
    word = b"nuangang.site.children\0" + kind.encode()
    return [pid for pid in processes_of(place) if word in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_ended_clock_starts_again(tmp_path: Path) -> None:
    with Served(NUANGANG, tmp_path, free_port(), "--empty") as site:
        [first] = children(tmp_path, "clock")
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: set(children(tmp_path, "clock")) - {first}), site.said()
        assert site.get("/healthz").text == "ok"


def test_second_start_says_that_the_port_is_taken(tmp_path: Path) -> None:
    with Served(NUANGANG, tmp_path, free_port(), "--empty") as site:
        command = [*NUANGANG, "serve", "--port", str(site.port)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert second.returncode == 1
    assert str(site.port) in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_nothing_outlives_a_killed_parent(tmp_path: Path) -> None:
    with Served(NUANGANG, tmp_path, free_port(), "--empty") as site:
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait()
        assert wait_until(lambda: not processes_of(tmp_path)), processes_of(tmp_path)


def test_nothing_outlives_a_killed_web_server(tmp_path: Path) -> None:
    with Served(NUANGANG, tmp_path, free_port(), "--empty") as site:
        before = set(children(tmp_path, "web"))
        server = min(before)
        os.kill(server, signal.SIGKILL)
        assert wait_until(lambda: not before & set(processes_of(tmp_path)))
        assert wait_until(lambda: children(tmp_path, "web")), site.said()
