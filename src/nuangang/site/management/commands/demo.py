"""nuangang demo: the demonstration school."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from nuangang.accounts.models import School
from nuangang.site.demo.build import SEED, build_demo


class Command(BaseCommand):
    """Generate the demonstration school and its county in an empty database."""

    help = "Generate the demonstration school (seeded, no real person) in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed."""
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another school")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build it, telling how far it is."""
        if School.objects.exists():
            raise CommandError("There is a school in this database already; nothing was changed.")
        with translation.override(settings.LANGUAGE_CODE):  # names of rules and days are kept
            school = build_demo(self._say, seed=options["seed"])
        self._say(f"{school.name}: ready")

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what} …" if not what.endswith("ready") else f"  {what}")
        self.stdout.flush()
