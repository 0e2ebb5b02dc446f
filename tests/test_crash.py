"""Killed with -9 under load, the product loses and doubles nothing it acknowledged (docs/reliability.md)."""

import pytest

from bench.crash_loop import crash_loop

pytestmark = pytest.mark.slow


def test_two_kills_break_no_promise() -> None:
    tally = crash_loop("sqlite", 2, (0.5, 1.5))
    assert tally.acknowledged
    assert tally.is_well(), tally.line()
