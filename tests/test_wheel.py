"""The built wheel alone, in a clean environment, serves the site with its assets and stops soundly."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.running import ROOT, Served, free_port, processes_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory) -> Path:
    """Install the wheel where nothing else is; the lock's versions, so that it fails for us only."""
    place = tmp_path_factory.mktemp("clean")
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([\w-]+==\S+(?: ; .+?)?) \\$", lock, re.MULTILINE)
    (place / "pins.txt").write_text("\n".join(pins))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place / "env"], check=True)
    pip = [sys.executable, "-m", "pip", "-q", "--python", place / "env" / "bin" / "python"]
    install = ["install", "--no-compile", "-c", place / "pins.txt", wheel]
    subprocess.run([*pip, *install], check=True, capture_output=True, cwd=place)
    return place / "env"


def test_wheel_carries_assets_and_translations(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for ending in (r"static/assets/.+\.css", r"static/assets/.+\.js", r"zh_Hans/.+\.mo"):
        assert [name for name in names if re.search(ending, name)], ending
    assert not [name for name in names if "/tests/" in name]


def test_wheel_serves_and_stops_soundly(installed: Path, tmp_path: Path) -> None:
    with Served([installed / "bin" / "nuangang"], tmp_path, free_port(), "--empty") as site:
        page = site.get("/")
        style = re.search(r'href="(/static/assets/[^"]+\.css)"', page.text)
        assert style, page.text
        asset = site.get(style[1])
        assert asset.headers["Cache-Control"].endswith("immutable")
        assert asset.headers["Content-Encoding"] == "br"
        assert len(processes_of(installed)) >= 3
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(15) == 0, site.said()
    assert processes_of(installed) == []
    database = tmp_path / "var" / "nuangang.sqlite3"
    assert not os.path.exists(f"{database}-wal")
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
