"""What safety's tests start from."""

import pytest

from nuangang.safety.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with everybody who signs on three levels."""
    return Cast()
