"""Everything kept about a child as one encrypted zip for the family; nothing of it is kept here."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.lib.csv_file import csv_file
from nuangang.lib.zips import zipped
from nuangang.people.actions.portraits import read_portrait
from nuangang.people.models import Child, Consent
from nuangang.privacy.actions.consents import read_scan
from nuangang.privacy.queries.everything import Row, family_copy


def zip_everything(actor: Any, child: Child, password: str) -> bytes:
    """Return the zip: a page to read and print, the same as a table, and the pictures on file."""
    told = family_copy(actor, child)
    record(actor, "exported", kind="child", object_id=child.pk, label=child.name, part="file")
    page = render_to_string("privacy/everything_file.html", told)
    table = _table(told["kinds"])
    return zipped(
        {"everything.html": page.encode(), "everything.csv": table} | _pictures(child), password
    )


def _table(kinds: list[tuple[str, list[Row]]]) -> bytes:
    columns = [_("What is kept"), _("Number"), _("Column"), _("What it says")]
    lines = [
        [title, number, name, value]
        for title, rows in kinds
        for number, row in enumerate(rows, start=1)
        for name, value in row
    ]
    return csv_file(columns, lines)


def _pictures(child: Child) -> dict[str, bytes]:
    signed = Consent.objects.filter(
        school_id=child.school_id, child_id=child.pk, scan__isnull=False
    )
    papers = {row.scan: row for row in signed.order_by("-recorded_at")}  # a paper has many answers
    reads = {"portrait.jpg": lambda: read_portrait(child)}
    for number, row in enumerate(reversed(papers.values()), start=1):
        reads[f"signed-paper-{number}.jpg"] = lambda row=row: read_scan(row)
    return dict(_there(reads))


def _there(reads: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that are there, by name."""
    for name, read in reads.items():
        try:
            yield name, read()
        except FileNotFoundError:
            continue
