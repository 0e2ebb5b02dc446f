"""From the tap to the SMS daemon: how long an alarm takes, and how long five hundred messages.

    .venv/bin/python -m bench.burst [--taps 60] [--messages 500]

starts the whole product on a folder of its own, with the real gammu-smsd and its dummy phone as its modem
(Debian: apt install gammu-smsd libdbd-sqlite3). A teacher's phone raises incidents by the product's page; for
each the time runs from before the form is sent until the first SMS about it stands in the daemon's table.
Then five hundred urgent messages are queued at once, and it is timed until the daemon has the last of them.
Last, incidents are raised while so many ordinary messages wait: these keep to their limit a minute, an alarm
goes past them. Exit 1 when the p95 of the taps is three seconds or more, or a message came twice or never.
"""

import argparse
import http.client
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from contextlib import closing
from pathlib import Path

from nuangang.notify.tests import smsd
from tests.running import Served, environment, free_port

SET_UP = """
import json, sys
from datetime import date
from django.test import Client
from nuangang.accounts.models import School, User
from nuangang.notify.models import ChannelSetting
from nuangang.people.models import SchoolClass, Staff, StaffPost
school = School.objects.create(code="burst", name="试验学校", short_name="试验")
for place, post in enumerate(("head", "lead", "deputy", "")):
    user = User.objects.create_user(f"burst{place}", name=f"试验员{place}")
    staff = Staff.objects.create(school=school, name=user.name, user=user, phone=f"1390000000{place}")
    if post:
        StaffPost.objects.create(school=school, staff=staff, post=post, since=date(2020, 1, 1))
ChannelSetting.objects.create(school=school, carrier="sms_modem", on=True,
    settings=json.dumps({"database": "DATABASE"}))
client = Client()
client.force_login(user)
print(client.cookies["sessionid"].value)
"""
QUEUE = """
from django.db import transaction
from nuangang.accounts.models import School
from nuangang.notify.actions import send_out
school = School.objects.get(code="burst")
with transaction.atomic():
    for number in range(MESSAGES):
        send_out(school.pk, "sms", f"138{number:08d}", "试验", "试验：请打开暖港。",
                 once=f"NAME-{number}", purpose="trial", urgent=URGENT)
"""
CSRF, BEFORE_PAGES = "burst" * 6 + "ab", 295


def asked(database: Path, sql: str) -> int:
    """Return one number from the daemon's database."""
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return connection.execute(sql).fetchone()[0]


HANDED = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM sentitems)"
TO_LEADERS = """SELECT (SELECT count(*) FROM outbox WHERE "DestinationNumber" LIKE '139%')
 + (SELECT count(*) FROM sentitems WHERE "DestinationNumber" LIKE '139%')"""
SENT = """SELECT count(*) FROM sentitems WHERE "DestinationNumber" LIKE '138%'"""
TWICE = """SELECT count(*) FROM (SELECT "CreatorID" FROM (SELECT "CreatorID" FROM outbox UNION ALL
 SELECT "CreatorID" FROM sentitems) GROUP BY "CreatorID" HAVING count(*) > 1)"""


def until(database: Path, sql: str, count: int, began: float, longest: float) -> float:
    """Return the seconds since `began` until the daemon has so many; infinite when it takes too long."""
    while time.monotonic() - began < longest:
        if asked(database, sql) >= count:
            return time.monotonic() - began
        time.sleep(0.01)
    return float("inf")


class Phone:
    """A teacher's phone on the product's page."""

    def __init__(self, port: int, session: str, database: Path) -> None:
        self.port, self.database = port, database
        self.heads = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def tap(self) -> float:
        """Raise an incident; return the seconds until the daemon has the first SMS about it."""
        before = asked(self.database, TO_LEADERS)
        form = {"once": str(uuid.uuid4()), "kind": "injury", "csrfmiddlewaretoken": CSRF}
        began = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("POST", "/incidents/new/", urllib.parse.urlencode(form), self.heads)
            answer = line.getresponse().status
        if answer != 302:
            raise RuntimeError(f"The page answered {answer}.")
        took = until(self.database, TO_LEADERS, before + 1, began, 60)
        until(self.database, TO_LEADERS, before + 3, began, 60)  # head, lead, deputy: then the next
        time.sleep(0.037 * (before % 29))  # at any moment of the loop's second
        return took


def measure(taps: int, messages: int, folder: Path) -> dict:
    """Return the figures of one run."""
    env = environment(folder / "var")
    with smsd.running(folder / "smsd") as database:

        def run(*words: str) -> str:
            command = [sys.executable, "-m", "nuangang", *words]
            return subprocess.run(
                command, env=env, check=True, capture_output=True, text=True
            ).stdout

        run("migrate", "-v0")
        session = run("shell", "-v0", "-c", SET_UP.replace("DATABASE", str(database))).strip()
        port = free_port()

        def queue(name: str, *, urgent: bool) -> None:
            code = QUEUE.replace("NAME", name).replace("URGENT", str(urgent))
            run("shell", "-v0", "-c", code.replace("MESSAGES", str(messages)))

        with Served([sys.executable, "-m", "nuangang"], folder, port, "--empty"):
            phone, started = Phone(port, session, database), time.monotonic()
            phone.tap()  # the first page after the start loads what all others find loaded
            quiet = [phone.tap() for _tap in range(taps)]
            before = asked(database, HANDED)
            began = time.monotonic()
            queue("urgent", urgent=True)
            queued = time.monotonic() - began
            burst = until(database, HANDED, before + messages, began, 300)
            sent = asked(database, SENT)
            queue("ordinary", urgent=False)
            busy = [phone.tap() for _tap in range(taps // 3)]
            if time.monotonic() - started > BEFORE_PAGES:
                raise RuntimeError("It took so long that pages began: measure with fewer taps.")
        twice = asked(database, TWICE)
    return {
        "taps": spread(quiet), "taps_while_ordinary_wait": spread(busy), "messages": messages,
        "all_handed_over_s": round(burst - queued, 1), "of_which_the_phone_had_sent": sent,
        "twice": twice,
    }  # fmt: skip


def spread(seconds: list[float]) -> dict[str, float]:
    """Return median, p95 and the longest of some times."""
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    return {
        n: round(ordered[min(len(ordered) - 1, int(len(ordered) * p))], 2) for n, p in at.items()
    }


def main() -> int:
    """Measure once and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--taps", type=int, default=60)
    parser.add_argument("--messages", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nuangang-burst-") as folder:
        told = measure(options.taps, options.messages, Path(folder))
    print(json.dumps(told))
    well = told["taps"]["p95"] < 3 and not told["twice"] and told["all_handed_over_s"] < 300
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
