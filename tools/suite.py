"""What ./test does: set up what tests need, then check everything and say it in one line."""

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import environment
from progress import ROOT, StepFailed, say, step

sys.path.insert(0, str(ROOT))
from tests import postgres

PYTHON = environment.PYTHON
HELP = """Test 暖港.

  ./test                    everything, as CI does it
  ./test lint               formatting, lint, types, migrations, translations
  ./test unit               unit tests, on SQLite and on PostgreSQL
  ./test browser            tests in a real browser, on SQLite; the first hour on PostgreSQL too
  ./test audit              known vulnerabilities of all locked packages, where the list is reached
  ./test wheel              the built package in a clean environment
  ./test PATH … [-k …]      these tests on SQLite, options as pytest has them
  ./test --postgres PATH …  the same on PostgreSQL

What is missing (browser, Chinese font, PostgreSQL, nginx) is installed with apt when we may.
"""
CODE = ["src", "tests", "tools", "bench"]
LINT = {
    "Formatting": ["-m", "ruff", "format", "--check", *CODE],
    "Lint": ["-m", "ruff", "check", *CODE],
    "Types": ["-m", "mypy"],
    "Migrations": ["-m", "nuangang", "makemigrations", "--check", "--dry-run"],
    "Translations": ["tools/messages.py", "check"],
}
# Name → what pytest is to choose, and on which databases. A browser test says by the mark
# `postgres` that what it shows could come out differently there.
TESTS = {
    "unit": [("sqlite", "not browser and not slow"), ("postgres", "not browser and not slow")],
    "browser": [("sqlite", "browser"), ("postgres", "browser and postgres")],
    "wheel": [("sqlite", "slow")],
}
APT = {
    "libatomic1": "what drives the browser",
    "chromium": "a browser",
    "fontconfig": "fontconfig",
    "fonts-noto-cjk": "a Chinese font",
    "postgresql": "PostgreSQL",
    "gammu-smsd": "an SMS daemon",
    "libdbd-sqlite3": "what the SMS daemon keeps its messages in",
    "nginx": "nginx",
    "systemd": "systemd's check of service files",
}
UNIT = {"postgresql", "gammu-smsd", "libdbd-sqlite3", "systemd"}
BROWSER = {"libatomic1", "chromium", "fontconfig", "fonts-noto-cjk", "postgresql"}
NEEDS = {"lint": set(), "wheel": {"nginx"}, "unit": UNIT, "browser": BROWSER}


class Score:
    """Counts over all runs, for the last line."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.counts = {"failed": 0, "passed": 0, "skipped": 0, "error": 0}

    def add(self, report: Path) -> None:
        """Count what pytest wrote into `report`."""
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            number = {
                key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")
            }
            self.counts["failed"] += number["failures"]
            self.counts["error"] += number["errors"]
            self.counts["skipped"] += number["skipped"]
            self.counts["passed"] += number["tests"] - sum(list(number.values())[1:])

    def line(self) -> str:
        """Return the last line, shaped as pytest shapes its own."""
        shown = ", ".join(f"{n} {word}" for word, n in self.counts.items() if n) or "no tests ran"
        return f"===== {shown} in {time.monotonic() - self.began:.2f}s ====="


def main(arguments: list[str]) -> int:
    """Run the parts that are asked for; return 0 only if all of them are well."""
    if arguments[:1] in (["--help"], ["-h"]):
        print(HELP)
        return 0
    environment.prepare(dev=True)
    if arguments and arguments[0] not in {"lint", "audit", *TESTS}:
        return chosen(arguments)
    parts = arguments or ["lint", "audit", *TESTS]
    install_missing(set().union(*(NEEDS.get(part, set()) for part in parts)))
    score = Score()
    ill = lint() if "lint" in parts else []
    if "audit" in parts and subprocess.run([PYTHON, ROOT / "tools" / "audit.py"]).returncode:
        ill.append("known vulnerabilities")
    runs = [run for part in parts if part in TESTS for run in TESTS[part]]
    for database in ("sqlite", "postgres"):
        marks = [f"({mark})" for name, mark in runs if name == database]
        if marks and not tests_on(database, " or ".join(marks), score):
            ill.append(f"tests on {database}")
    say(f"Not well: {', '.join(ill)}" if ill else "All is well.")
    say(score.line())
    return 1 if ill else 0


def chosen(arguments: list[str]) -> int:
    """Run pytest as asked, in one process."""
    database = "postgres" if arguments[0] == "--postgres" else "sqlite"
    rest = [word for word in arguments if word != "--postgres"]
    with place(database) as env:
        return subprocess.run([PYTHON, "-m", "pytest", *rest], cwd=ROOT, env=env).returncode


def lint() -> list[str]:
    """Do the checks that need no running program; return the names of all that fail."""
    ill = []
    npm, path = environment.front_end()
    with place("sqlite") as env:
        checks = {label: ([PYTHON, *command], env, ROOT) for label, command in LINT.items()}
        checks["Types of the front end"] = ([*npm, "run", "check"], path, environment.FRONTEND)
        for label, (command, around, folder) in checks.items():
            try:
                step(label, command, env=around, cwd=folder, lines=300)
            except StepFailed as error:
                say(str(error))
                ill.append(label.lower())
    return ill


def tests_on(database: str, marks: str, score: Score) -> bool:
    """Run the chosen tests on `database`, two at a time, and add them to the score."""
    say(f"Tests on {database}")
    with place(database) as env, tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--maxfail", "25"]
        command += [
            "--no-loadscope-reorder",
            "--durations",
            "8",
            f"--junitxml={report}",
            "-m",
            marks,
        ]
        code = subprocess.run([str(c) for c in command], cwd=ROOT, env=env).returncode
        if report.exists():
            score.add(report)
    return code == 0


@contextlib.contextmanager
def place(database: str) -> Iterator[dict]:
    """Yield an environment whose data is in a temporary folder and whose database is `database`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NUANGANG_")}
    with contextlib.ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="nuangang-test-"))
        env = {**kept, "NUANGANG_VAR": var}
        if database == "postgres":
            env["NUANGANG_DATABASE"] = stack.enter_context(postgres.server())
        yield env


def install_missing(wanted: set[str]) -> None:
    """Install what the chosen parts need from the system, or say exactly what is missing and fail."""
    by_apt = [name for name in missing(wanted) if not (name == "chromium" and _has_snaps())]
    if by_apt:
        environment.apt_install(by_apt)
    if "chromium" in missing(wanted):
        fetch_browser()
    if absent := missing(wanted):
        names = ", ".join(APT[name] for name in absent)
        text = f"The tests need {names}. On Debian: apt install {' '.join(absent)}"
        own = "\nOn Ubuntu, set CHROMIUM to a Chromium or Chrome that is no snap."
        raise StepFailed(text + (own if "chromium" in absent else ""))


def fetch_browser() -> None:
    """Get Playwright's own Chromium, where the system has none; `missing` tells if that failed."""
    libraries = ["--with-deps"] if environment.may_use_apt() else []
    with contextlib.suppress(StepFailed):
        step("Fetching a browser", [PYTHON, "-m", "playwright", "install", *libraries, "chromium"])


def _has_snaps() -> bool:
    """Say whether this is Ubuntu, whose package `chromium` is a snap that containers can't run."""
    try:
        return platform.freedesktop_os_release().get("ID") == "ubuntu"
    except OSError:
        return False


def missing(wanted: set[str]) -> list[str]:
    """Return the Debian names of what is wanted and not there."""
    return [name for name in APT if name in wanted and not HERE[name]()]


def has_driver() -> bool:
    """Say whether Playwright's own program starts."""
    command = [PYTHON, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def has_browser() -> bool:
    """Say whether tests/browsing.py finds a browser that starts."""
    command = [PYTHON, "-m", "tests.browsing"]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def has_chinese_font() -> bool:
    """Say whether some font has Chinese characters; without one pages would be boxes."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout.strip())


HERE = {
    "libatomic1": has_driver,
    "chromium": has_browser,
    "fontconfig": lambda: shutil.which("fc-list") is not None,
    "fonts-noto-cjk": has_chinese_font,
    "postgresql": lambda: postgres.programs() is not None,
    "gammu-smsd": lambda: shutil.which("gammu-smsd") is not None,
    "libdbd-sqlite3": lambda: any(Path("/usr/lib").glob("*/dbd/libdbdsqlite3.so")),
    "nginx": lambda: shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is not None,
    "systemd": lambda: shutil.which("systemd-analyze") is not None,
}

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StepFailed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
