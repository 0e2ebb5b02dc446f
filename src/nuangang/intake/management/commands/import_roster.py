"""nuangang import-roster: read a roster in from the command line."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.queries import school_called
from nuangang.intake.actions import apply_plan, preview, stage_of_school
from nuangang.intake.models import Batch
from nuangang.intake.planning import RosterPlan, make_plan
from nuangang.intake.reading import UnreadableRoster, understand
from nuangang.policy.actor import Actor

CANNOT_BE_USED = 2
SHOW_PROGRESS_FROM = 5000


class Command(BaseCommand):
    """Read a roster, say what it holds, and put the children on file."""

    help = "Read a roster (.xls .xlsx .ods .csv .html) into a school's register."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the school, and how to answer."""
        parser.add_argument("file", help="the roster, of any of these kinds whatever its name")
        parser.add_argument("--school", default="", help="the school's code or short name")
        parser.add_argument(
            "--check", action="store_true", help="say what would be done; write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 if children were read, 2 if the file can't be used."""
        school = self._school(options["school"], check=options["check"])
        actor = Actor(name=str(_("command line")), school=school)
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            self._give_up(_("The file cannot be opened: %(why)s") % {"why": error.strerror})
        today = timezone.localdate()
        try:
            stage = stage_of_school(school)
            reading = understand(data, path.name, today=today, progress=self._progress, stage=stage)
        except UnreadableRoster as unreadable:
            self._give_up(str(unreadable))
        plan = make_plan(school, reading, today=today)
        if options["check"]:
            if not school._state.adding:
                preview(actor, school, plan, today=today)
        else:
            self._write(actor, path.name, data, plan)
        self._answer(plan, as_json=options["json"], check=options["check"])

    def _school(self, called: str, *, check: bool) -> School:
        """Find the school; a check needs none where none has been set up."""
        try:
            found = school_called(called)
        except (OperationalError, ProgrammingError):
            found = None
        if found is None and check and not called:
            return School(name="", short_name="", first_grade=1, last_grade=9)
        if found is None:
            self._give_up(_("No school of this code or short name is here."))
        return found

    def _write(self, actor: Actor, filename: str, data: bytes, plan: RosterPlan) -> None:
        with transaction.atomic():
            batch = Batch.objects.create(
                school=actor.school,
                filename=filename[:200],
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                made_at=timezone.now(),
            )
            today = timezone.localdate()
            apply_plan(actor, batch, plan, today=today, progress=self._progress)

    def _progress(self, done: int, total: int) -> None:
        if total >= SHOW_PROGRESS_FROM and sys.stderr.isatty():
            bar = "█" * (done * 30 // total)
            self.stderr.write(f"\r{bar:<30} {done}/{total}", ending="\n" if done >= total else "")

    def _answer(self, plan: RosterPlan, *, as_json: bool, check: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False))
            return
        totals = plan.totals()
        said = (
            _(
                "Read %(rows)s rows: %(created)s new, %(updated)s changed, %(unchanged)s as before, %(blocked)s not read in."
            )
            % totals
        )
        self.stdout.write(said)
        for problem in plan.problems:
            place = f"{problem.sheet} {problem.column}{problem.row}"
            self.stdout.write(f"  {place}: {problem.message}")
        if check:
            self.stdout.write(_("Nothing was written (--check)."))

    def _give_up(self, why: str) -> NoReturn:
        self.stderr.write(why)
        raise SystemExit(CANNOT_BE_USED)
