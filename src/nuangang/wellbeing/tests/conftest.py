"""What wellbeing's tests with rows start from."""

import pytest

from nuangang.wellbeing.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with everybody who writes, reads, keeps, breaks and signs off."""
    return Cast()
