"""Measure the pages as a school serves them: `nuangang serve --workers 2` on a set of data.

    .venv/bin/python bench/pages.py [--database sqlite|postgres] [--data demo|district|county] [--json] …

For each page: requests per second with 1 and with 8 clients (closed loop, connections kept), the
95th percentile with 8, the server's CPU per request (user and system time of all its processes, a
PostgreSQL server's included), bytes as sent. Medians of interleaved rounds. Compare CPU, not
requests per second, on a machine that does other things: and compare it with `ceiling`, fifty rows
behind the same sign-in with nothing around them, served in the same minutes. The data is built
once in --var and used again (a folder that holds nuangang.sqlite3 and keys/ will do); on PostgreSQL in a server of its own, durable, that is gone
afterwards. Talks are recorded in it, spread over all children but those whose pages are measured.
"""

import argparse
import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from data_sets import DATA_SETS, prepare
from loading import measure, memory_of_workers, parent, summary

HERE = Path(__file__).resolve().parent
WORKERS = 2
PART = {"HX-Request": "true", "HX-Target": "results"}


def pages_of(who: dict) -> dict[str, dict]:
    """Return the pages measured, by name; a part is what a script asks for to renew the list."""
    lead, agent, county = (who["sessions"][name] for name in ("lead", "agent-parent", "county"))
    child = f"/children/{who['child']}/"
    return {
        "ceiling": {"path": "/ceiling/", "session": lead},
        "list of 50": {"path": "/children/", "session": lead},
        "its next part": {"path": "/children/?page=2", "session": lead, "headers": PART},
        "search": {"path": "/children/?q=zs", "session": lead},
        "found part": {"path": "/children/?q=zs", "session": lead, "headers": PART},
        "child's file": {"path": child, "session": lead},
        "record a talk": {"path": "/record/", "session": lead, "records_for": who["others"]},
        "today": {"path": "/today/", "session": agent},
        "duties": {"path": "/duties/", "session": lead},
        "board": {"path": "/board/", "session": lead},
        "its term": {"path": "/board/term/", "session": lead},
        "county": {"path": "/county/", "session": county},
    }


@contextlib.contextmanager
def database(kind: str, var: str) -> Iterator[tuple[dict[str, str], list[int]]]:
    """Give the environment that names the database, and its server's process if it has one."""
    if kind == "sqlite":
        yield {"NUANGANG_VAR": var}, []
        return
    sys.path.insert(0, str(HERE.parent))
    import psycopg

    from tests import postgres

    with tempfile.TemporaryDirectory() as folder, postgres.server(durable=True) as url:
        with psycopg.connect(url) as asked:
            backend = asked.execute("SELECT pg_backend_pid()").fetchone()
            postmaster = parent(backend[0])
        yield {"NUANGANG_VAR": folder, "NUANGANG_DATABASE": url}, [postmaster]


def serve(environment: dict[str, str], port: int) -> subprocess.Popen:
    """Start the server and wait until it answers."""
    code = "import sys; from nuangang.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", str(WORKERS)]
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


def show(rows: dict[str, dict[str, float]], children: int) -> None:
    """Print the table."""
    print(f"{children} children; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    print(f"{'page':14} {'req/s 1':>8} {'req/s 8':>8} {'p95 8':>8} {'CPU 1':>7} {'CPU 8':>7} "
          f"{'×ceiling':>8} {'gz bytes':>8}")  # fmt: skip
    for name, row in rows.items():
        print(f"{name:14} {row['per_second_1']:8.1f} {row['per_second_8']:8.1f} "
              f"{row['p95_ms_8']:5.0f} ms {row['cpu_ms_1']:7.2f} {row['cpu_ms_8']:7.2f} "
              f"{row['times_ceiling']:8.2f} {row['bytes']:8.0f}")  # fmt: skip


def run(asked: argparse.Namespace) -> dict:
    """Build the data, serve it, measure every page; return the figures."""
    with database(asked.database, asked.var) as (named, roots):
        environment = {
            **os.environ,
            **named,
            "DJANGO_SETTINGS_MODULE": "ceiling.settings",
            "PYTHONPATH": str(HERE),
        }
        who, port = prepare(environment, asked.data), free_port()
        server = serve(environment, port)
        try:
            roots = [server.pid, *roots]
            found = measure(port, pages_of(who), roots, asked.rounds, asked.seconds)
            workers = memory_of_workers(server.pid, WORKERS)
        finally:
            server.terminate()
            server.wait(30)
    return {"children": who["children"], "workers_mb": round(workers), "pages": summary(found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--data", choices=DATA_SETS, default="demo")
    parser.add_argument("--var", default="", help="the folder of the data on SQLite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.8)
    asked = parser.parse_args()
    asked.var = asked.var or str(Path(tempfile.gettempdir()) / f"nuangang-bench-{asked.data}")
    figures = run(asked)
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures["pages"], figures["children"])
        print(f"two workers hold {figures['workers_mb']} MB")


if __name__ == "__main__":
    main()
