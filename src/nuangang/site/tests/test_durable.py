"""An answer is given only when what it promises has reached the disk (docs/reliability.md)."""

import pytest
from django.db import connection, connections

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def pragma(name, using=connection):
    with using.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_each_commit_waits_for_the_disk_on_every_connection():
    full = 2
    assert pragma("synchronous") == full
    fresh = connections.create_connection("default")
    try:
        assert pragma("synchronous", fresh) == full
    finally:
        fresh.close()
