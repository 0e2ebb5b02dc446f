"""Make what 暖港 runs in: .venv from the lock files, the built assets, the compiled catalogues."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from progress import ROOT, StepFailed, say, step

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FRONTEND = ROOT / "frontend"
ASSETS = ROOT / "src" / "nuangang" / "site" / "static" / "assets"
PIP = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
OLDEST_NODE = (20, 19)
# odfpy and http-ece, which only tests need, are published as source alone. Compiling all modules ahead would
# double the work, for many that are never imported.
WHEELS = [*PIP, "install", "--no-compile", "--require-hashes"]
WHEELS += ["--only-binary", ":all:", "--no-binary", "odfpy,http-ece"]
NO_PIP = """This Python can make no environment: it has neither `ensurepip` nor `pip`.
Install it with the system's package manager (Debian, Ubuntu: apt install python3-venv), then start again."""


def prepare(*, dev: bool = False) -> None:
    """Bring .venv, assets and catalogues up to date, doing only what changed."""
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    sources = [lock, ROOT / "pyproject.toml"]
    _once("dev" if dev else "run", sources, lambda: _install(lock))
    _once("assets", _frontend_files(), _build_assets, needs=ASSETS / "manifest.json")
    if _uncompressed_assets():
        step("Compressing the assets", [PYTHON, "-m", "whitenoise.compress", "--quiet", ASSETS])
    if _stale_catalogues():
        step("Compiling the translations", [PYTHON, ROOT / "tools" / "messages.py", "compile"])


def _once(name: str, sources: list, make, needs: Path = PYTHON) -> None:
    stamp = VENV / f".nuangang-{name}"
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    if needs.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    make()
    stamp.write_text(digest.hexdigest())


def _install(lock: Path) -> None:
    if not PYTHON.exists() or not _works([*PIP, "--version"]):
        _make_venv()
    step("Installing packages", [*WHEELS, "-r", lock])
    itself = [*PIP, "install", "--no-deps", "--no-build-isolation", "-e", ROOT]
    step("Installing 暖港 itself", itself)


def _make_venv() -> None:
    """Make an empty .venv with pip, also where the system's Python came without `ensurepip`."""
    say(f"Making the environment in {VENV} with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    plain = [sys.executable, "-m", "venv", VENV]
    if _works([sys.executable, "-c", "import ensurepip"]):
        step("Making .venv", plain)
    elif _works([sys.executable, "-m", "pip", "--version"]):
        step("Making .venv", [*plain, "--without-pip"])
        into = [sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip"]
        step("Fetching pip", into)
    elif apt_install(["python3-venv"]):
        step("Making .venv", plain)
    else:
        raise StepFailed(NO_PIP)


def apt_install(packages: list[str]) -> bool:
    """Install system packages if we are root or sudo asks no password; say whether it was tried."""
    prefix = _apt()
    if prefix is None:
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    step("Refreshing the package list", [*prefix, "apt-get", "update", "-q"], env=quiet)
    install = [*prefix, "apt-get", "install", "-qy", "--no-install-recommends", *packages]
    step(f"Installing {', '.join(packages)}", install, env=quiet)
    return True


def may_use_apt() -> bool:
    """Say whether we may install system packages without asking anybody."""
    return _apt() is not None


def _apt() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _works(["sudo", "-n", "true"]) else None


def _works(command: list) -> bool:
    try:
        return subprocess.run([str(c) for c in command], capture_output=True).returncode == 0
    except OSError:
        return False


def _frontend_files() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(set(folders) - {"node_modules", "dist"})
        found += [Path(folder) / name for name in files]
    return sorted(found)


def _build_assets() -> None:
    npm, env = front_end()
    step("Building the pages' assets", [*npm, "run", "build"], env=env, cwd=FRONTEND)


def front_end() -> tuple[list, dict]:
    """Install the page tools as locked; return how to call npm and with which PATH."""
    npm, env = _npm()
    lock = FRONTEND / "package-lock.json"
    command = [*npm, "ci", "--no-audit", "--no-fund", "--loglevel", "http"]
    _once(
        "npm",
        [lock],
        lambda: step("Installing the page tools", command, env=env, cwd=FRONTEND),
        needs=FRONTEND / "node_modules" / ".package-lock.json",
    )
    return npm, env


def _npm() -> tuple[list, dict]:
    """Use the system's Node if it is recent enough for our tools, else one of our own."""
    if _system_node() >= OLDEST_NODE and (npm := shutil.which("npm")):
        return [npm], {}
    own = BIN / ("npm.cmd" if os.name == "nt" else "npm")
    if not own.exists():
        step("Installing Node", [*WHEELS, "-r", ROOT / "requirements-node.lock"])
    return [own], {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def _system_node() -> tuple[int, ...]:
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        return tuple(int(part) for part in answer.strip().lstrip("v").split("."))
    except (OSError, ValueError):
        return (0,)


def _uncompressed_assets() -> bool:
    """Say whether a style sheet lacks its small form, as after `npm run build` by hand."""
    return any(not path.with_name(f"{path.name}.br").exists() for path in ASSETS.glob("*.css"))


def _stale_catalogues() -> bool:
    for po in ROOT.glob("src/nuangang/*/locale/*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            return True
    return False
