"""nuangang keys: what seals the data, how old it is, and newer keys without stopping anything."""

import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School, SealingKey
from nuangang.accounts.moving import Moved, left_under, move
from nuangang.accounts.queries import school_called
from nuangang.accounts.rotating import Told, age, keys_told, owners, rotate, rotate_master
from nuangang.accounts.sealing_keys import make_missing_keys, refuse_without_masters
from nuangang.lib.master_keys import COUNSELLING, MAIN, SealError, key_files, masters

_WHAT = {MAIN: "data", COUNSELLING: "counselling", "index": "index"}


class Command(BaseCommand):
    """Show keys, make newer ones, and bring what is sealed under them."""

    _told_at = 0.0
    help = "Show the keys that seal the data, give newer ones (rotate), or go on bringing values under them (move)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for whom."""
        parser.add_argument(
            "do", nargs="?", choices=["show", "rotate", "move"], default="show",
            help="show (default), rotate, or move what an interrupted rotation left",
        )  # fmt: skip
        parser.add_argument("--school", default="", help="only this school: code or short name")
        parser.add_argument(
            "--counselling", action="store_true", help="the keys of counselling, not of the data"
        )
        parser.add_argument(
            "--master", action="store_true",
            help="a newer master key in its file, which wraps the keys; values stay as they are",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the three."""
        try:
            make_missing_keys()
            refuse_without_masters()
            if options["do"] == "show":
                return self._show(options["school"])
            if options["do"] == "rotate" and options["master"]:
                return self._rotate_master(options)
            if options["do"] == "rotate":
                self._rotate(options)
            return self._move_all()
        except SealError as error:
            raise CommandError(str(error)) from error

    def _show(self, school: str) -> None:
        for domain, path in key_files().items():
            self._show_file(domain, path)
        told = keys_told(self._school(school))
        for domain, word in _WHAT.items():
            self._show_domain(word, [one for one in told if one.key.domain == domain], bool(school))

    def _show_domain(self, word: str, told: list[Told], each: bool) -> None:
        now = timezone.now()
        sealing = [age(one.key, now) for one in told if one.left is None]
        if sealing:
            said = {"what": word, "count": len(sealing), "days": max(sealing)}
            self.stdout.write(
                _("%(what)s: %(count)d keys seal, the oldest for %(days)d days") % said
            )
        for one in told:
            if each or one.left is not None:
                whose = one.whose or _("the installation")
                self.stdout.write(f"  {one.key.pk}  {whose}: {self._state(one, now)}")

    def _show_file(self, domain: str, path: Any) -> None:
        if not path.exists():
            self.stdout.write(_("%(path)s is not on this machine") % {"path": path})
            return
        names = {
            "path": path,
            "newest": masters(domain).newest,
            "all": ", ".join(masters(domain).names()),
        }
        self.stdout.write(_("%(path)s: master key %(newest)s wraps; in the file: %(all)s") % names)

    def _state(self, told: Told, now: datetime) -> str:
        if told.left is None:
            return _("seals, for %(days)d days") % {"days": age(told.key, now)}
        if told.left:
            return _("retired, %(count)d values left") % {"count": told.left}
        return _("retired, nothing left; goes by itself")

    def _rotate_master(self, options: dict[str, Any]) -> None:
        domain = COUNSELLING if options["counselling"] else MAIN
        if options["school"]:
            raise CommandError(_("A master key belongs to no school: leave --school out."))
        count = rotate_master(domain)
        told = {"name": masters(domain).newest, "count": count, "path": key_files()[domain]}
        self.stdout.write(
            _("Master key %(name)s wraps %(count)d keys now. Copy %(path)s to a safe place now.")
            % told
        )

    def _rotate(self, options: dict[str, Any]) -> None:
        domain = COUNSELLING if options["counselling"] else MAIN
        school = self._school(options["school"])
        retired = rotate(domain, owners(school, domain))
        self.stdout.write(_("%(count)d newer keys seal from now on.") % {"count": len(retired)})

    def _school(self, called: str) -> School | None:
        if not called:
            return None
        school = school_called(called)
        if school is None:
            raise CommandError(_("No school of this code or short name is here."))
        return school

    def _move_all(self) -> None:
        """Move everything that is under a retired key, telling how far it is."""
        shut: list[str] = []
        for key in SealingKey.objects.filter(retired_at__isnull=False).order_by("retired_at", "pk"):
            whole = left_under(key)
            done = move(key, told=lambda moved, key=key, whole=whole: self._tell(key, moved, whole))
            shut += done.shut
        for place in shut[:20]:
            self.stderr.write(_("Could not be opened: %(place)s") % {"place": place})
        if shut:
            raise CommandError(
                _("%(count)d values could not be opened and stay under their old key; it is kept.")
                % {"count": len(shut)}
            )
        self.stdout.write(
            _("Nothing is left under an older key; such keys go an hour later by themselves.")
        )

    def _tell(self, key: SealingKey, moved: Moved, whole: int) -> None:
        """Say how far it is, once a second at most and at the end."""
        now = time.monotonic()
        if now - self._told_at < 1 and moved.values < whole:
            return
        self._told_at = now
        told = {"key": key.pk, "moved": moved.values, "whole": max(whole, moved.values)}
        self.stdout.write(_("%(key)s: %(moved)d of %(whole)d") % told)
        self.stdout.flush()
