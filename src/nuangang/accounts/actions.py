"""Signing in, invitations on printed slips, and passwords."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from nuangang.accounts.models import Invitation, SignInAttempt, User
from nuangang.audit.actions import Person, Somebody, record

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
INVITATION_LASTS = timedelta(days=14)
WINDOW = timedelta(minutes=15)
TRIES_OF_ONE_NAME = 5
TRIES_OF_ONE_ADDRESS = 60


class TooManyTriesError(Exception):
    """Raised when somebody must wait before the next try."""


class InvitationError(Exception):
    """Raised for a code that is unknown, used or too old."""


def check_sign_in(login: str, password: str, address: str | None) -> User | None:
    """Return the user whose password fits, None where it doesn't.

    Raises TooManyTriesError after five wrong tries of one name from one address in fifteen
    minutes, so that nobody can lock a colleague out from another machine.
    """
    _refuse_guessing(login, address)
    user = User.objects.filter(login=login, is_active=True).first()
    if user is None:
        make_password(password)  # as slow as a wrong password
    elif user.check_password(password):
        record(Person(user.name, user.pk), "signed_in", kind="user", object_id=user.pk)
        return user
    SignInAttempt.objects.create(login=login[:40], address=address, at=timezone.now())
    name, user_id = (user.name, user.pk) if user else ("", None)
    record(Person(name, user_id), "sign_in_failed", kind="user", object_id=user_id)
    return None


def _refuse_guessing(login: str, address: str | None) -> None:
    recent = SignInAttempt.objects.filter(at__gt=timezone.now() - WINDOW, address=address)
    tries = recent.aggregate(all=Count("pk"), this=Count("pk", filter=Q(login=login[:40])))
    if tries["this"] >= TRIES_OF_ONE_NAME or tries["all"] >= TRIES_OF_ONE_ADDRESS:
        raise TooManyTriesError


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
    record(Person(user.name, user.pk), "joined", kind="user", object_id=user.pk)
    return user


@transaction.atomic
def change_password(actor: Somebody, user: User, password: str) -> None:
    """Set a new password; other devices of this user are signed out by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
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
