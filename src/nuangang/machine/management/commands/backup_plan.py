"""nuangang backup-plan: when and where the nightly backup is made."""

from datetime import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nuangang.machine.notes import notes, remember
from nuangang.machine.schedule import folder_for_backups, is_on_the_same_disk


class Command(BaseCommand):
    """Change the plan, or say what it is."""

    help = "Say when and where the nightly backup is made, or change it with --folder and --at."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where and when."""
        parser.add_argument("--folder", type=Path, help="such as a folder on a disk of its own")
        parser.add_argument("--at", metavar="HH:MM", help="the time of day (02:30)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Keep what was asked for, then tell the plan."""
        if folder := options["folder"]:
            if not folder.is_dir():
                text = _("There is no folder %(folder)s. Is the disk plugged in?")
                raise CommandError(text % {"folder": folder})
            remember(folder=str(folder.resolve()))
        if options["at"]:
            remember(hour=_hour(options["at"]))
        plan = {"hour": notes().hour, "folder": folder_for_backups()}
        self.stdout.write(_("Each night at %(hour)s into %(folder)s.") % plan)
        if is_on_the_same_disk(folder_for_backups()):
            self.stderr.write(
                _("This is the disk that the data is on: if it breaks, both are gone. Give a "
                  "folder on another disk with --folder.")
            )  # fmt: skip


def _hour(typed: str) -> str:
    try:
        return f"{time.fromisoformat(typed.strip().zfill(5)):%H:%M}"
    except ValueError:
        raise CommandError(_("A time looks like 02:30.")) from None
