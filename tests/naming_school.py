"""Watches the SQL of the suite: a statement over a school's rows names the school (design.md).

A province spreads rows by `school_id`; a statement that doesn't name it would ask every shard, and
might show one school another's rows. Statements of the tests themselves don't count.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from nuangang.accounts.rows import SchoolRow

ROOT = Path(__file__).resolve().parent.parent / "src" / "nuangang"
TABLE = re.compile(r'(?:FROM|JOIN|UPDATE)\s+"(\w+)"')
NAMED = re.compile(r'"school_id"\s*(?:=|IN\b)|"id"\s*=\s*(?:\S+)\s+AND\s+.*"school_id"')
# County roll-ups, found by the module they stand in; and statements that begin with a person.
ALLOWED = {
    "desk/figures/county.py": "the county's figures, grouped by school",
    "people/actors.py": "from a sign-in user to the schools they work at",
    "people/actions/staff.py": "whether a sign-in user still works at any school",
    "notify/outbox.py": "which schools have messages due, once a second",
    "incidents/ticking.py": "which schools have somebody to page or warn, once a second",
    "accounts/rows.py": "what hangs on a deleted row is found by its key",
}


def school_tables() -> set[str]:
    """Return the tables whose rows belong to a school."""
    return {m._meta.db_table for m in apps.get_models() if issubclass(m, SchoolRow)}


class Watch:
    """Collects statements of the product that don't name a school, with the place they come from."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.tables = school_tables()

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Let the statement run; note it when it should have named a school."""
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and not NAMED.search(sql):
            tables = set(TABLE.findall(sql)) & self.tables
            place = _place() if tables else ""
            if place and place.split(":")[0] not in ALLOWED:
                self.found.setdefault(place, sql[:200])
        return execute(sql, params, many, context)


def _place() -> str:
    """Return file:line of the product's code that asked; empty for a test's own statement."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "/tests/" in name or name.endswith("conftest.py"):
            return ""
        if name.startswith(str(ROOT)):
            return f"{Path(name).relative_to(ROOT).as_posix()}:{frame.f_lineno}"
        frame = frame.f_back
    return ""
