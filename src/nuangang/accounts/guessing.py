"""Slowing down those who guess, without locking out those they pretend to be."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from nuangang.accounts.models import SignInAttempt
from nuangang.lib.sealing import blind

WINDOW = timedelta(minutes=15)
DAY = timedelta(days=1)
ON_A_KNOWN_DEVICE = 10
OF_ONE_NAME_AND_ADDRESS = 5
OF_ONE_ADDRESS = 60
OF_ONE_NAME_A_DAY, THEN_ONE_EACH = 60, timedelta(minutes=1)
OF_ALL, THEN_ALL_ONE_EACH = 600, timedelta(seconds=1)


class TooManyTriesError(Exception):
    """Raised when somebody must wait before the next try."""


def refuse_guessing(name: str, address: str | None, device: str = "") -> None:
    """Raise TooManyTriesError where `name` was tried wrongly too often, seen from here.

    A browser on which this person signed in before (`device`) is only asked about its own tries: what
    others do elsewhere never keeps the owner out.
    """
    now = timezone.now()
    if device:
        own = SignInAttempt.objects.filter(
            device=device, login_index=index_of(name), at__gt=now - WINDOW
        )
        if own.count() >= ON_A_KNOWN_DEVICE:
            raise TooManyTriesError
        return
    if _here(name, address, now) or _of_this_name(name, now) or _of_everybody(now):
        raise TooManyTriesError


def _here(name: str, address: str | None, now: datetime) -> bool:
    recent = SignInAttempt.objects.filter(at__gt=now - WINDOW, address=address, device="")
    tries = recent.aggregate(
        all=Count("pk"), this=Count("pk", filter=Q(login_index=index_of(name)))
    )
    return tries["this"] >= OF_ONE_NAME_AND_ADDRESS or tries["all"] >= OF_ONE_ADDRESS


def _of_this_name(name: str, now: datetime) -> bool:
    """Say whether a name that is guessed from many places must wait: then one try a minute."""
    today = SignInAttempt.objects.filter(login_index=index_of(name), at__gt=now - DAY, device="")
    tries = today.aggregate(all=Count("pk"), now=Count("pk", filter=Q(at__gt=now - THEN_ONE_EACH)))
    return tries["all"] >= OF_ONE_NAME_A_DAY and tries["now"] > 0


def _of_everybody(now: datetime) -> bool:
    recent = SignInAttempt.objects.filter(at__gt=now - WINDOW, device="")
    last = Count("pk", filter=Q(at__gt=now - THEN_ALL_ONE_EACH))
    tries = recent.aggregate(all=Count("pk"), now=last)
    return tries["all"] >= OF_ALL and tries["now"] > 0


def index_of(name: str) -> str:
    """Return what is kept of a name that was typed."""
    return blind(name[:40], "sign-in")


def note_wrong(name: str, address: str | None, device: str = "") -> None:
    """Count one wrong try."""
    SignInAttempt.objects.create(
        login_index=index_of(name), address=address, device=device[:22], at=timezone.now()
    )


def forget_tries(now: datetime) -> int:
    """Delete tries that no limit asks about any more; return how many."""
    return SignInAttempt.objects.filter(at__lte=now - DAY).delete()[0]
