"""`nuangang audit verify`: go through the chain of the log, and compare it with anchors kept elsewhere."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.anchors import NotAnAnchorError, anchor_at, as_json, read_anchors
from nuangang.audit.chain import chain
from nuangang.audit.models import HOUSE
from nuangang.audit.telling import broken_text
from nuangang.audit.verifying import Broken, Found, chains, keep_check, verify


class Command(BaseCommand):
    """Ends with 1 when anything in the log is not as it was chained."""

    help = _("Check that nobody changed the log: `audit verify`; print its anchors: `audit anchor`")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what to do, for which school, and with which anchors to compare."""
        parser.add_argument(
            "what", choices=["verify", "anchor", "chain"],
            help=_("verify the chain, print today's anchors, or chain what waits now"),
        )  # fmt: skip
        parser.add_argument("--school", default="", help=_("a school's short name or id; else all"))
        parser.add_argument(
            "--anchor", action="append", default=[],
            help=_("a file of anchors or a hash kept elsewhere, to be found in the chain"),
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help=_("answer in JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; the exit code is 1 when something is broken."""
        names = dict(School.objects.values_list("pk", "name"))
        wanted = [_school(options["school"])] if options["school"] else chains()
        if options["what"] == "verify":
            return self._verify(wanted, names, _anchors(options["anchor"]), options["json"])
        if options["what"] == "chain":
            count = sum(chain(each, timezone.now()) for each in wanted)
            return self.stdout.write(_("%(count)d blocks made.") % {"count": count})
        now = timezone.now()
        blocks = [block for each in wanted if (block := anchor_at(each, now))]
        day = timezone.localdate().isoformat()
        made = [as_json(b, names.get(b.school_id, _name(b.school_id)), day) for b in blocks]
        self.stdout.write(json.dumps({"anchors": made}, ensure_ascii=False, indent=1))

    def _verify(
        self, wanted: list[UUID], names: dict[UUID, str], anchors: list[dict], as_is: bool
    ) -> None:
        hashes = {a["hash"] for a in anchors}
        found = [verify(each, wanted=hashes.__contains__) for each in wanted]
        seen = {text for each in found for text in each.hashes.values()}
        lost = [a for a in anchors if a["hash"] not in seen]
        for each in found:
            keep_check(each, timezone.now())
        lines = list(_told(found, names, lost))
        if as_is:
            self.stdout.write(
                json.dumps(_as_json(found, names, lost), ensure_ascii=False, indent=1)
            )
        else:
            self.stdout.write("\n".join(lines))
        if lost or any(each.broken for each in found):
            raise CommandError(_("The log is not as it was chained."), returncode=1)


def _school(named: str) -> UUID:
    rows = School.objects.filter(short_name=named)
    with suppress(ValueError):
        rows = rows | School.objects.filter(pk=UUID(named))
    if school := rows.first():
        return school.pk
    raise CommandError(_("There is no school “%(name)s”.") % {"name": named})


def _anchors(given: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for each in given:
        path = Path(each)
        try:
            found += read_anchors(path.read_text(encoding="utf-8") if path.is_file() else each)
        except (NotAnAnchorError, UnicodeDecodeError) as error:
            text = _("“%(name)s” is neither a file of anchors nor a hash of 64 characters.")
            raise CommandError(text % {"name": each}) from error
    return found


def _name(school_id: UUID) -> str:
    return _("(no school)") if school_id == HOUSE else str(school_id)


def _told(found: list[Found], names: dict[UUID, str], lost: list[dict]) -> Iterator[str]:
    for each in found:
        name = names.get(each.school_id, _name(each.school_id))
        text = _("%(school)s: %(entries)d entries in %(blocks)d blocks, %(waiting)d wait.")
        yield text % {
            "school": name, "entries": each.entries, "blocks": each.blocks,
            "waiting": each.waiting,
        }  # fmt: skip
        if each.broken:
            yield "  ✗ " + broken_text(each.broken.as_json())
        elif each.last:
            yield f"  ✓ {each.last.number} {each.last.hash}"
        for number, text in each.hashes.items():
            yield "  ✓ " + _("anchor %(hash)s… is block %(block)d: nothing up to it was changed") % {
                "hash": text[:12], "block": number,
            }  # fmt: skip
    for anchor in lost:
        yield (
            "✗ "
            + broken_text(Broken("anchor", anchor.get("block") or 0).as_json())
            + (f" {anchor['hash'][:12]}… {anchor.get('school', '')} {anchor.get('day', '')}")
        )


def _as_json(found: list[Found], names: dict[UUID, str], lost: list[dict]) -> dict[str, Any]:
    return {
        "whole": not lost and not any(each.broken for each in found),
        "schools": [
            {
                "school": names.get(each.school_id, _name(each.school_id)),
                "school_id": str(each.school_id),
                "entries": each.entries,
                "blocks": each.blocks,
                "waiting": each.waiting,
                "last": each.last.hash if each.last else "",
                "broken": each.broken.as_json() if each.broken else None,
                "anchors": {text: number for number, text in each.hashes.items()},
            }
            for each in found
        ],
        "anchors_not_found": lost,
    }
