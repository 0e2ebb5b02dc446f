"""What the clock does every night for apps that don't know of it."""

from datetime import datetime

from nuangang.accounts.guessing import forget_tries
from nuangang.accounts.models import School
from nuangang.accounts.sessions import forget_ended
from nuangang.care.clock import each_turn, nightly
from nuangang.desk.turning_year import turn_if_due
from nuangang.intake.forgetting import drop_forgotten
from nuangang.lib.statistics import look_at_rows
from nuangang.machine.certificates import renew_if_due
from nuangang.machine.schedule import start_what_is_due
from nuangang.people.actions.portraits import sweep_portraits
from nuangang.policy.actor import Clock
from nuangang.privacy.actions.sharing import A_MONTH, enter_what_left
from nuangang.safety.actions.counting import recount as recount_safety


@nightly("roster_files")
def _forget_rosters(school: School, now: datetime) -> None:
    """Let go of rosters with children's data that nobody confirmed."""
    drop_forgotten(school, now=now)


@nightly("sharing")
def _enter_what_left(school: School, _now: datetime) -> None:
    """Note in the sharing register what the product gave to others."""
    enter_what_left(school, days=A_MONTH)


@nightly("portraits")
def _sweep_portraits(school: School, now: datetime) -> None:
    """Delete children's photos that no file names, as a crash between the two leaves them."""
    sweep_portraits(school, now)


@nightly("new_year")
def _turn_the_year(school: School, now: datetime) -> None:
    """Turn the school into a year that somebody confirmed, on its first day."""
    turn_if_due(Clock(school.pk), school, now)


@nightly("safety")
def _count_safety(school: School, _now: datetime) -> None:
    """Count anew who has signed the safety agreements, as posts began and ended."""
    recount_safety(school.pk)


@nightly("sessions")
def _forget_sessions(_school: School, now: datetime) -> None:
    """Let go of sessions that ended and of failed tries nobody counts any more."""
    forget_ended(now)
    forget_tries(now)


@nightly("statistics")
def _look_at_rows(school: School, _now: datetime) -> None:
    """Let the database see how its rows lie by now, once for all schools on it."""
    if not School.objects.filter(pk__lt=school.pk).exists():
        look_at_rows()


each_turn(start_what_is_due)
each_turn(renew_if_due)
