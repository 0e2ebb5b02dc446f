"""`nuangang push-key`: the key by which browsers' makers know this installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.notify.push_keys import key_in_use, new_key


class Command(BaseCommand):
    """Shows the key in use, or makes a newer one."""

    help = _("Show the key for notices in browsers, or make a newer one")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a newer key."""
        told = _("a newer key, for devices switched on or signed in from now on")
        parser.add_argument("--new", action="store_true", help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say since when the key is used, and its public half."""
        now = timezone.now()
        key = new_key(now) if options["new"] else key_in_use(now)
        when = timezone.localtime(key.made_at)
        self.stdout.write(
            _("Key of %(when)s: %(key)s") % {"when": f"{when:%Y-%m-%d %H:%M}", "key": key.public}
        )
