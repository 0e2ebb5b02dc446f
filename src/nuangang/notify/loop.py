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
from nuangang.notify.outbox import send_others, send_sms
from nuangang.notify.pulse import BEAT_EVERY, beat

PAUSE = 1.0
Round = Callable[[datetime], int]
_ROUNDS: list[Round] = [send_sms, read_answers]
_BESIDE: list[Round] = [send_others]
_log = logging.getLogger(__name__)


def soon(work: Round) -> Round:
    """Register work that is looked for every second and tells how much there was."""
    _ROUNDS.append(work)
    return work


def one_round(now: datetime) -> int:
    """Do everything that is due at `now`."""
    return _go(_ROUNDS, now) + _go(_BESIDE, now)


def _go(rounds: list[Round], now: datetime) -> int:
    """Do what is due of some rounds; what fails is logged, tried again, and keeps nothing else waiting."""
    done = 0
    for work in rounds:
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
        if not _go(_ROUNDS, now):
            stop.wait(pause)
        close_old_connections()


def keep_sending_beside(stop: threading.Event, pause: float = PAUSE) -> None:
    """Send what goes over the net, in a thread of its own: it holds up neither an SMS nor an alarm."""
    while not stop.is_set():
        if not _go(_BESIDE, timezone.now()):
            stop.wait(pause)
        close_old_connections()


def _beat(now: datetime) -> None:
    try:
        beat(Pulse.Loop.MESSAGES, now)
    except DatabaseError:
        _log.exception("the pulse could not be noted")
