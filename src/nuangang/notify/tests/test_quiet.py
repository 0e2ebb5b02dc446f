"""Quiet hours against an oracle that walks minute by minute, over midnight and changed clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from nuangang.notify.quiet import Quiet, quiet_of

MINUTE = timedelta(minutes=1)
BERLIN, SCHOOL = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
# Nights in which Berlin's clocks change, and an ordinary one.
NIGHTS = [datetime(2026, 3, 28, 12), datetime(2026, 10, 24, 12), datetime(2026, 11, 24, 12)]
# Not an end that a clock put forward never shows.
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0, minute=t.minute // 15 * 15))


def walked(quiet: Quiet, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute from `moment` on in which the wall's clock lies outside the hours."""
    while True:
        clock = moment.astimezone(zone).time()
        begins, ends = quiet.begins, quiet.ends
        within = begins <= clock < ends if begins <= ends else not ends <= clock < begins
        if not within:
            return moment
        moment += MINUTE


@given(
    st.sampled_from(NIGHTS), st.integers(0, 24 * 60), CLOCKS,
    CLOCKS.filter(lambda t: not time(2) <= t < time(3)), st.sampled_from([BERLIN, SCHOOL]),
)  # fmt: skip
def test_they_end_when_the_clock_on_the_wall_says_so(day, minutes, begins, ends, zone) -> None:
    moment, quiet = day.replace(tzinfo=UTC) + minutes * MINUTE, Quiet(begins, ends)
    until = quiet.until(moment, zone)
    assert (until or moment) == walked(quiet, moment, zone)


def test_over_midnight_and_by_day() -> None:
    night = quiet_of("21:00-06:30")
    assert str(night) == "21:00-06:30"
    at = datetime(2026, 11, 24, 21, tzinfo=SCHOOL)
    assert night.until(at, SCHOOL) == datetime(2026, 11, 25, 6, 30, tzinfo=SCHOOL)
    assert night.until(at - MINUTE, SCHOOL) is None
    assert night.until(datetime(2026, 11, 25, 6, 30, tzinfo=SCHOOL), SCHOOL) is None
    noon = Quiet(time(12), time(14)).until(datetime(2026, 11, 24, 13, tzinfo=SCHOOL), SCHOOL)
    assert noon == datetime(2026, 11, 24, 14, tzinfo=SCHOOL)
    assert quiet_of("") is None
