"""Keep a small tree of processes running, and end all of it together."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from nuangang.site.children import GRACE

STEADY = 30.0
LONGEST_PAUSE = 60.0


class Child:
    """One process that is started again, after growing pauses, when it ends by itself."""

    def __init__(self, name: str, arguments: list[str]) -> None:
        self.name = name
        self.command = [sys.executable, "-m", "nuangang.site.children", *arguments]
        self.process: subprocess.Popen | None = None
        self.started = 0.0
        self.pause = 0.5
        self.due = 0.0

    def start(self, now: float) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only us and we end it."""
        apart = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdin=subprocess.PIPE,
            creationflags=apart,
            start_new_session=os.name == "posix",
        )
        self.started = now

    def tend(self, now: float) -> None:
        """Notice an end, and start again when the pause is over."""
        if self.process and self.process.poll() is not None:
            self._plan(self.process.returncode, now)
        if self.process is None and now >= self.due:
            self.start(now)

    def _plan(self, code: int, now: float) -> None:
        self.process = None
        steady = now - self.started > STEADY
        self.pause = 1.0 if steady else min(self.pause * 2, LONGEST_PAUSE)
        self.due = now + self.pause
        text = _("%(name)s ended by itself (code %(code)s); it starts again in %(pause)d s.")
        say(text % {"name": self.name, "code": code, "pause": self.pause})

    def renew(self) -> None:
        """End the process politely and start it again at once, as for a new certificate."""
        self.release()
        self.finish(time.monotonic() + GRACE + 2)
        self.start(time.monotonic())

    def release(self) -> None:
        """Ask the process to end by closing its standard input."""
        if self.process and self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()

    def finish(self, deadline: float) -> None:
        """Wait until `deadline` for the end, then end it hard."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Tree:
    """The web server and the clock, under one roof."""

    def __init__(self, children: list[Child], certificate: Path | None = None) -> None:
        self.children = children
        self.certificate = certificate
        self.stopping = threading.Event()

    def listen_for_stop(self) -> None:
        """Stop on Ctrl-C, on a polite end from outside, and when the terminal goes away."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_args: self.stopping.set())

    def start(self, address: str, seconds: float = 60) -> bool:
        """Start all, the first until `address` answers well before the others take its time.

        Returns False if that can't come any more, or we are to stop.
        """
        first, *others = self.children
        now = time.monotonic()
        first.start(now)
        deadline = now + seconds
        while not self.stopping.wait(0.05) and time.monotonic() < deadline:
            if status := answer(address):
                for child in others:
                    child.start(time.monotonic())
                return status < 500
            if first.process is None or first.process.poll() is not None:
                return False
        return False

    def keep(self) -> None:
        """Tend the children until told to stop."""
        served = self._certificate_made()
        while not self.stopping.wait(0.5):
            if served != self._certificate_made():
                served = self._certificate_made()
                self.children[0].renew()
            for child in self.children:
                child.tend(time.monotonic())

    def _certificate_made(self) -> int:
        """Return when the certificate that the first child serves with was made."""
        return self.certificate.stat().st_mtime_ns if self.certificate else 0

    def stop(self) -> None:
        """End every child, politely first."""
        for child in self.children:
            child.release()
        deadline = time.monotonic() + GRACE + 2
        for child in self.children:
            child.finish(deadline)


def say(text: str) -> None:
    """Print one line at once, also into a pipe or a service's journal."""
    print(text, flush=True)


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server could listen on `port` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answer(address: str) -> int:
    """Return the status with which a server answers at `address`; 0 when none does."""
    unchecked = ssl._create_unverified_context()  # noqa: S323  asks only ourselves whether we serve
    handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=unchecked)
    direct = urllib.request.build_opener(*handlers)
    try:
        with direct.open(address, timeout=5) as page:
            return page.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextlib.contextmanager
def taking_long(label: str) -> Iterator[None]:
    """Say that something takes a while, and every few seconds that it still goes on."""
    began = time.monotonic()
    done = threading.Event()

    def tell() -> None:
        while not done.wait(3):
            say(f"  {label} … {time.monotonic() - began:.0f} s")

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
