"""The figures a demonstration school would have kept in the weeks before it was made."""

from datetime import datetime, timedelta

from nuangang.accounts.models import School
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.models import DayFigures
from nuangang.lib.ids import new_id

WEEK = timedelta(days=7)
WEEKS = 4


def keep_past(school: School, now: datetime) -> None:
    """Keep today's figures, and for each of the last weeks somewhat lower ones."""
    today = keep_figures(school, now)
    for back in range(1, WEEKS + 1):
        less = back * today.left_behind // 50
        DayFigures.objects.create(
            **{
                **_columns(today),
                "id": new_id(),
                "day": today.day - back * WEEK,
                "kept_at": now - back * WEEK,
                "full": max(0, today.full - less),
                "paired": max(0, today.paired - back * today.left_behind // 100),
                "quiet_30": today.quiet_30 + back * 3,
                "weeks": today.weeks[:-back],
            }
        )


def _columns(row: DayFigures) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in DayFigures._meta.concrete_fields}
