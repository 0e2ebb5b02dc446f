"""One rehearsal from its beginning to its finding, in the database that the settings name."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from nuangang.accounts.models import School
from nuangang.accounts.sealing_keys import make_missing_keys
from nuangang.site.rehearsal.crew import Crew
from nuangang.site.rehearsal.daemon import Daemon
from nuangang.site.rehearsal.finding import Finding, Judge
from nuangang.site.rehearsal.oracle import Round
from nuangang.site.rehearsal.script import HOUR, Script, write_script
from nuangang.site.rehearsal.stage import Stage

INCIDENTS_OF_A_SCHOOL = 50


@dataclass(frozen=True)
class Options:
    """How much happens, for how long, how often a worker is killed and how long until the next begins."""

    incidents: int = 1000
    parties: int = 4
    hours: float = 24
    crash_every: int = 180
    down: int = 8
    workers: int = 1
    seed: int = 7


@dataclass
class Theatre:
    """The stage with its daemon, on which a script is played."""

    script: Script
    stage: Stage
    daemon: Daemon
    step: int = 1

    @classmethod
    def built(cls, script: Script, folder: Path, step: int = 1) -> "Theatre":
        """Build the schools and the daemon's file in `folder`."""
        daemon = Daemon(folder / "smsd.db")
        return cls(script, Stage(script, daemon.path), daemon, step)

    def play(self, seconds: int, go_round: Callable[[int], Round]) -> Finding:
        """Let people act and workers go round, second by second; return how it went."""
        rounds: list[Round] = []
        for second in range(0, seconds, self.step):
            for case, act in self.script.by_second.get(second, ()):
                self.stage.act(case, act)
            rounds.append(go_round(second))
            self.daemon.look(second)
        return Judge(self.script, self.stage, self.daemon.handed, rounds, self.step).judged()


class NotEmptyError(Exception):
    """The database has schools: nothing is rehearsed among real rows."""


def make_ready() -> None:
    """Make the tables of the scratch database; refuse one in which there are schools."""
    if School._meta.db_table in connection.introspection.table_names():
        if School.objects.exists():
            raise NotEmptyError
    else:
        call_command("migrate", verbosity=0)
    make_missing_keys()


def rehearse(options: Options) -> tuple[Finding, dict]:
    """Play what the options say; return how it went, and what the machine had to do with it."""
    began, seconds = time.monotonic(), round(options.hours * HOUR)
    schools = max(1, options.incidents // INCIDENTS_OF_A_SCHOOL)
    script = write_script(
        options.seed, options.incidents, options.parties, seconds, schools=schools
    )
    theatre = Theatre.built(script, Path(settings.VAR))
    crew = Crew(
        options.seed, workers=options.workers, every=options.crash_every, down=options.down,
        seconds=seconds,
    )  # fmt: skip
    try:
        found = theatre.play(seconds, crew.go_round)
    finally:
        crew.end()
    more = {
        "kills": crew.kills, "kills_in_a_round": crew.in_the_middle,
        "database": connection.vendor, "took_s": round(time.monotonic() - began),
    }  # fmt: skip
    return found, {**asdict(options), **more}
