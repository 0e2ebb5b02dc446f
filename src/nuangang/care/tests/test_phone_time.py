"""When a phone wrote something down, whatever its clock says."""

from datetime import timedelta

import pytest

from nuangang.care.phone_time import OLDEST, written_at
from nuangang.care.tests.cast import MONDAY, at

NOW = at(MONDAY, 10)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(days=-4000), timedelta(days=800)])
def test_a_clock_that_is_wrong_by_years_does_no_harm(wrong):
    sent = NOW + wrong
    assert written_at(sent - 5 * HOUR, sent, NOW) == NOW - 5 * HOUR


def test_what_cannot_be_is_not_believed():
    assert written_at(NOW + HOUR, NOW, NOW) is None
    assert written_at(NOW - OLDEST - HOUR, NOW, NOW) is None
    assert written_at(None, NOW, NOW) is None
    assert written_at(NOW, None, NOW) is None
