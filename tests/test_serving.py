"""Web server and clock live and end as one tree, whatever happens to one of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Served, free_port, processes_of, ready_made, wait_until

pytestmark = pytest.mark.slow
NUANGANG = [sys.executable, "-m", "nuangang"]


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("site")
    ready_made(folder / "var")
    with Served(NUANGANG, folder, free_port(), "--empty") as started:
        yield started


def children(site: Served, kind: str) -> set[int]:
    """Return the processes of `kind` ("web" or "clock") of `site`."""
    word = b"nuangang.site.children\0" + kind.encode()
    family = processes_of(site.folder)
    return {pid for pid in family if word in Path(f"/proc/{pid}/cmdline").read_bytes()}


def test_killed_clock_starts_again(site: Served) -> None:
    [first] = children(site, "clock")
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: children(site, "clock") - {first}), site.said()


def test_killed_web_server_takes_its_workers_along_and_starts_again(site: Served) -> None:
    before = children(site, "web")
    assert len(before) == 3
    os.kill(min(before), signal.SIGKILL)
    assert wait_until(lambda: not before & children(site, "web")), site.said()
    assert wait_until(site.answers), site.said()
    assert len(children(site, "web")) == 3


def test_second_start_says_that_the_port_is_taken(site: Served) -> None:
    command = [*NUANGANG, "serve", "--port", str(site.port)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert second.returncode == 1
    assert str(site.port) in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_nothing_outlives_a_killed_parent(tmp_path: Path, django_db_setup) -> None:
    ready_made(tmp_path / "var")
    with Served(NUANGANG, tmp_path, free_port(), "--empty") as site:
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait()
        assert wait_until(lambda: not processes_of(tmp_path)), processes_of(tmp_path)
