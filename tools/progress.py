"""Run a step of the set-up and show that it moves."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "setup.log"


class StepFailed(Exception):
    """A step ended with an error; its text says which and what to do."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def step(
    label: str, command: list, *, env: dict | None = None, cwd: Path = ROOT, lines: int = 25
) -> None:
    """Run `command` with its output in var/setup.log; show seconds passed and its latest line.

    Raises StepFailed with the last `lines` of the output when the command fails.
    """
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        code = _watch(process, label)
    if code:
        tail = LOG.read_text(errors="replace").splitlines()[-lines:]
        raise StepFailed("\n".join([*tail, "", f"{label}: failed (all of it is in {LOG})."]))


def _watch(process: subprocess.Popen, label: str) -> int:
    began = time.monotonic()
    terminal = sys.stdout.isatty()
    try:
        while True:
            try:
                code = process.wait(timeout=0.5 if terminal else 5)
                break
            except subprocess.TimeoutExpired:
                _show(label, time.monotonic() - began, terminal)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    clear = "\r\033[K" if terminal else ""
    if code == 0:
        say(f"{clear}  {label}: {time.monotonic() - began:.1f} s")
    return code


def _show(label: str, seconds: float, terminal: bool) -> None:
    line = f"  {label} … {seconds:.0f} s  {_latest()}"
    if terminal:
        print(f"\r\033[K{line}", end="", flush=True)
    else:
        say(line)


def _latest() -> str:
    with LOG.open("rb") as log:
        log.seek(max(0, log.seek(0, 2) - 8000))
        lines = log.read().decode(errors="replace").split("\n")
    texts = [line.strip() for line in lines if line.strip()]
    return texts[-1].split("\r")[-1][:60] if texts else ""
