"""Writing the pack: a page to read, a CSV for each table, all in one zip that opens with a password."""

import hashlib
from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils import timezone

from nuangang.lib.csv_file import csv_file
from nuangang.lib.zips import zipped
from nuangang.privacy.pack import asked, log, papers, people, self_check
from nuangang.privacy.pack.tables import Table, Year

SECTIONS: tuple[Callable[[Year], Table], ...] = (
    people.children,
    people.purposes,
    asked.consents,
    asked.requests,
    asked.clearings,
    people.roles,
    people.access,
    log.access_log,
    papers.sharing,
    people.programs,
    papers.breaches,
    people.vetting,
    papers.assessment,
    log.log_state,
    self_check.self_check,
)


def tables_of(of: Year) -> list[Table]:
    """Return all tables of a school's year."""
    return [section(of) for section in SECTIONS]


def zip_of(of: Year, tables: list[Table], password: str) -> tuple[bytes, str]:
    """Return the encrypted zip (AES-256) and its SHA-256."""
    data = zipped(files_of(of, tables), password)
    return data, hashlib.sha256(data).hexdigest()


def files_of(of: Year, tables: list[Table]) -> dict[str, bytes]:
    """Return the files of the pack by name."""
    context = {"of": of, "tables": tables, "made": timezone.localtime()}
    page = render_to_string("privacy/pack_report.html", context)
    files = {"report.html": page.encode()}
    for number, table in enumerate(tables, start=1):
        files[f"tables/{number:02d}_{table.code}.csv"] = csv_file(table.columns, table.rows)
    return files
