"""nuangang demo: the demonstration school, or a county of any size."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.site.demo.build import SEED, build_demo
from nuangang.site.demo.county import FEWEST_CHILDREN, Size, build_county

SCHOOLS, CHILDREN_EACH, RECORDS_EACH = 120, 833, 50


class Command(BaseCommand):
    """Generate the demonstration school and its county in an empty database."""

    help = (
        "Generate the demonstration school (seeded, no real person) in an empty database; "
        "with --schools, --children or --records a whole county of that size, by bulk load."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed, and how large a county."""
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another school")
        parser.add_argument("--schools", type=int, help=f"schools of the county ({SCHOOLS})")
        parser.add_argument(
            "--children", type=int, help=f"children in all schools ({CHILDREN_EACH} a school)"
        )
        parser.add_argument(
            "--records", type=int, help=f"care records in all schools ({RECORDS_EACH} a child)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build it, telling how far it is."""
        self._refuse_others()
        size = self._size(options)
        with translation.override(settings.LANGUAGE_CODE):  # names of rules and days are kept
            if size:
                school = build_county(self._say, size, seed=options["seed"])
            else:
                school = build_demo(self._say, seed=options["seed"])
        self._say(f"{school.name}: ready")

    def _refuse_others(self) -> None:
        if School.objects.filter(is_demo=False).exists():
            raise CommandError(
                _("There is a real school in this database; nothing was changed. "
                  "A demonstration needs a database of its own: set NUANGANG_VAR or "
                  "NUANGANG_DATABASE to a new one.")
            )  # fmt: skip
        if School.objects.exists():
            raise CommandError(
                _("There is a school in this database already; nothing was changed.")
            )

    def _size(self, options: dict[str, Any]) -> Size | None:
        """Return the size of the county asked for, None when none is; raises CommandError."""
        asked = [options[name] for name in ("schools", "children", "records")]
        if asked == [None, None, None]:
            return None
        schools = SCHOOLS if asked[0] is None else asked[0]
        children = schools * CHILDREN_EACH if asked[1] is None else asked[1]
        records = children * RECORDS_EACH if asked[2] is None else asked[2]
        size = Size(schools, children, records)
        sentences = {
            "schools": _("--schools: a county has at least one school."),
            "children": _("--children: %(schools)d schools need at least %(least)d children, "
                          "%(each)d in each.")
            % {
                "schools": schools,
                "least": schools * FEWEST_CHILDREN,
                "each": FEWEST_CHILDREN,
            },
            "records": _("--records: there can't be fewer than no records."),
        }  # fmt: skip
        if size.problem:
            raise CommandError(sentences[size.problem])
        return size

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what} …" if not what.endswith("ready") else f"  {what}")
        self.stdout.flush()
