"""What the clock does for the log: chaining, letting go, checking, and looking for odd reading."""

from datetime import datetime, timedelta

from nuangang.accounts.models import School
from nuangang.audit.chain import chain_if_due
from nuangang.audit.keeping import prune
from nuangang.audit.models import HOUSE, Check
from nuangang.audit.verifying import keep_check, verify
from nuangang.care.clock import each_round, nightly
from nuangang.desk.odd_reading import look_if_due
from nuangang.terms.calendar import SCHOOL_ZONE

CHECK_AFTER = timedelta(hours=20)
QUIET_HOURS = range(1, 6)


@each_round
def _chain(school: School, now: datetime) -> bool:
    """Tie what waited five minutes to the chain, the house's own entries too."""
    return bool(chain_if_due(school.pk, now) + chain_if_due(HOUSE, now))


@each_round
def _look(school: School, now: datetime) -> bool:
    """Look for odd reading."""
    return look_if_due(school, now)


@each_round
def _check(school: School, now: datetime) -> bool:
    """Go through the whole chain once in the small hours, outside any transaction."""
    if now.astimezone(SCHOOL_ZONE).hour not in QUIET_HOURS:
        return False
    recent = Check.objects.filter(school_id=school.pk, at__gt=now - CHECK_AFTER)
    if recent.exists():
        return False
    keep_check(verify(school.pk), now)
    return True


@nightly("log")
def _let_go(school: School, now: datetime) -> None:
    """Let go of entries that are past their time."""
    prune(school.pk, now)
    prune(HOUSE, now)
