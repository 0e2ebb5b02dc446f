"""How the machine's backups are, in a person's words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nuangang.accounts.models import School
from nuangang.machine.notes import Notes, moment, notes
from nuangang.machine.recovery import Recovery, recovery
from nuangang.machine.schedule import began, due_at, folder_for_backups, is_on_the_same_disk
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

LATE = timedelta(hours=30)
HALF_A_YEAR = timedelta(days=183)
WELL, LATE_WORD, NEVER = "well", "late", "never"


@dataclass(frozen=True)
class State:
    """What the page tells; moments are None where nothing happened yet."""

    told: Notes
    good_at: datetime | None
    failed_at: datetime | None
    drill_at: datetime | None
    next_at: datetime
    how: str
    paper: Recovery | None
    paper_is_used: bool
    same_disk: bool
    drill_due: bool
    folder: Path


def state_of(now: datetime, school: School | None) -> State:
    """Return how the backups are at `now`; the drill is due once a term of `school`."""
    told, paper = notes(), recovery()
    good, failed = moment(told.good), moment(told.failed)
    drill = moment(told.drill)
    mark = paper.mark if paper else ""
    return State(
        told=told,
        good_at=good,
        failed_at=failed if failed and (not good or failed >= good) else None,
        drill_at=drill,
        next_at=max(due_at(told, now, since=began()), now),
        how=_how(good, now),
        paper=paper,
        paper_is_used=bool(mark) and told.good.get("mark") == mark,
        same_disk=is_on_the_same_disk(_lies_in(told.good) or folder_for_backups()),
        drill_due=_drill_due(told.drill, drill, now, school),
        folder=folder_for_backups(),
    )


def _how(good: datetime | None, now: datetime) -> str:
    if good is None:
        return NEVER
    return LATE_WORD if now - good > LATE else WELL


def _lies_in(good: dict[str, Any]) -> Path | None:
    return Path(good["path"]).parent if good.get("path") else None


def _drill_due(
    told: dict[str, Any], drill: datetime | None, now: datetime, school: School | None
) -> bool:
    """Say whether nobody tried the paper yet this term; above the schools, for half a year."""
    if drill is None or not told.get("paper"):
        return True
    today = school_day_now(now)
    begun = [t.begins for t in calendar_of(school).terms if t.begins <= today] if school else []
    since = max(begun, default=today - HALF_A_YEAR)
    return school_day_now(drill) < since
