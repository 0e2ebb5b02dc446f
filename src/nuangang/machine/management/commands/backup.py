"""nuangang backup: everything in one sealed file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.machine.backing_up import BackupError, Made, back_up
from nuangang.machine.recovery import recovery
from nuangang.machine.schedule import back_up_by_clock, folder_for_backups, new_name


class Command(BaseCommand):
    """Write a backup, or do the one that is due."""

    help = (
        "Write database, pictures and keys into one sealed file, also while pages are served. "
        "Without FILE it goes to the folder of the nightly backups."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to."""
        parser.add_argument("file", nargs="?", type=Path, help="the file, or a folder to put it in")
        parser.add_argument(
            "--nightly", action="store_true", help="as the clock does it: then let old ones go"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it, and say what is in it and what opens it."""
        now = timezone.localtime()
        try:
            if options["nightly"]:
                made = back_up_by_clock(now)
            else:
                made = back_up(_place(options["file"]), now=now, by="backup")
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._tell(made)

    def _tell(self, made: Made) -> None:
        told = _("%(path)s: %(rows)d rows, %(pictures)d pictures, %(size).1f MB, %(seconds).1f s. "
                 "It was opened again and compared.")  # fmt: skip
        size = made.size / 1_000_000
        words = {"path": made.path, "rows": made.rows, "pictures": made.pictures}
        self.stdout.write(told % {**words, "size": size, "seconds": made.seconds})
        if made.without_counselling:
            self.stderr.write(
                _("Counselling's key is not on this machine, so it is not in the backup. Whoever "
                  "keeps that file keeps a copy too: without it the notes never open again.")
            )  # fmt: skip
        if paper := recovery():
            told = _("It opens with the recovery code on the paper marked %(mark)s.")
            self.stdout.write(told % {"mark": paper.mark})
        else:
            self.stderr.write(
                _("Only this machine can open it: there is no recovery code yet. If this machine is "
                  "lost, so is the backup. Make the code now: nuangang recovery-code")
            )  # fmt: skip


def _place(file: Path | None) -> Path:
    if file is None:
        folder_for_backups().mkdir(parents=True, exist_ok=True)
        return folder_for_backups() / new_name(timezone.localtime())
    return file / new_name(timezone.localtime()) if file.is_dir() else file
