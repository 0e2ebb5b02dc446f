"""What the tests of the law's papers start from."""

import pytest

from nuangang.privacy.tests.cast import PrivacyCast


@pytest.fixture
def law(db: None) -> PrivacyCast:
    """A school with somebody in each post, made when asked for."""
    return PrivacyCast()
