"""What the clock does for concerns."""

from datetime import datetime

from nuangang.accounts.models import School
from nuangang.care.clock import each_round, nightly
from nuangang.wellbeing.actions.concerns import escalate_concerns
from nuangang.wellbeing.actions.counting import recount


@each_round
def _escalate(school: School, now: datetime) -> int:
    """Turn to the head with what nobody received in time."""
    return escalate_concerns(school, now=now)


@nightly("concerns")
def _count_again(school: School, _now: datetime) -> None:
    """Count what waits again, should a number ever have gone astray."""
    recount(school.pk)
