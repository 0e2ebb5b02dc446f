"""`nuangang clock`: keep freezing periods and doing the nightly work."""

import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.moving import move_on
from nuangang.care.clock import tick, turn, wake_at
from nuangang.lib.master_keys import SealError
from nuangang.notify import loop
from nuangang.notify.models import Pulse
from nuangang.notify.pulse import beat

SECONDS_A_ROUND = 10


class Command(BaseCommand):
    """Runs until it is stopped; any number may run at once."""

    help = _("Keep the school's clock: freeze periods, refresh labels and duties")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a single round."""
        parser.add_argument("--once", action="store_true", help=_("do what is due, then end"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is due, then sleep until something is due again; catch up after a sleep."""
        if not options["once"]:
            for keep in (loop.keep_going, loop.keep_sending_beside):
                threading.Thread(target=keep, args=[threading.Event()], daemon=True).start()
        while True:
            now = timezone.now()
            beat(Pulse.Loop.CLOCK, now)
            done = tick(now, on_error=self._tell)
            self._move_sealed()
            if options["once"]:
                done += loop.one_round(timezone.now())
                self.stdout.write(_("Done: %(count)d.") % {"count": done})
                return
            now = timezone.now()
            turn(now)
            time.sleep(max(1.0, (wake_at(now) - now).total_seconds()))
            close_old_connections()

    def _move_sealed(self) -> None:
        """Go on, for some seconds a round, bringing values under newer keys after a rotation."""
        try:
            move_on(SECONDS_A_ROUND, now=timezone.now())
        except SealError as error:
            self.stderr.write(str(error), ending="\n")

    def _tell(self, school: School, error: Exception) -> None:
        """Say what went wrong; the next round tries again."""
        text = _("%(school)s: %(error)s") % {"school": school.name, "error": error}
        self.stderr.write(text, ending="\n")
