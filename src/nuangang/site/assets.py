"""Where the built styles and scripts are: their names carry a hash, the manifest knows it."""

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(__file__).resolve().parent / "static" / "assets" / "manifest.json"


@cache
def _read(stamp: float) -> dict[str, Any]:
    if not stamp:
        logging.getLogger(__name__).error(
            "No built assets. Run: cd frontend && npm ci && npm run build"
        )
        return {}
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


@cache
def _stamp_once() -> float:
    return _built()


def _stamp() -> float:
    return _built() if settings.DEBUG else _stamp_once()


def _built() -> float:
    return MANIFEST.stat().st_mtime if MANIFEST.exists() else 0.0


def manifest() -> dict[str, Any]:
    """Return Vite's manifest, empty when nothing is built; read again after a build only in debug."""
    return _read(_stamp())


def asset(name: str) -> str:
    """Return the address of the built file for `name`, such as 'src/app.ts'; '' when not built."""
    return _addresses(name, _stamp())[0]


def styles(name: str) -> tuple[str, ...]:
    """Return the addresses of the style sheets that script `name` brings."""
    return _addresses(name, _stamp())[1]


@cache
def _addresses(name: str, stamp: float) -> tuple[str, tuple[str, ...]]:
    entry = _read(stamp).get(name, {})
    file = entry.get("file")
    sheets = tuple(static(f"assets/{sheet}") for sheet in entry.get("css", ()))
    return static(f"assets/{file}") if file else "", sheets
