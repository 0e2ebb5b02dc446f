import pytest

from nuangang.people.tests.cast import Cast


@pytest.fixture
def cast(db):
    return Cast()
