"""Every verb the product records is described in audit.verbs; found by reading the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from nuangang.audit.verbs import GROUPS, VERBS, sentence

ROOT = Path(__file__).resolve().parent.parent / "src" / "nuangang"
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in ROOT.rglob("*.py")
    if "tests" not in path.parts and "migrations" not in path.parts
}
Function = ast.FunctionDef | ast.Lambda


def constants(node: ast.AST | None) -> list[str] | None:
    """Return the texts an expression can be, None where reading it doesn't tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        both = constants(node.body), constants(node.orelse)
        return [*both[0], *both[1]] if None not in both else None  # type: ignore[misc]
    return None


def recording() -> Iterator[tuple[Path, ast.FunctionDef, ast.Call]]:
    """Yield every call of audit's record() with the function around it."""
    for path, tree in TREES.items():
        if not any(
            isinstance(n, ast.ImportFrom) and n.module == "nuangang.audit.actions"
            and any(name.name == "record" for name in n.names)
            for n in ast.walk(tree)
        ):  # fmt: skip
            continue
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id == "record":
                    yield path, function, call


def given(call: ast.Call, function: ast.FunctionDef, name: str) -> ast.AST | None:
    """Return what a call of `function` gives for its parameter `name`."""
    parameters = [a.arg for a in function.args.args]
    place = parameters.index(name)
    by_name = {k.arg: k.value for k in call.keywords}
    return by_name.get(name) or (call.args[place] if place < len(call.args) else None)


def verbs_of(function: ast.FunctionDef, node: ast.AST, path: Path) -> list[str] | None:
    """Return the verbs an argument can be: said there, in a variable, or by who calls."""
    if (said := constants(node)) is not None:
        return said
    if not isinstance(node, ast.Name):
        return None
    for line in (n for n in ast.walk(function) if isinstance(n, ast.Assign)):
        if any(isinstance(t, ast.Name) and t.id == node.id for t in line.targets):
            return constants(line.value)
    if node.id not in [a.arg for a in function.args.args]:
        return None
    where = [TREES[path]] if function.name.startswith("_") else list(TREES.values())
    calls = [
        call for tree in where for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        and call.func.id == function.name
    ]  # fmt: skip
    found = [constants(given(call, function, node.id)) for call in calls]
    return None if None in found else [verb for each in found for verb in each or []]


def recorded() -> Iterator[tuple[str, str, str | None]]:
    """Yield where, verb and kind (None: told only when it runs) of everything recorded."""
    for path, function, call in recording():
        place = f"{path.relative_to(ROOT)}:{call.lineno}"
        kinds = constants(next((k.value for k in call.keywords if k.arg == "kind"), None))
        verbs = verbs_of(function, call.args[1], path)
        assert verbs, f"{place}: spell the verb out, so that it can be looked up in audit.verbs"
        for verb in verbs:
            for kind in kinds or [None]:
                yield place, verb, kind


def test_every_verb_that_is_recorded_has_a_sentence():
    told = {key.partition("/")[0] for key in VERBS}
    missing = [
        f"{place}: {verb}/{kind or '?'} is not in audit.verbs"
        for place, verb, kind in recorded()
        if verb not in VERBS and (f"{verb}/{kind}" not in VERBS if kind else verb not in told)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_sentence_can_be_said_in_both_languages(language):
    from django.utils import translation

    with translation.override(language):
        for key in VERBS:
            verb, _slash, kind = key.partition("/")
            said = sentence(verb, kind, it="李欣怡", object_id=None, detail={"count": 3})
            assert "%(" not in said
            assert (said == sentence_in_english(verb, kind)) == (language == "en"), key
        assert all(str(name) for name in GROUPS.values())


def sentence_in_english(verb: str, kind: str) -> str:
    from django.utils import translation

    with translation.override("en"):
        return sentence(verb, kind, it="李欣怡", object_id=None, detail={"count": 3})
