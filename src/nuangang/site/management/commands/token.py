"""nuangang token: let another program ask the API, list those that may, and shut one out."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.integrations import make_integration, revoke_integration
from nuangang.accounts.models import Integration, User
from nuangang.accounts.queries import school_called
from nuangang.audit.actions import Person
from nuangang.desk.integration_forms import offered
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.integrations import SCOPES


class Command(BaseCommand):
    """Make a token for somebody in charge, without the page."""

    help = "Let another program ask the API with a token; list those that may, or shut one out."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose rights it borrows, what it may, and until when."""
        parser.add_argument("name", nargs="?", default="", help="which program")
        parser.add_argument("--school", default="", help="the school's code or short name")
        parser.add_argument("--for", dest="login", help="sign-in name of whose rights it borrows")
        parser.add_argument("--purpose", default="", help="what for, in one sentence")
        parser.add_argument(
            "--scope", action="append", default=[], choices=[*SCOPES], metavar="SCOPE",
            help=f"may be given several times; of {', '.join(SCOPES)}",
        )  # fmt: skip
        parser.add_argument(
            "--days", type=int, default=365, help="how long (default and most: 365)"
        )
        parser.add_argument("--list", action="store_true", help="list the tokens instead")
        parser.add_argument(
            "--revoke", default="", metavar="START", help="shut out the token that begins so"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the three."""
        actor = self._actor(options["school"], options["login"])
        if options["list"]:
            return self._list(actor)
        if options["revoke"]:
            return self._revoke(actor, options["revoke"])
        return self._make(actor, options)

    def _actor(self, called: str, login: str | None) -> Actor:
        school = school_called(called)
        if school is None:
            raise CommandError(_("No school of this code or short name is here."))
        user = User.objects.filter(login=login).first() if login else None
        if user is None:
            raise CommandError(_("Say with --for whose rights it borrows: a sign-in name."))
        staff = Staff.objects.filter(school_id=school.pk, user=user).first()
        actor = actor_for(user.pk, staff_id=staff.pk if staff else None)
        if actor is None or not actor.may("integration", "write"):
            raise CommandError(_("%(login)s has no right to let programs in.") % {"login": login})
        if actor.school is not None and actor.school_id != school.pk:
            raise CommandError(_("%(login)s does not work at this school.") % {"login": login})
        return actor

    def _make(self, actor: Actor, options: dict[str, Any]) -> None:
        scopes = options["scope"]
        if not options["name"] or not scopes or not 0 < options["days"] <= 365:
            raise CommandError(_("It needs a name, at least one --scope, and 1 to 365 --days."))
        if beyond := set(scopes) - set(offered(actor)):
            words = {"scopes": ", ".join(sorted(beyond))}
            raise CommandError(_("That person may not do this themselves: %(scopes)s") % words)
        made, token = make_integration(
            Person("token", actor.user_id, actor.school_id),
            name=options["name"][:60],
            purpose=options["purpose"][:200] or options["name"][:60],
            scopes=scopes,
            expires_at=timezone.now() + timedelta(days=options["days"]),
            user_id=actor.user_id,  # type: ignore[arg-type]
            staff_id=actor.staff_id,
            school_id=actor.school_id,
            region_id=None if actor.school else min(actor.region_ids),
        )
        self.stderr.write(
            _("Shown once; keep it like a key. Until %(day)s:")
            % {"day": f"{made.expires_at:%Y-%m-%d}"}
        )
        self.stdout.write(token)

    def _list(self, actor: Actor) -> None:
        now = timezone.now()
        for each in visible(actor, Integration).order_by("-made_at"):
            state = _("open") if each.is_open(now) else _("shut")
            used = f"{each.last_used_at:%Y-%m-%d}" if each.last_used_at else "–"
            self.stdout.write(
                f"{each.token_start}… {state} {each.expires_at:%Y-%m-%d} {used} {each.name}"
            )

    def _revoke(self, actor: Actor, start: str) -> None:
        found = list(visible(actor, Integration, "write").filter(token_start__startswith=start)[:2])
        if len(found) != 1:
            raise CommandError(_("Not exactly one token begins so; see --list."))
        revoke_integration(actor, found[0])
        self.stdout.write(_("%(name)s is shut out.") % {"name": found[0].name})
