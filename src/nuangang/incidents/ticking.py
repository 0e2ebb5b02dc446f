"""What the clock does for incidents, each minute."""

from datetime import datetime

from nuangang.accounts.models import School
from nuangang.care.clock import each_round, nightly
from nuangang.incidents.actions.counting import recount
from nuangang.incidents.actions.paging import page_next, warn_of_deadlines


@each_round
def _page(school: School, now: datetime) -> int:
    """Ask the next to take the lead, as long as nobody does."""
    return page_next(school, now=now)


@each_round
def _warn(school: School, now: datetime) -> int:
    """Say to whoever leads that a party's time is nearly up."""
    return warn_of_deadlines(school, now=now)


@nightly("incidents")
def _count_again(school: School, _now: datetime) -> None:
    """Count what runs again, should a number ever have gone astray."""
    recount(school.pk)
