"""The two processes under `nuangang serve`: the web server and the clock.

Each ends when its standard input closes, so none outlives the one that started it, however that
one ended and on whatever system.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

GRACE = 8.0


def when_left_alone(stop: Callable[[], object]) -> None:
    """Call `stop` once standard input closes, and end hard if that took longer than GRACE seconds."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        threading.Timer(GRACE, os._exit, [1]).start()
        stop()

    threading.Thread(target=watch, daemon=True).start()


def load_site() -> Any:
    """Return the WSGI application inside a worker that ends together with the web server.

    While it loads, the server's own signal handler, inherited, would only swallow an end.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_server, daemon=True).start()
    from django.urls import reverse

    from nuangang.site.wsgi import application

    reverse("healthz")  # loads every view, so that a broken module shows now, not on a page
    from nuangang.machine import silence

    threading.Thread(target=silence.watch, args=[threading.Event()], daemon=True).start()
    gc.collect()
    gc.freeze()  # what is loaded stays, so that collecting looks through a page's own objects only
    return application


def _end_with_server() -> None:
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(1)


def serve_web(host: str, port: int, workers: int, tls: str = "") -> None:
    """Serve the pages until standard input closes; over HTTPS with the certificate in folder `tls`.

    Two threads a worker: one waiting for the database does not hold up the next page, and more
    only contend for the interpreter (dependencies.md §13).
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "nuangang.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        backpressure=64,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        ssl_cert=Path(tls) / "server.pem" if tls else None,
        ssl_key=Path(tls) / "server.key" if tls else None,
    )
    when_left_alone(server.signal_handler_interrupt)
    server.serve(target_loader=load_site, wrap_loader=False)


def run_clock() -> None:
    """Run the clock until standard input closes."""
    import django
    from django.core.management import call_command

    when_left_alone(_interrupt)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    django.setup()
    try:
        call_command("clock")
    except KeyboardInterrupt:
        sys.exit(0)


def _interrupt() -> None:
    """Wake the main thread with an interrupt; on Windows it may be waiting, then GRACE ends it."""
    if os.name == "nt":
        signal.raise_signal(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    if sys.argv[1] == "web":
        serve_web(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
    else:
        run_clock()
