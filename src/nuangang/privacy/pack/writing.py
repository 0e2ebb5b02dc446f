"""Writing the pack: a page to read, a CSV for each table, all in one zip that opens with a password."""

import csv
import hashlib
import secrets
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pyzipper
from django.template.loader import render_to_string
from django.utils import timezone

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
DEFUSED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password one can write down: four groups of four, without letters that look alike."""
    return "-".join("".join(secrets.choice(LETTERS) for _each in range(4)) for _group in range(4))


def tables_of(of: Year) -> list[Table]:
    """Return all tables of a school's year."""
    return [section(of) for section in SECTIONS]


def zip_of(of: Year, tables: list[Table], password: str) -> tuple[bytes, str]:
    """Return the encrypted zip (AES-256) and its SHA-256."""
    written = BytesIO()
    with pyzipper.AESZipFile(
        written, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        for name, data in files_of(of, tables).items():
            archive.writestr(name, data)
    data = written.getvalue()
    return data, hashlib.sha256(data).hexdigest()


def files_of(of: Year, tables: list[Table]) -> dict[str, bytes]:
    """Return the files of the pack by name."""
    context = {"of": of, "tables": tables, "made": timezone.localtime()}
    page = render_to_string("privacy/pack_report.html", context)
    files = {"report.html": page.encode()}
    for number, table in enumerate(tables, start=1):
        files[f"tables/{number:02d}_{table.code}.csv"] = csv_of(table)
    return files


def csv_of(table: Table) -> bytes:
    """Return a table as CSV that Excel and WPS open as text; cells that look like formulas are defused."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([str(column) for column in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(DEFUSED) else text
