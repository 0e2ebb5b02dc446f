"""What must not wait for the clock's minute: run every second beside it, in a thread of its own.

A round asks in one cheap statement what is due, claims by a conditional update, and survives being
killed anywhere. Any number may run at once. Apps above register their own rounds when they are loaded.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from nuangang.notify.answers import read_answers
from nuangang.notify.models import Pulse
from nuangang.notify.outbox import send_due
from nuangang.notify.pulse import BEAT_EVERY, beat

PAUSE = 1.0
Round = Callable[[datetime], int]
_ROUNDS: list[Round] = [send_due, read_answers]
_log = logging.getLogger(__name__)


def soon(work: Round) -> Round:
    """Register work that is looked for every second and tells how much there was."""
    _ROUNDS.append(work)
    return work


def one_round(now: datetime) -> int:
    """Do what is due at `now`; what fails is logged, tried again, and keeps nothing else waiting."""
    done = 0
    for work in _ROUNDS:
        try:
            done += work(now)
        except Exception:
            _log.exception("a round of %s failed", work.__name__)
    return done


def keep_going(stop: threading.Event, pause: float = PAUSE) -> None:
    """Go round until `stop` is set; without a rest while there is something to do."""
    beaten = None
    while not stop.is_set():
        now = timezone.now()
        if beaten is None or now - beaten >= BEAT_EVERY:
            beaten = now
            _beat(now)
        if not one_round(now):
            stop.wait(pause)
        close_old_connections()


def _beat(now: datetime) -> None:
    try:
        beat(Pulse.Loop.MESSAGES, now)
    except DatabaseError:
        _log.exception("the pulse could not be noted")
