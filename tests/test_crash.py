"""Killed with -9 under load, the product loses and doubles nothing it acknowledged (docs/reliability.md)."""

import pytest

from bench.crash_loop import crash_loop
from tests.running import ready_made

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_two_kills_break_no_promise() -> None:
    tally = crash_loop("sqlite", 2, (0.2, 0.6), ready_made)
    assert tally.acknowledged
    assert tally.imports_done
    assert tally.photos_done
    assert tally.is_well(), tally.line()
