"""nuangang certificate: HTTPS for a school on its own network."""

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import Person, record
from nuangang.machine.certificates import current, make, renew


class Command(BaseCommand):
    """Make the certificates, or renew them under the authority that phones trust already."""

    help = "Make a certificate authority of the school's own and a certificate for its PC."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names and addresses under which the PC is reached."""
        parser.add_argument("--name", action="append", default=[], help="such as school.local")
        parser.add_argument("--address", action="append", default=[], help="such as 192.168.1.20")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make what is missing and say what comes next."""
        asked = [*options["name"], *options["address"]]
        known = current()
        now = timezone.now()
        try:
            if known and (not asked or set(asked) <= set(known.names)):
                made = renew(list(known.names), now=now)
                self.stdout.write(_("Renewed. Phones that trust the school need nothing new."))
            else:
                made = make(asked or _own_names(), _title(), now=now)
        except ValueError as wrong:
            text = _("“%(name)s” is neither a name such as school.local nor an address.")
            raise CommandError(text % {"name": wrong}) from None
        names = ", ".join(made.names)
        record(Person("certificate"), "certificate_made", kind="machine", label=names[:120])
        self.stdout.write(
            _("For %(names)s, until %(day)s; renewed by itself.")
            % {"names": names, "day": timezone.localdate(made.until)}
        )
        self.stdout.write(_("Fingerprint to compare on phones: %(it)s") % {"it": made.fingerprint})
        self.stdout.write(
            _("Start the program again; the page /trust/ shows each phone what to do.")
        )


def _own_names() -> list[str]:
    """Return the name this PC has in its network, and the address from which it leaves it."""
    names = [f"{socket.gethostname().split('.')[0].lower()}.local"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; only asks which way it would go
            names.append(probe.getsockname()[0])
        except OSError:
            pass
    return names


def _title() -> str:
    first = School.objects.order_by("pk").first()
    return first.short_name if first else ""
