"""What the clock does every night for apps that don't know of it."""

from datetime import datetime

from nuangang.accounts.models import School
from nuangang.care.clock import nightly
from nuangang.intake.forgetting import drop_forgotten
from nuangang.people.actions.portraits import sweep_portraits


@nightly("roster_files")
def _forget_rosters(school: School, now: datetime) -> None:
    """Let go of rosters with children's data that nobody confirmed."""
    drop_forgotten(school, now=now)


@nightly("portraits")
def _sweep_portraits(school: School, now: datetime) -> None:
    """Delete children's photos that no file names, as a crash between the two leaves them."""
    sweep_portraits(school, now)
