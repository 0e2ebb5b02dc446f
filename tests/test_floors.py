"""Apps stand on floors (design.md): they import downwards only, and keep to the names of rooms."""

import ast
import re
from collections.abc import Iterator

import pytest

from nuangang.site.settings import FLOORS, PACKAGE

MODEL = re.compile(rf"({'|'.join(FLOORS)})\.[A-Z]\w+")
LONGEST = 400
SOURCES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts)
)


def named_apps(tree: ast.AST, inside: str) -> Iterator[str]:
    """Yield the apps that a module of package `inside` imports, or names as "app.Model"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if "nuangang." in alias.name
            )
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node, inside)
        elif isinstance(node, ast.Constant) and (found := MODEL.fullmatch(str(node.value))):
            yield found[1]


def _from(node: ast.ImportFrom, inside: str) -> Iterator[str]:
    place = node.module or ""
    if node.level:
        above = inside.split(".")[: len(inside.split(".")) - node.level + 1]
        place = ".".join([*above, *([node.module] if node.module else [])])
    parts = place.split(".")
    if parts[0] == "nuangang":
        yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]


def trespasses(source: str, app: str, inside: str) -> set[str]:
    """Return the apps that `source`, a module of `app`, names although it must not."""
    floor = FLOORS.get(app, max(FLOORS.values()) + 1)
    return {
        other
        for other in named_apps(ast.parse(source), inside)
        if other != app and (other == "site" or FLOORS.get(other, -1) >= floor)
    }


@pytest.mark.parametrize("app", FLOORS)
def test_app_imports_downwards(app: str) -> None:
    found = {}
    for path in SOURCES:
        parts = path.relative_to(PACKAGE).parts
        if parts[0] == app:
            inside = ".".join(["nuangang", *parts[:-1]])
            found["/".join(parts)] = trespasses(path.read_text(encoding="utf-8"), app, inside)
    assert {place: apps for place, apps in found.items() if apps} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from nuangang.people.models import Child", set()),
        ("from nuangang.desk.views import today", {"desk"}),
        ("from nuangang.intake import reading", {"intake"}),
        ("import nuangang.mentoring.actions", {"mentoring"}),
        ("from nuangang import site", {"site"}),
        ("from ..desk import views", {"desk"}),
        ("models.ForeignKey('mentoring.Pairing')", {"mentoring"}),
        ("def later():\n    from nuangang.desk import views", {"desk"}),
    ],
)
def test_care_may_name_lower_apps_only(source: str, found: set) -> None:
    assert trespasses(source, "care", "nuangang.care") == found


def test_every_app_has_a_floor() -> None:
    apps = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert apps == {*FLOORS, "site"}


def test_files_say_what_they_are_and_stay_short() -> None:
    vague = {"utils.py", "helpers.py", "services.py", "signals.py", "misc.py", "common.py"}
    assert [str(path) for path in SOURCES if path.name in vague] == []
    assert {str(p): n for p in SOURCES if (n := len(p.read_bytes().splitlines())) > LONGEST} == {}
