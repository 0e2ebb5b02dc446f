"""What incidents' tests with rows start from."""

import pytest

from nuangang.incidents.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with everybody who raises, calls and leads."""
    return Cast()
