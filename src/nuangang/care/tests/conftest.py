"""What care's tests start from."""

import pytest

from nuangang.care.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A school with three children, two agent parents, a class teacher and a lead."""
    return Cast()
