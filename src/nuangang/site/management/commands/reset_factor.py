"""nuangang reset-factor: a second step that is lost, taken away from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nuangang.accounts.factors import has_factor, reset_factors
from nuangang.accounts.models import User
from nuangang.audit.actions import Person
from nuangang.people.actors import actor_for


class Command(BaseCommand):
    """Let somebody who lost phone and recovery codes sign in by password and set up anew."""

    help = "Take somebody's second step of signing in away; recorded, and told to them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose, and why."""
        parser.add_argument("login", help="the sign-in name")
        parser.add_argument("--reason", default="", help="why; the person reads it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reset it."""
        user = User.objects.filter(login=options["login"]).first()
        if user is None:
            raise CommandError(_("Nobody has this sign-in name."))
        if not has_factor(user.pk):
            raise CommandError(_("%(name)s has no second step.") % {"name": user.name})
        reason = options["reason"] or _("reset at the server")
        reset_factors(Person(_("system keeper"), school_id=_school_of(user)), user, reason=reason)
        told = _("Reset. %(name)s signs in by password, and is told.") % {"name": user.name}
        self.stdout.write(told)


def _school_of(user: User) -> Any:
    actor = actor_for(user.pk)
    return actor.school_id if actor else None
