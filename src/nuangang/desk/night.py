"""What the clock does every night for apps that don't know of it."""

from datetime import datetime

from nuangang.accounts.models import School
from nuangang.care.clock import nightly
from nuangang.intake.forgetting import drop_forgotten


@nightly("roster_files")
def _forget_rosters(school: School, now: datetime) -> None:
    """Let go of rosters with children's data that nobody confirmed."""
    drop_forgotten(school, now=now)
