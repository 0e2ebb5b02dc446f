"""Measure the pages as a school serves them: `nuangang serve --workers 2` on the demonstration county.

    .venv/bin/python bench/pages.py [--json] [--var DIRECTORY] [--rounds 3] [--seconds 0.8]

For each page: requests per second with 1 and with 8 clients (closed loop, connections kept), the
95th percentile with 8, the server's CPU per request (user and system time of all its processes),
bytes as sent. Medians of interleaved rounds. Compare CPU, not requests per second, on a machine
that does other things: and compare it with `ceiling`, fifty rows behind the same sign-in with
nothing around them, served in the same minutes. The demonstration is built once in the temporary
folder and used again; talks are recorded in it, spread over all children but those whose pages are
measured.
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
CSRF = "c" * 32
TODAY = datetime.now(timezone(timedelta(hours=8))).date().isoformat()
WHO = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from nuangang.accounts.models import User
from nuangang.people.models import Child, Tie
from nuangang.people.sessions import SessionStore

def session(login):
    user, kept = User.objects.get(login=login), SessionStore()
    kept[SESSION_KEY], kept[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    kept[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    kept.save()
    return kept.session_key

tie = Tie.objects.filter(adult__user__login="agent-parent", until__isnull=True).first()
logins = ("lead", "agent-parent", "county")
here = Child.objects.filter(school_id=tie.school_id, left_on__isnull=True)
others = here.exclude(pk__in=Tie.objects.filter(adult=tie.adult).values("child_id"))
print("WHO " + json.dumps({"child": str(tie.child_id), "school": str(tie.school_id),
    "children": here.count(), "others": [str(pk) for pk in others.values_list("pk", flat=True)],
    "sessions": {login: session(login) for login in logins}}))
"""


class Client(threading.Thread):
    """Asks for one page again and again until told to stop."""

    def __init__(self, port: int, page: dict, until: float) -> None:
        super().__init__()
        self.port, self.page, self.until = port, page, until
        self.times: list[float] = []
        self.size = 0
        self.wrong: list[int] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while (began := time.perf_counter()) < self.until:
            self.ask(connection)
            self.times.append(time.perf_counter() - began)

    def ask(self, connection: http.client.HTTPConnection) -> None:
        page = self.page
        cookie = f"sessionid={page['session']}; csrftoken={CSRF}"
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "X-CSRFToken": CSRF}
        body = None
        if children := page.get("records_for"):
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = f"together={uuid.uuid4()}&child={random.choice(children)}&kind=talk&happened_on={TODAY}"
        connection.request("POST" if body else "GET", page["path"], body, headers)
        answer = connection.getresponse()
        self.size = len(answer.read())
        if answer.status != (302 if body else 200):
            self.wrong.append(answer.status)


def family(pid: int) -> list[int]:
    """Return a process and all that came from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in children.read_text().split()] if children.exists() else []
    return [pid, *(each for child in found for each in family(child))]


def cpu_seconds(pids: list[int]) -> float:
    """Return the user and system time that the processes have taken."""
    ticks = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(port: int, page: dict, clients: int, seconds: float, pids: list[int]) -> dict:
    """Return what one page did under so many clients for so long."""
    before, began = cpu_seconds(pids), time.perf_counter()
    crowd = [Client(port, page, began + seconds) for _ in range(clients)]
    for client in crowd:
        client.start()
    for client in crowd:
        client.join()
    took = time.perf_counter() - began
    if wrong := [status for client in crowd for status in client.wrong]:
        raise SystemExit(f"{page['path']} answered {wrong[0]}")
    times = sorted(t for client in crowd for t in client.times)
    return {
        "rate": len(times) / took,
        "p95": times[int(len(times) * 0.95)] * 1000,
        "cpu": (cpu_seconds(pids) - before) / len(times) * 1000,
        "bytes": crowd[0].size,
    }


def pages_of(who: dict) -> dict[str, dict]:
    """Return the pages measured, by name."""
    lead, agent, county = (who["sessions"][name] for name in ("lead", "agent-parent", "county"))
    child = f"/children/{who['child']}/"
    return {
        "ceiling": {"path": "/ceiling/", "session": lead},
        "list of 50": {"path": "/children/", "session": lead},
        "search": {"path": "/children/?q=zs", "session": lead},
        "child's file": {"path": child, "session": lead},
        "record a talk": {"path": "/record/", "session": lead, "records_for": who["others"]},
        "today": {"path": "/today/", "session": agent},
        "board": {"path": "/board/", "session": lead},
        "county": {"path": "/county/", "session": county},
    }


def prepare(environment: dict[str, str]) -> dict:
    """Build the demonstration where there is none, and sign its people in."""
    run = [sys.executable, "-m", "django"]
    subprocess.run([*run, "migrate", "-v0"], env=environment, check=True)
    count = "from nuangang.accounts.models import School; print('N', School.objects.count())"
    asked = subprocess.run(
        [*run, "shell", "-c", count], env=environment, check=True, capture_output=True, text=True
    )
    if "N 0" in asked.stdout:
        subprocess.run([*run, "demo"], env=environment, check=True, stdout=sys.stderr)
    said = subprocess.run(
        [*run, "shell", "-c", WHO], env=environment, check=True, capture_output=True, text=True
    )
    line = next(line for line in said.stdout.splitlines() if line.startswith("WHO "))
    return json.loads(line[4:])


def serve(environment: dict[str, str], port: int) -> subprocess.Popen:
    """Start the server and wait until it answers."""
    code = "import sys; from nuangang.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(600):
        time.sleep(0.1)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            if server.poll() is not None:
                break
    raise SystemExit("the server did not start")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(port: int, pages: dict[str, dict], pids: list[int], rounds: int, seconds: float):
    """Return for each page and number of clients the figures of every round."""
    found: dict[str, dict[int, list[dict]]] = {name: {1: [], 8: []} for name in pages}
    for page in pages.values():
        load(port, page, 2, seconds / 2, pids)
    for _ in range(rounds):
        for name, page in pages.items():
            for clients in (1, 8):
                found[name][clients].append(load(port, page, clients, seconds, pids))
    return found


def summary(found: dict) -> dict[str, dict[str, float]]:
    """Return the medians, and the CPU as a multiple of the ceiling's in the same round."""

    def middle(name: str, clients: int, what: str) -> float:
        return statistics.median(each[what] for each in found[name][clients])

    bare = [each["cpu"] for each in found["ceiling"][8]]
    return {
        name: {
            "per_second_1": round(middle(name, 1, "rate"), 1),
            "per_second_8": round(middle(name, 8, "rate"), 1),
            "p95_ms_8": round(middle(name, 8, "p95"), 1),
            "cpu_ms_1": round(middle(name, 1, "cpu"), 2),
            "cpu_ms_8": round(middle(name, 8, "cpu"), 2),
            "times_ceiling": round(
                statistics.median(
                    each["cpu"] / low for each, low in zip(found[name][8], bare, strict=True)
                ),
                2,
            ),
            "bytes": found[name][8][-1]["bytes"],
        }
        for name in found
    }


def show(rows: dict[str, dict[str, float]], children: int) -> None:
    """Print the table."""
    print(f"{children} children; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    print(f"{'page':14} {'req/s 1':>8} {'req/s 8':>8} {'p95 8':>8} {'CPU 1':>7} {'CPU 8':>7} "
          f"{'×ceiling':>8} {'gz bytes':>8}")  # fmt: skip
    for name, row in rows.items():
        print(f"{name:14} {row['per_second_1']:8.1f} {row['per_second_8']:8.1f} "
              f"{row['p95_ms_8']:5.0f} ms {row['cpu_ms_1']:7.2f} {row['cpu_ms_8']:7.2f} "
              f"{row['times_ceiling']:8.2f} {row['bytes']:8.0f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--var", default=str(Path(tempfile.gettempdir()) / "nuangang-bench"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.8)
    asked = parser.parse_args()
    environment = {
        **os.environ,
        "NUANGANG_VAR": asked.var,
        "DJANGO_SETTINGS_MODULE": "ceiling.settings",
        "PYTHONPATH": str(HERE),
    }
    who, port = prepare(environment), free_port()
    server = serve(environment, port)
    try:
        pids = family(server.pid)
        found = measure(port, pages_of(who), pids, asked.rounds, asked.seconds)
    finally:
        server.terminate()
        server.wait(30)
    rows = summary(found)
    if asked.json:
        print(json.dumps({"children": who["children"], "pages": rows}, indent=1))
    else:
        show(rows, who["children"])


if __name__ == "__main__":
    main()
