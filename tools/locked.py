"""What the lock files hold: every package that is installed, with its version."""

import json
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([\w.-]+)==([\w.+-]+)", re.MULTILINE)


class Locked(NamedTuple):
    """One package; `ecosystem` is as OSV and package URLs name it."""

    ecosystem: str
    name: str
    version: str
    ships: bool

    @property
    def purl(self) -> str:
        """Return the package's URL, which names it everywhere alike."""
        name = self.name.replace("@", "%40") if self.ecosystem == "npm" else self.name.lower()
        return f"pkg:{self.ecosystem.lower()}/{name}@{self.version}"


def locked() -> list[Locked]:
    """Return what runs at a school (`ships`) and what only builds or tests, each once."""
    running = _python("requirements.lock", ships=True)
    known = {(each.name, each.version) for each in running}
    others = [
        *_python("requirements-dev.lock", ships=False),
        *_python("requirements-node.lock", ships=False),
    ]
    testing = {e for e in others if (e.name, e.version) not in known}
    return [*running, *sorted(testing), *_front_end()]


def _python(lock: str, *, ships: bool) -> list[Locked]:
    text = (ROOT / lock).read_text()
    return sorted({Locked("PyPI", name, version, ships) for name, version in _PIN.findall(text)})


def _front_end() -> list[Locked]:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return sorted(
        {
            Locked("npm", path.rpartition("node_modules/")[2], told["version"], not told.get("dev"))
            for path, told in packages.items()
            if path
        }
    )
