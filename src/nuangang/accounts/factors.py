"""The second step of signing in: codes from an app, recovery codes, resetting."""

import secrets
from datetime import timedelta
from typing import Any

import pyotp
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from nuangang.accounts.models import Factor, RecoveryCode, SignInNotice, User
from nuangang.accounts.sessions import end_sessions
from nuangang.audit.actions import Somebody, record
from nuangang.lib.sealing import blind

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODES, CODE_LENGTH = 10, 10
GRACE = timedelta(days=7)
STEP = 30


def factors_of(user_id: Any) -> QuerySet[Factor]:
    """Return somebody's apps and passkeys, the oldest first."""
    return Factor.objects.filter(user_id=user_id).order_by("made_at")


def has_factor(user_id: Any) -> bool:
    """Say whether somebody has a second step."""
    return factors_of(user_id).exists()


def codes_left(user_id: Any) -> int:
    """Return how many recovery codes somebody still has."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def expect_factor(user: User) -> None:
    """Begin the week in which somebody who needs a second step sets it up."""
    if user.factor_due is None and not has_factor(user.pk):
        user.factor_due = timezone.now() + GRACE
        user.save(update_fields=["factor_due"])


def new_secret() -> str:
    """Return a secret to share with an app."""
    return pyotp.random_base32()


def address_for_app(user: User, secret: str, issuer: str) -> str:
    """Return what the app's camera reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.login, issuer_name=issuer)


@transaction.atomic
def add_app(actor: Somebody, user: User, secret: str, code: str, name: str = "") -> bool:
    """Keep an app's secret if its present code is right; say whether it is."""
    factor = Factor(user=user, kind=Factor.Kind.TOTP, secret=secret, name=name)
    step = _step_of(factor, code)
    if step is None:
        return False
    factor.counter, factor.made_at = step, timezone.now()
    add_factor(actor, factor)
    return True


@transaction.atomic
def add_factor(actor: Somebody, factor: Factor) -> None:
    """Keep a new app or passkey; the week of waiting is over."""
    factor.save()
    User.objects.filter(pk=factor.user_id).update(factor_due=None)
    record(actor, "factor_added", kind="user", object_id=factor.user_id, factor=factor.kind)


@transaction.atomic
def drop_factor(actor: Somebody, factor: Factor) -> None:
    """Take an app or passkey away; without any, the recovery codes go too."""
    factor.delete()
    if not has_factor(factor.user_id):
        RecoveryCode.objects.filter(user_id=factor.user_id).delete()
    record(actor, "factor_dropped", kind="user", object_id=factor.user_id, factor=factor.kind)


@transaction.atomic
def renew_codes(actor: Somebody, user: User) -> list[str]:
    """Return ten fresh recovery codes; those given out before stop working."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_digest(user, code)) for code in codes
    )
    record(actor, "recovery_codes_made", kind="user", object_id=user.pk)
    return codes


def proves(user: User, typed: str) -> bool:
    """Say whether `typed` is a present code of one of the user's apps or an unused recovery code."""
    plain = "".join(typed.split()).replace("-", "").upper()
    if plain.isdigit() and len(plain) == 6:
        return any(_claim(factor, plain) for factor in _apps(user))
    unused = RecoveryCode.objects.filter(user=user, code_hash=_digest(user, plain), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def _apps(user: User) -> QuerySet[Factor]:
    return factors_of(user.pk).filter(kind=Factor.Kind.TOTP)


def _claim(factor: Factor, code: str) -> bool:
    """Use a code up: the same one, or one of an earlier half minute, never works again."""
    step = _step_of(factor, code)
    if step is None:
        return False
    rows = Factor.objects.filter(pk=factor.pk, counter__lt=step)
    return bool(rows.update(counter=step, used_at=timezone.now()))


def _step_of(factor: Factor, code: str) -> int | None:
    """Return the half minute whose code this is: the present one, or one before or after."""
    totp, now = pyotp.TOTP(factor.secret), int(timezone.now().timestamp()) // STEP
    near = [now, now - 1, now + 1]
    fits = [step for step in near if constant_time_compare(totp.at(step * STEP), code)]
    return fits[0] if fits else None


def _digest(user: User, code: str) -> str:
    return blind(f"{user.pk}{code}", "recovery-code")


@transaction.atomic
def reset_factors(actor: Somebody, user: User, *, reason: str) -> None:
    """Take every second step away for somebody who lost theirs; they are told when they sign in."""
    Factor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.factor_due = None
    user.save(update_fields=["factor_due"])
    end_sessions(user.pk)
    give_notice(actor, user, SignInNotice.What.FACTOR_RESET, reason)
    record(actor, "factor_reset", kind="user", object_id=user.pk, label=user.name, reason=reason)


def give_notice(actor: Somebody, user: User, what: str, reason: str = "") -> None:
    """Let somebody be told, the next time they sign in, what was done to how they sign in."""
    SignInNotice.objects.create(
        user=user, what=what, by_name=actor.name, reason=reason, at=timezone.now()
    )


def take_notices(user: User) -> list[SignInNotice]:
    """Return what somebody has not been told yet, and count it as told."""
    waiting = list(SignInNotice.objects.filter(user=user, told_at=None).order_by("at"))
    ids = [notice.pk for notice in waiting]
    SignInNotice.objects.filter(pk__in=ids).update(told_at=timezone.now())
    return waiting
