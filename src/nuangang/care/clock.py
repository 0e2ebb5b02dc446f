"""The clock: freezes what is over, and does each night's work once, however many clocks run."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from nuangang.accounts.models import School
from nuangang.care.actions.freezing import freeze
from nuangang.care.actions.photos import sweep_photos
from nuangang.care.actions.reconciling import reconcile_duties
from nuangang.care.actions.rules import keep_kinds
from nuangang.care.actions.waking import nights_missed
from nuangang.care.models import Duty, NightWork
from nuangang.people.actions.refresh import refresh_files
from nuangang.terms.calendar import DAY, SCHOOL_ZONE, school_day_now

__all__ = ["each_round", "each_turn", "freeze", "nightly", "tick", "turn", "wake_at"]

LOOK_EVERY = timedelta(seconds=60)
NIGHT_BEGINS = timedelta(minutes=2)
Work = Callable[[School, datetime], Any]
_NIGHTLY: dict[str, Work] = {}
_EACH_ROUND: list[Work] = []
_EACH_TURN: list[Callable[[datetime], Any]] = []


def nightly(name: str) -> Callable[[Work], Work]:
    """Register work of an app for every school once a day, soon after midnight at school.

    The work is called with the school and the moment, inside its own transaction, in the order of
    registration; apps above care register theirs when they are loaded. Work that fails is tried
    again at the next round.
    """

    def register(work: Work) -> Work:
        _NIGHTLY[name] = work
        return work

    return register


def each_round(work: Work) -> Work:
    """Register work that looks at every school each minute and tells whether there was any.

    It asks in one cheap statement, claims by a conditional update, and does the rest inside its own
    transaction.
    """
    _EACH_ROUND.append(work)
    return work


def each_turn(work: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
    """Register work for the machine as a whole, which the running clock starts and doesn't wait for."""
    _EACH_TURN.append(work)
    return work


def turn(now: datetime) -> None:
    """Start what concerns the machine and no single school."""
    for work in _EACH_TURN:
        work(now)


@nightly("labels")
def _refresh_labels(school: School, now: datetime) -> None:
    """Recompute who counts as left-behind: a parent may come home on a date."""
    refresh_files(school, today=school_day_now(now))


@nightly("duties")
def _reconcile(school: School, now: datetime) -> None:
    """Let the duties and the kinds to record follow the labels, and rules that begin or end today."""
    reconcile_duties(school, now=now)
    keep_kinds(school, school_day_now(now))


@nightly("photos")
def _sweep_photos(school: School, now: datetime) -> None:
    """Delete photos' files that no row names, as a crash between file and row leaves them."""
    sweep_photos(school, now)


def tick(now: datetime, *, on_error: Callable[[School, Exception], None] | None = None) -> int:
    """Do what is due at `now` in every school; return how many pieces of work that was.

    One school's failure is handed to `on_error` and does not keep the others waiting.
    """
    done = 0
    for school in School.objects.order_by("pk"):
        try:
            done += _tick_school(school, now)
        except Exception as error:
            if on_error is None:
                raise
            on_error(school, error)
    return done


def _tick_school(school: School, now: datetime) -> int:
    done = _freeze_over(school, now) if _has_over(school, now) else 0
    done += sum(_do_once(name, work, school, now) for name, work in _open_work(school, now))
    return done + sum(bool(work(school, now)) for work in _EACH_ROUND)


def _freeze_over(school: School, now: datetime) -> int:
    """Freeze what is over; after days of sleep, as it would have been on each of them."""
    if nights_missed(school, now):
        return sum(map(bool, reconcile_duties(school, now=now))) or 1
    return freeze(school, now=now)


def _has_over(school: School, now: datetime) -> bool:
    due = Duty.objects.filter(school_id=school.pk, closed_on__isnull=True, due_at__lt=now)
    return due.filter(ends__lt=school_day_now(now)).exists()


def _open_work(school: School, now: datetime) -> list[tuple[str, Work]]:
    night = school_day_now(now - NIGHT_BEGINS)
    rows = NightWork.objects.filter(school_id=school.pk, day=night)
    done = set(rows.values_list("work", flat=True))
    return [(name, work) for name, work in _NIGHTLY.items() if name not in done]


def _do_once(name: str, work: Work, school: School, now: datetime) -> int:
    """Do one piece of work in one transaction with the note that it is done.

    The note is written first: a second clock waits for it, then finds the unique key taken.
    """
    try:
        with transaction.atomic():
            NightWork.objects.create(
                school=school, work=name, day=school_day_now(now - NIGHT_BEGINS), done_at=now
            )
            work(school, now)
    except IntegrityError:
        if not _is_done(name, school, now):
            raise
        return 0
    return 1


def _is_done(name: str, school: School, now: datetime) -> bool:
    night = school_day_now(now - NIGHT_BEGINS)
    return NightWork.objects.filter(school_id=school.pk, work=name, day=night).exists()


def wake_at(now: datetime) -> datetime:
    """Return when to look again: after a minute, and sharply at midnight at school."""
    midnight = datetime.combine(school_day_now(now) + DAY, time(), SCHOOL_ZONE)
    return min(now + LOOK_EVERY, midnight)
