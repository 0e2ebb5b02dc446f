"""The cast of care with its weekly talk standing, on a fixed Monday; for today's page and records."""

from collections.abc import Iterator

import pytest
from django.test import Client

from nuangang.care.actions import reconcile_duties
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.people.models import Staff

NOW = at(MONDAY, 10)


@pytest.fixture
def caring(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Everything happens on Monday of week 12; every child is owed a talk this week."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = Cast()
    cast.rule()
    reconcile_duties(cast.school, now=NOW)
    return cast


def client_of(staff: Staff) -> Client:
    """Return a browser in which `staff` is signed in."""
    client = Client()
    client.force_login(staff.user)
    return client
