"""Signing in, invitations on printed slips, and passwords."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from nuangang.accounts.factors import ALPHABET, proves
from nuangang.accounts.guessing import note_wrong, refuse_guessing
from nuangang.accounts.models import Invitation, User
from nuangang.accounts.sessions import end_sessions
from nuangang.audit.actions import Person, Somebody, record

CODE_LENGTH = 10
INVITATION_LASTS = timedelta(days=14)


class InvitationError(Exception):
    """Raised for a code that is unknown, used or too old."""


def check_sign_in(
    login: str,
    password: str,
    address: str | None,
    known: Callable[[Any], str] = lambda _user_id: "",
) -> User | None:
    """Return the user whose password fits, None where it doesn't.

    Raises TooManyTriesError (guessing.py says when). `known` returns this browser's number where the
    user with this id has signed in on it before. A name that nobody has takes as long as a wrong
    password.
    """
    user = User.objects.filter(login=login, is_active=True).first()
    device = known(user.pk) if user else ""
    refuse_guessing(login, address, device)
    if user is None:
        make_password(password)
    elif user.check_password(password):
        return user
    note_wrong(login, address, device)
    name, user_id = (user.name, user.pk) if user else ("", None)
    record(Person(name, user_id), "sign_in_failed", kind="user", object_id=user_id)
    return None


def check_again(user: User, password: str, address: str | None, device: str = "") -> bool:
    """Say whether somebody who is signed in typed their password; guesses count as at sign-in."""
    refuse_guessing(user.login, address, device)
    if user.check_password(password):
        return True
    note_wrong(user.login, address, device)
    record(Person(user.name, user.pk), "sign_in_failed", kind="user", object_id=user.pk)
    return False


def check_second_step(user: User, typed: str, address: str | None, device: str = "") -> bool:
    """Say whether a code proves the second step; raises TooManyTriesError like a password."""
    name = f"2/{user.pk.hex}"
    refuse_guessing(name, address, device)
    if proves(user, typed):
        return True
    note_wrong(name, address, device)
    record(Person(user.name, user.pk), "second_step_failed", kind="user", object_id=user.pk)
    return False


@transaction.atomic
def invite(actor: Somebody, users: Iterable[User]) -> dict[User, str]:
    """Return a fresh one-time code per user; codes given out before stop working."""
    users = list(users)
    now = timezone.now()
    Invitation.objects.filter(user__in=users, used_at__isnull=True).update(expires_at=now)
    codes = {user: _new_code() for user in users}
    Invitation.objects.bulk_create(
        Invitation(user=user, code_hash=_hash(code), made_at=now, expires_at=now + INVITATION_LASTS)
        for user, code in codes.items()
    )
    for user in users:
        record(actor, "invited", kind="user", object_id=user.pk, label=user.name)
    return codes


def open_invitation(code: str, address: str | None) -> Invitation:
    """Return the open invitation with a code that somebody typed or scanned; counts wrong ones.

    Raises InvitationError, and TooManyTriesError after sixty wrong codes from one address.
    """
    refuse_guessing("", address, "")
    try:
        return invitation_of(code)
    except InvitationError:
        note_wrong(f"slip {secrets.token_hex(4)}", address)
        raise


def invitation_of(code: str) -> Invitation:
    """Return the open invitation with this code; raises InvitationError otherwise."""
    found = Invitation.objects.select_related("user").filter(
        code_hash=_hash(code), used_at__isnull=True, expires_at__gt=timezone.now()
    )
    invitation = found.first()
    if invitation is None:
        raise InvitationError
    return invitation


@transaction.atomic
def accept_invitation(code: str, password: str) -> User:
    """Set the password that the invited person chose and use the invitation up."""
    invitation = invitation_of(code)
    claimed = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True)
    if not claimed.update(used_at=timezone.now()):
        raise InvitationError
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user.pk)
    record(Person(user.name, user.pk), "joined", kind="user", object_id=user.pk)
    return user


@transaction.atomic
def change_password(actor: Somebody, user: User, password: str, *, here: str | None) -> None:
    """Set a new password; every device but the session with the key `here` is signed out by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user.pk, but=here)
    record(actor, "password_changed", kind="user", object_id=user.pk)


def free_login(wanted: str) -> str:
    """Return `wanted`, with a number behind it where somebody has that sign-in name already."""
    taken = set(User.objects.filter(login__startswith=wanted).values_list("login", flat=True))
    number = 1
    login = wanted
    while login in taken:
        number += 1
        login = f"{wanted}{number}"
    return login


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _hash(code: str) -> str:
    plain = "".join(c for c in code.upper() if c in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
