"""Asking a running server for pages, and what that costs it: time, processor, bytes, memory."""

import http.client
import os
import random
import statistics
import threading
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

CSRF = "c" * 32
TODAY = datetime.now(timezone(timedelta(hours=8))).date().isoformat()


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
        headers |= page.get("headers", {})
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
    return [pid, *(each for child in children(pid) for each in family(child))]


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [int(w) for w in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def parent(pid: int) -> int:
    """Return the process that started another."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def cpu_seconds(roots: list[int]) -> float:
    """Return the user and system time taken by processes and all that came from them."""
    ticks = 0
    for pid in (each for root in roots for each in family(root)):
        try:
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return a process's memory in MB, what it shares with others divided among them (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return (
        next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    )


def memory_of_workers(server: int, workers: int) -> float:
    """Return the memory of the web workers: the largest processes that the web server started."""
    grandchildren = [each for child in children(server) for each in family(child)[1:]]
    return sum(sorted(map(memory, grandchildren))[-workers:])


def load(port: int, page: dict, clients: int, seconds: float, roots: list[int]) -> dict:
    """Return what one page did under so many clients for so long."""
    before, began = cpu_seconds(roots), time.perf_counter()
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
        "cpu": (cpu_seconds(roots) - before) / len(times) * 1000,
        "bytes": crowd[0].size,
    }


def measure(port: int, pages: dict[str, dict], roots: list[int], rounds: int, seconds: float):
    """Return for each page and number of clients the figures of every round."""
    found: dict[str, dict[int, list[dict]]] = {name: {1: [], 8: []} for name in pages}
    for page in pages.values():
        load(port, page, 2, seconds / 2, roots)
    for _ in range(rounds):
        for name, page in pages.items():
            for clients in (1, 8):
                found[name][clients].append(load(port, page, clients, seconds, roots))
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
