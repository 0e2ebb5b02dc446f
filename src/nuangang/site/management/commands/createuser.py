"""nuangang createuser: somebody who can sign in, from the command line."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.actions import free_login, invite
from nuangang.accounts.models import RegionPost, User
from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.accounts.queries import school_called
from nuangang.audit.actions import Person
from nuangang.people.actions.staff import employ, give_post, give_sign_in

ABOVE = [kind.value for kind in RegionPostKind]


class Command(BaseCommand):
    """Put somebody on the staff, or give somebody a view of the county, and let them sign in."""

    help = "Make somebody who can sign in: on a school's staff with a post, or above the schools."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who, where and as what."""
        parser.add_argument("name", help="the person's name")
        parser.add_argument("--school", default="", help="the school's code or short name")
        parser.add_argument(
            "--post",
            default=Post.STAFF.value,
            choices=[*Post.values, *ABOVE],
            metavar="POST",
            help=f"one of {', '.join([*Post.values, *ABOVE])} (default: staff)",
        )
        parser.add_argument("--login", default="", help="sign-in name (default: from the pinyin)")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the person; without a password, print a one-time code to join with."""
        school = school_called(options["school"])
        if school is None:
            raise CommandError(_("No school of this code or short name is here."))
        login = options["login"]
        if login and User.objects.filter(login=login).exists():
            raise CommandError(_("Somebody has this sign-in name. Choose another."))
        person = User(login=login, name=options["name"])
        password = self._password(options, person)
        with transaction.atomic():
            user = self._make(school, options["name"], options["post"])
            if login:
                user.login = login
            if password:
                user.set_password(password)
            user.save()
            code = "" if password else invite(Person("createuser"), [user])[user]
        self.stdout.write(_("Sign-in name: %(login)s") % {"login": user.login})
        if code:
            self.stdout.write(_("Code to join with, once: %(code)s") % {"code": code})

    def _password(self, options: dict[str, Any], person: User) -> str:
        if options["password_stdin"]:
            typed = sys.stdin.readline().rstrip("\n")
        elif sys.stdin.isatty():
            typed = getpass.getpass(_("Password (empty: print a code to join with): "))
        else:
            return ""
        if typed:
            try:
                validate_password(typed, person)
            except ValidationError as weak:
                raise CommandError(" ".join(weak.messages)) from None
        return typed

    def _make(self, school: Any, name: str, post: str) -> User:
        actor = Person("createuser", school_id=school.pk)
        today = timezone.localdate()
        if post in ABOVE:
            return self._above(school, name, post)
        staff = employ(actor, school, {"name": name})
        if post != Post.STAFF:
            give_post(actor, staff, post, since=today)
        return give_sign_in(staff)

    def _above(self, school: Any, name: str, post: str) -> User:
        region = school.region
        while region is not None and region.level != region.Level.COUNTY:
            region = region.parent
        if region is None:
            raise CommandError(_("The school has no county yet; set it on the school's page."))
        user = User.objects.create_user(free_login(post.replace("_", "-")), name=name)
        RegionPost.objects.create(user=user, region=region, kind=post, since=timezone.localdate())
        return user
