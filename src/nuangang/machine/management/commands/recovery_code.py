"""nuangang recovery-code: what opens the backups when this machine is gone."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.actions import Person, record
from nuangang.machine.recovery import groups_of, new_recovery_code


class Command(BaseCommand):
    """Make the code, and print it once."""

    help = "Make the recovery code that opens the backups from now on, and print it once."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print it; only its public half is kept."""
        code, made = new_recovery_code(timezone.localtime())
        record(Person("recovery-code"), "recovery_code_made", kind="machine", label=made.mark)
        told = _("Recovery code, paper %(mark)s, made on %(day)s:")
        self.stdout.write(told % {"mark": made.mark, "day": made.made.date()})
        self.stdout.write(f"\n  {' '.join(groups_of(code))}\n\n")
        self.stdout.write(
            _("It is kept nowhere else. Write it down twice, letter by letter; one paper goes into "
              "the head's safe, one outside the school. Earlier backups open with their own paper.")
        )  # fmt: skip
