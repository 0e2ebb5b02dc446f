"""Working days, against counting them one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nuangang.privacy.working_days import after_working_days

DAYS = st.dates(date(2026, 9, 1), date(2026, 11, 30))


@given(DAYS, st.integers(0, 20), st.sets(DAYS, max_size=20), st.sets(DAYS, max_size=6))
def test_as_many_days_are_worked_as_were_promised(begins, count, off, make_up):
    due = after_working_days(begins, count, off=off, make_up=make_up)
    between = [begins + timedelta(days=n + 1) for n in range((due - begins).days)]
    worked = [d for d in between if d in make_up or (d.isoweekday() < 6 and d not in off)]
    assert len(worked) == count
    assert not count or worked[-1] == due
