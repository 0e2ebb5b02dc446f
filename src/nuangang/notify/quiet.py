"""Quiet hours: from when to when somebody is not to be disturbed, over midnight too."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quiet:
    """The hours of each day, by the clock on the wall, in which only the urgent comes."""

    begins: time
    ends: time

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """Return when these hours end, None if `moment` lies outside of them.

        As the clock on the wall shows it: in the night in which clocks are put forward the quiet is
        an hour shorter, and the hour that comes twice is over when its end comes again.
        """
        local = moment.astimezone(zone)
        clock, day = local.time(), local.date()
        over_midnight = self.begins > self.ends
        within = self.begins <= clock < self.ends
        if over_midnight:
            within = clock >= self.begins or clock < self.ends
        if not within or self.begins == self.ends:
            return None
        if over_midnight and clock >= self.begins:
            day += DAY
        end = datetime.combine(day, self.ends, zone)
        if end.astimezone(UTC) <= moment:
            end = end.replace(fold=1)
        return end.astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


def quiet_of(text: str) -> Quiet | None:
    """Return the hours written as "21:00-06:30", None for nothing."""
    begins, _dash, ends = text.partition("-")
    return Quiet(time.fromisoformat(begins), time.fromisoformat(ends)) if ends else None
