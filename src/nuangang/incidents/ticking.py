"""What is done for incidents each second, beside the clock: a county's night must not hold it up."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nuangang.accounts.models import School
from nuangang.care.clock import nightly
from nuangang.incidents.actions.counting import recount
from nuangang.incidents.actions.county import escalate_due, to_escalate
from nuangang.incidents.actions.paging import (
    page_next,
    to_page,
    to_warn,
    warn_of_deadlines,
)
from nuangang.incidents.actions.rota import keep_names
from nuangang.notify.answers import let_go
from nuangang.notify.loop import soon

_log = logging.getLogger(__name__)


@soon
def _page(now: datetime) -> int:
    """Ask the next to take the lead, as long as nobody does."""
    return _in_each(page_next, to_page(now), now)


@soon
def _warn(now: datetime) -> int:
    """Say to whoever leads that a party's time is nearly up."""
    return _in_each(warn_of_deadlines, to_warn(now), now)


@soon
def _send_on(now: datetime) -> int:
    """Send on to the county office what missed a time or has nobody who leads."""
    return _in_each(escalate_due, to_escalate(now), now)


def _in_each(work: Callable[..., int], due: QuerySet, now: datetime) -> int:
    """Do the work in every school where it is due; what fails in one keeps no other waiting."""
    done, schools = 0, _schools_of(due)
    for school in School.objects.filter(pk__in=schools) if schools else ():
        try:
            done += work(school, now=now)
        except Exception:
            _log.exception("%s failed at school %s", work.__name__, school.pk)
    return done


def _schools_of(due: QuerySet) -> set[UUID]:
    """Return the schools by a statement of its own: it is asked each second and mostly finds none."""
    return set(due.values_list("school_id", flat=True))


@nightly("incidents")
def _count_again(school: School, now: datetime) -> None:
    """Count what runs again, should a number ever have gone astray, keep who is on duty next, let old answers go."""
    recount(school.pk)
    keep_names(school.pk, now)
    let_go(school.pk, now)
