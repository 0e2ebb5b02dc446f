"""The page that explains the API: the schema's calls as plain values, in the reader's language."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nuangang.lib.api.problems import TITLES
from nuangang.policy.integrations import SCOPES
from nuangang.site.api import PREFIX, rules, schema

PARTS = {
    "token": _("The token itself"),
    "people": _("Children and families"),
    "care": _("Care records and duties"),
    "figures": _("Figures"),
}


def page() -> dict[str, Any]:
    """Return what the page shows."""
    document, ruled = schema(), rules()
    calls = [
        _call(document, method.upper(), path, call, ruled)
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    ]
    return {
        "parts": [
            (tag, words, [c for c in calls if c["tag"] == tag]) for tag, words in PARTS.items()
        ],
        "scopes": list(SCOPES.items()),
        "problems": [(status, name, title) for status, (name, title) in TITLES.items()],
        "per_minute": settings.API_PER_MINUTE,
        "intro": document["info"]["description"],
    }


def _call(
    document: dict[str, Any], method: str, path: str, call: dict[str, Any], ruled: dict[str, Any]
) -> dict[str, Any]:
    rule = ruled[f"{method} /{path.removeprefix(f'/{PREFIX}')}"].rule
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {})
    good = [status for status in call["responses"] if int(status) < 300]
    answer = call["responses"][good[0]]["content"]["application/json"]["schema"]
    return {
        "tag": call["tags"][0],
        "id": call["operationId"],
        "method": method,
        "path": path,
        "summary": call["summary"],
        "more": call.get("description", ""),
        "scopes": _scopes(rule),
        "parameters": [_row(document, p["name"], p["schema"], p) for p in call["parameters"]],
        "body": _fields(document, body["schema"]) if body else [],
        "answer": _fields(document, answer),
        "statuses": sorted(map(str, call["responses"])),
    }


def _scopes(rule: str) -> list[str]:
    """Return the scopes that give what a call's rule asks for: "token: read child, read family"."""
    rights = re.findall(r"(read|write) (\w+)", rule)
    return [
        name
        for name, grant in SCOPES.items()
        if any((kind, to) in grant.rights for to, kind in rights)
    ]


def _fields(document: dict[str, Any], shape: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of an answer or a body; of a list or a page, those of one item."""
    shape = _of(document, shape)
    if shape.get("type") == "array":
        return _fields(document, shape["items"])
    given = shape.get("properties", {})
    if set(given) >= {"items", "next"}:
        return _fields(document, given["items"]["items"])
    needed = shape.get("required", [])
    return [
        _row(document, name, field, {"required": name in needed, **field})
        for name, field in given.items()
    ]


def _row(
    document: dict[str, Any], name: str, shape: dict[str, Any], about: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": _kind(document, shape),
        "needed": about.get("required", False),
        "about": (about.get("description") or shape.get("description", "")).replace("`", ""),
    }


def _kind(document: dict[str, Any], shape: dict[str, Any]) -> str:
    """Return the sort of a value in a few words: uuid, one of a, b, list of …"""
    if "enum" in shape:
        return " · ".join(str(value) or '""' for value in shape["enum"])
    if "const" in shape:
        return str(shape["const"])
    if "anyOf" in shape:
        kinds = [_kind(document, part) for part in shape["anyOf"]]
        return " / ".join(kind for kind in dict.fromkeys(kinds))
    if "$ref" in shape:
        inside = _of(document, shape).get("properties", {})
        return f"{{{', '.join(inside)}}}"
    if shape.get("type") == "array":
        return f"[{_kind(document, shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type", ""))


def _of(document: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """Return the shape itself where `shape` only points to it."""
    name = shape.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else shape
