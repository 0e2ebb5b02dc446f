"""What pairing's tests with rows start from."""

import pytest

from nuangang.mentoring.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with four children, three agent parents, a class teacher and a lead."""
    return Cast()
