"""Workers that go round when they are told the second, and are killed at any point of it."""

import contextlib
import os
import signal
import socket
import struct
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from django.db import connection, connections

from nuangang.notify import loop
from nuangang.notify.channels import CARRIERS, Carries
from nuangang.notify.channels.outcome import Outcome, Sending
from nuangang.notify.models import Carrier
from nuangang.site.rehearsal.stage import moment

_ORDER = struct.Struct("!ii")
MOST_ROUNDS = 50
OUT = -1
"""The length of a fuse that is put out."""


class Fuse:
    """Burns at every change of the database and before and after each hand-over; then it blows."""

    def __init__(self, blow: Callable[[], None]) -> None:
        self.left, self._blow = 0, blow

    def touch(self) -> None:
        """Burn a bit; nothing while it isn't lit."""
        if self.left > 0:
            self.left -= 1
            if not self.left:
                self._blow()

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let a statement run, and burn before it where it changes something."""
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.touch()
        return execute(sql, params, many, context)


class Burning:
    """A carrier with the fuse laid around each hand-over."""

    def __init__(self, carrier: Carries, fuse: Fuse) -> None:
        self.FIELDS, self._carrier, self._fuse = carrier.FIELDS, carrier, fuse

    def send(self, settings: Mapping[str, str], message: Sending, /) -> Outcome:
        """Hand a message over, burning before and after."""
        self._fuse.touch()
        answer = self._carrier.send(settings, message)
        self._fuse.touch()
        return answer

    def find(self, settings: Mapping[str, str], message: Sending, /) -> bool | None:
        """Say whether the carrier has this message."""
        return self._carrier.find(settings, message)

    def report(self, settings: Mapping[str, str], message: Sending, /) -> Outcome | None:
        """Say what became of a message."""
        return self._carrier.report(settings, message)


@contextlib.contextmanager
def laid(fuse: Fuse) -> Iterator[None]:
    """Lay a fuse around this process's database and its SMS modem."""
    name = Carrier.SMS_MODEM.value
    kept = CARRIERS[name]
    CARRIERS[name] = Burning(kept, fuse)
    try:
        with connection.execute_wrapper(fuse):
            yield
    finally:
        CARRIERS[name] = kept


def go_round(second: int) -> None:
    """Do what the product's loop does in one second: go on as long as there is something to do."""
    for _again in range(MOST_ROUNDS):
        if not loop.one_round(moment(second)):
            return


class Worker:
    """A process of its own, forked from this one, which has loaded the program; killed with -9."""

    def __init__(self) -> None:
        connections.close_all()  # a connection must not be used on both sides of a fork
        self._line, there = socket.socketpair()
        self.pid = os.fork()
        if not self.pid:
            self._line.close()
            _live(there)
        there.close()

    def begin(self, second: int, fuse: int = 0) -> None:
        """Tell the second; with `fuse` it kills itself at that many touches from now on."""
        self._line.sendall(_ORDER.pack(second, fuse))

    def ended(self) -> bool:
        """Wait until the round is over; say whether it went to its end."""
        try:
            if self._line.recv(1):
                return True
        except ConnectionError:
            pass
        self._gone()
        return False

    def shoot(self, after: float) -> bool:
        """Kill it so many seconds from now, wherever it is; say whether its round was over."""
        time.sleep(after)
        os.kill(self.pid, signal.SIGKILL)
        try:
            over = bool(self._line.recv(1))
        except ConnectionError:
            over = False
        self._gone()
        return over

    def end(self) -> None:
        """Let it end, the rehearsal being over."""
        os.kill(self.pid, signal.SIGKILL)
        self._gone()

    def _gone(self) -> None:
        _pid, status = os.waitpid(self.pid, 0)
        self._line.close()
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"A worker ended by itself: {status}")


def _live(line: socket.socket) -> NoReturn:
    """Go round whenever told, until killed or the line is closed; never return."""
    fuse = Fuse(lambda: os.kill(os.getpid(), signal.SIGKILL))
    try:
        with laid(fuse):
            while told := line.recv(_ORDER.size, socket.MSG_WAITALL):
                second, lit = _ORDER.unpack(told)
                fuse.left = lit or fuse.left
                go_round(second)
                line.sendall(b".")
    except BaseException:
        traceback.print_exc()
    os._exit(1)
