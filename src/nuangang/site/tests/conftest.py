import pytest

from nuangang.desk.tests.register_cast import Register


@pytest.fixture
def register(db):
    return Register()
