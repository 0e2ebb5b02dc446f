"""The lock files fit pyproject.toml and tie nobody to one registry."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)


def wanted(group: str) -> Iterator[Requirement]:
    """Yield what a dependency group asks for, the groups it includes too."""
    for entry in PROJECT["dependency-groups"][group]:
        if isinstance(entry, dict):
            yield from wanted(entry["include-group"])
        else:
            yield Requirement(entry)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("requirements.lock", "build"),
        ("requirements-dev.lock", "dev"),
        ("requirements-node.lock", "node"),
    ],
)
def test_lock_holds_what_the_project_asks_for(name: str, group: str) -> None:
    text = (ROOT / name).read_text()
    pins = {canonicalize_name(found[1]): found[2] for found in PIN.finditer(text)}
    own = [] if group == "node" else map(Requirement, PROJECT["project"]["dependencies"])
    for need in [*wanted(group), *own]:
        pinned = pins.get(canonicalize_name(need.name))
        assert pinned, f"{need.name} is not in {name}: run ./run lock"
        assert need.specifier.contains(pinned), f"{need} against {pinned}: run ./run lock"


def test_python_locks_name_no_address() -> None:
    for path in ROOT.glob("requirements*.lock"):
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text())


def test_front_end_lock_names_no_address() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    assert len(packages) > 10
    assert [name for name, package in packages.items() if "resolved" in package] == []
