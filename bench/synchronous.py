"""Measure what `synchronous=FULL` costs a recorded talk on SQLite, against NORMAL.

    NUANGANG_VAR=FOLDER .venv/bin/python bench/synchronous.py [--talks 300]

FOLDER holds a demonstration school (`./run` makes one); all is done on a copy beside it, on the same disk.
Talks are recorded through the product's own page in one process, in turns with either setting, so that a
busy machine counts for both alike; elapsed time, since waiting for the disk is what differs.
"""

import argparse
import statistics
import time
import uuid

from copied import set_up_copy

FOLDER = set_up_copy()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from nuangang.people.models import Child, StaffPost  # noqa: E402

LEVELS = ("FULL", "NORMAL")
WARM = 20


def main() -> None:
    """Record in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--talks", type=int, default=300)
    talks = parser.parse_args().talks
    spent = in_turns(talks)
    full, normal = (statistics.median(spent[level][WARM:]) for level in LEVELS)
    tenth = {level: statistics.quantiles(spent[level][WARM:], n=10) for level in LEVELS}
    for level in LEVELS:
        told = f"median {statistics.median(spent[level][WARM:]):.2f} ms"
        print(
            f"{level:7} {told}, one in ten under {tenth[level][0]:.2f} or over {tenth[level][-1]:.2f}"
        )
    print(f"FULL costs {full - normal:+.2f} ms a talk, × {full / normal:.3f}, {talks} talks each")


def in_turns(talks: int) -> dict[str, list[float]]:
    """Return the milliseconds of each talk by setting."""
    post = StaffPost.objects.select_related("staff__user").filter(post="lead").first()
    assert post is not None, "no demonstration in this folder"
    assert post.staff.user is not None
    client = Client()
    client.force_login(post.staff.user)
    children = list(Child.objects.filter(school_id=post.school_id, left_on=None)[:400])
    spent: dict[str, list[float]] = {level: [] for level in LEVELS}
    for number in range(talks * len(LEVELS)):
        # The order changes each time, so that nothing else that comes in twos falls on one of them.
        level = LEVELS[(number + number // len(LEVELS)) % len(LEVELS)]
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {level}")
        spent[level].append(one_talk(client, children[number % len(children)]))
    return spent


def one_talk(client: Client, child: Child) -> float:
    """Return how many milliseconds recording a talk took."""
    day = timezone.localdate().isoformat()
    sent = {
        "together": str(uuid.uuid4()),
        "child": str(child.pk),
        "kind": "talk",
        "happened_on": day,
    }
    begun = time.perf_counter()
    assert client.post("/record/", sent).status_code == 302
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
