"""`nuangang rehearse`: a day of incidents on a simulated clock, with workers killed for real."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

SHARED = Path("/dev/shm")  # noqa: S108  # in memory: only processes are killed, never the power
_REFUSED = 3


class Command(BaseCommand):
    """Rehearse in a scratch folder, in a process that knows nothing of the school's own data."""

    help = _("Rehearse a day of incidents with crashes, in a scratch database")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how much happens, and how often a worker is killed."""
        number: dict[str, Any] = {"type": int}
        parser.add_argument(
            "--incidents", **number, default=1000, help=_("how many incidents are raised")
        )
        parser.add_argument(
            "--parties", **number, default=4, help=_("parties to tell in each, 1 to 12")
        )
        parser.add_argument(
            "--hours", type=float, default=24, help=_("how long, by the simulated clock")
        )
        every = _("seconds between two kills, about, by the simulated clock; 0 for none")
        parser.add_argument("--crash-every", **number, default=180, help=every)
        down = _("seconds until the next worker begins, at most")
        parser.add_argument("--down", **number, default=8, help=down)
        parser.add_argument("--workers", **number, default=1, help=_("workers at the same time"))
        parser.add_argument("--seed", **number, default=7, help=_("the same seed, the same day"))
        parser.add_argument("--json", action="store_true", help=_("print JSON"))
        url = _("an empty PostgreSQL database to rehearse in, as a URL")
        parser.add_argument("--database", default="", help=url)

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the rehearsal's process in a folder of its own, and end as it ends."""
        if not 1 <= options["parties"] <= 12 or options["incidents"] < 1 or options["workers"] < 1:
            raise CommandError(_("At least one incident and one worker, and 1 to 12 parties."))
        if not 0.5 <= options["hours"] <= 240:
            raise CommandError(_("Half an hour at least, and ten days at most."))
        named = ("incidents", "parties", "hours", "crash_every", "down", "workers", "seed")
        words = json.dumps({name: options[name] for name in named})
        with tempfile.TemporaryDirectory(
            prefix="nuangang-rehearsal-", dir=SHARED if SHARED.is_dir() else None
        ) as folder:
            ended = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "nuangang.site.rehearsal", words],
                env=_environment(folder, options["database"]), stdout=subprocess.PIPE, text=True,
                check=False,
            )  # fmt: skip
        if ended.returncode == _REFUSED:
            raise CommandError(_("There are schools in that database: rehearse in an empty one."))
        self.stdout.write(ended.stdout if options["json"] else _lines(ended.stdout))
        if ended.returncode:
            sys.exit(1)


def _lines(told: str) -> str:
    """Return the finding line by line; nothing where the process said nothing."""
    found = json.loads(told or "{}")
    width = max(map(len, found), default=0)
    rows = {k: "\n  ".join(["", *v]) if isinstance(v, list) else v for k, v in found.items()}
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows.items())


def _environment(folder: str, database: str) -> dict[str, str]:
    """Return an environment in which nothing points at the school's data or keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUANGANG_")}
    return {**kept, "NUANGANG_VAR": folder, "NUANGANG_DATABASE": database}
