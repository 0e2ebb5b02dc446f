"""Measure what keeping times cost a large school: the list of what is due, and letting go of it.

    .venv/bin/python bench/retention.py [--children 1400] [--records 70000] [--left 100]

A school is made on SQLite in a folder of its own; so many of its children then left four years ago. The
list is looked at as the page does it, then all of it goes as after the head's yes. CPU time of this process.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="nuangang-retention-")
os.environ["NUANGANG_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "nuangang.site.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from nuangang.lib.database import press_out  # noqa: E402
from nuangang.people.actors import actor_for  # noqa: E402
from nuangang.people.models import Child, StaffPost  # noqa: E402
from nuangang.privacy.retention.clearing import clear  # noqa: E402
from nuangang.privacy.retention.due import due_for  # noqa: E402
from nuangang.site.demo.county import Size, build_county  # noqa: E402


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print CPU seconds, seconds and statements of what is done within."""
    cpu, wall = time.process_time(), time.perf_counter()
    with CaptureQueriesContext(connection) as caught:
        yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what}: {cpu:.3f} s CPU, {wall:.3f} s, {len(caught)} statements")


def main() -> None:
    """Build, list, let go."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("children", 1400), ("records", 70000), ("left", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    size = parser.parse_args()
    call_command("migrate", verbosity=0)
    school = build_county(lambda _said: None, Size(1, size.children, size.records), seed=7)
    today = timezone.localdate()
    rows = Child.objects.filter(school=school, left_on=None).order_by("pk")
    gone = list(rows.values_list("pk", flat=True)[: size.left])
    rows.filter(pk__in=gone).update(left_on=today - timedelta(days=4 * 366))
    head = StaffPost.objects.get(school=school, post="head").staff
    for _again in range(3):
        with measured("the list"):
            found = due_for(school, today)
    with measured(f"letting go of {len(found)}, the file pressed together too"):
        clear(actor_for(head.user_id), [each.key for each in found])
    with measured("of which pressing together"):
        press_out()
    assert due_for(school, today) == []
    size_now = sum(each.stat().st_size for each in Path(FOLDER.name).glob("nuangang.sqlite3*"))
    print(f"{Child.objects.filter(school=school).count()} children, {size_now / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
