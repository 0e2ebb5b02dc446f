"""The narrowed log as an encrypted file: its entries as CSV, and what was asked for."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nuangang.audit.actions import record
from nuangang.audit.models import Block, Entry
from nuangang.audit.verbs import GROUPS, VERBS
from nuangang.desk.log_lines import COLUMNS, Asked, lines
from nuangang.lib.csv_file import csv_file
from nuangang.lib.zips import zipped
from nuangang.people.models import Child, Staff
from nuangang.policy.guards import visible
from nuangang.terms.calendar import SCHOOL_ZONE

MOST = 50_000
AT_ONCE = 2000


@transaction.atomic
def take_log(actor: Any, asked: Asked, password: str) -> bytes:
    """Return the zip of what was asked for, and note that it was taken; the file is not kept."""
    rows = asked.narrow(visible(actor, Entry)).values(*COLUMNS, "block")[:MOST]
    cells = list(_cells(rows.iterator(AT_ONCE)))
    files = {
        "log.csv": csv_file(_columns(), cells),
        "about.csv": csv_file(
            [_("What"), pgettext("log", "Value")], _about(actor, asked, len(cells))
        ),
    }
    data = zipped(files, password)
    record(
        actor,
        "log_exported",
        kind="audit",
        count=len(cells),
        by=asked.names(),
        begins=asked.begins.isoformat(),
        ends=asked.ends.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return data


def told(actor: Any, asked: Asked) -> list[tuple[str, str]]:
    """Return in words what was asked for."""
    days = [asked.begins.isoformat(), asked.ends.isoformat()]
    said = [(pgettext("log", "Days"), " – ".join(dict.fromkeys(days)))]
    if asked.person:
        person = visible(actor, Staff).filter(user_id=asked.person).values_list("name", flat=True)
        said.append((pgettext("log", "Who"), person.first() or str(asked.person)))
    if asked.group:
        said.append((_("Kind"), str(GROUPS[asked.group])))
    if asked.child:
        name = visible(actor, Child).filter(pk=asked.child).values_list("name", flat=True)
        said.append((_("File of"), name.first() or f"…{asked.child.hex[-6:]}"))
    if asked.name:
        said.append((_("Words searched for"), asked.name))
    return said


def _about(actor: Any, asked: Asked, count: int) -> list[tuple[str, Any]]:
    last = Block.objects.filter(school_id=actor.school_id).order_by("-number").first()
    return [
        (_("School"), actor.school.name),
        *told(actor, asked),
        (_("Entries"), count),
        (_("Made by"), actor.name),
        (_("Made at"), f"{timezone.now().astimezone(SCHOOL_ZONE):%Y-%m-%d %H:%M:%S}"),
        (_("Newest block of the chain"), f"{last.number} {last.hash}" if last else "—"),
    ]


def _columns() -> list[str]:
    return [
        pgettext("log", "When"), pgettext("log", "Who"), pgettext("log", "Did what"), _("More"),
        _("Kind"), _("Number of the entry"), pgettext("log", "Block"),
    ]  # fmt: skip


def _cells(rows: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        [line] = lines([row])
        known = VERBS.get(f"{row['verb']}/{row['kind']}") or VERBS.get(row["verb"])
        yield [
            f"{row['at'].astimezone(SCHOOL_ZONE):%Y-%m-%d %H:%M:%S}", line["who"], line["said"],
            line["more"], str(GROUPS[known.group]) if known else row["verb"], row["id"],
            row["block"] or "",
        ]  # fmt: skip
