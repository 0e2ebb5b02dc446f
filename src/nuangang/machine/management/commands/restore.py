"""nuangang restore: a backup into an empty installation, or a drill."""

import getpass
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import x25519

from nuangang.audit.actions import Person, record
from nuangang.machine.recovery import CodeError, has_machine_key, machine_key, read_code
from nuangang.machine.restoring import RestoreError, Unpacked, check, restore


class Command(BaseCommand):
    """Restore, or try whether one could."""

    help = (
        "Put a backup into an empty installation; with --check restore it beside the present one, "
        "compare, take it away again and note the drill."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which file, and whether only to try."""
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--check", action="store_true", help="a drill: nothing is changed")
        parser.add_argument(
            "--code-stdin", action="store_true", help="read the recovery code from standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask for the code, do it, and say what came of it."""
        try:
            code = _code(options)
            keys = [read_code(code)] if code else [machine_key()]
            if options["check"]:
                self._check(options["file"], keys, paper=bool(code))
            else:
                self._restore(options["file"], keys)
        except (CodeError, RestoreError) as error:
            raise CommandError(str(error)) from error

    def _check(self, file: Path, keys: list[x25519.Identity], *, paper: bool) -> None:
        found = check(file, keys, now=timezone.now(), paper=paper)
        record(Person("restore"), "backup_checked", kind="machine", label=file.name, paper=paper)
        self.stdout.write(
            _("The drill went well: %(what)s, all compared.") % {"what": _what(found)}
        )
        if not paper:
            self.stdout.write(
                _("It was opened with this machine's own key. Only a drill with the code on the "
                  "paper shows that the paper is right.")
            )  # fmt: skip

    def _restore(self, file: Path, keys: list[x25519.Identity]) -> None:
        found = restore(file, keys)
        record(Person("restore"), "restored", kind="machine", label=file.name, rows=found.rows)
        told = _("Restored: %(what)s, as of %(when)s. Start the program as always.")
        self.stdout.write(told % {"what": _what(found), "when": found.about["made_at"]})


def _what(found: Unpacked) -> str:
    told = _("%(rows)d rows in %(tables)d tables, %(pictures)d pictures")
    counts = {"rows": found.rows, "tables": len(found.tables), "pictures": found.pictures}
    return told % counts


def _code(options: dict[str, Any]) -> str:
    """Return the recovery code as typed, empty for this machine's own key; raises CommandError."""
    if options["code_stdin"]:
        return sys.stdin.readline().strip()
    if sys.stdin.isatty():
        own = _("Recovery code from the paper (empty: this machine's own key): ")
        typed = getpass.getpass(own if has_machine_key() else _("Recovery code from the paper: "))
        if typed.strip() or has_machine_key():
            return typed.strip()
    elif has_machine_key():
        return ""
    raise CommandError(_("It needs the recovery code that is printed on the paper."))
