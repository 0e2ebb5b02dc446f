"""Passkeys, over the library fido2: asking a browser for one, and checking what it answers."""

import base64
import hashlib
import ipaddress
import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from nuangang.accounts.factors import add_factor, factors_of
from nuangang.accounts.models import Factor, User
from nuangang.audit.actions import Somebody

WAITING = "passkey"
_VERIFY = UserVerificationRequirement.REQUIRED


class PasskeyError(Exception):
    """Raised for an answer that is not from a passkey of this person, or not to our question."""


def possible(request: HttpRequest) -> bool:
    """Say whether browsers allow passkeys at this address: https and a name, or localhost."""
    host = _host(request)
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure()
    return False


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what a browser needs to make a passkey for `user`; the question waits in the session."""
    person = PublicKeyCredentialUserEntity(
        id=user.pk.bytes, name=user.login, display_name=user.name
    )
    options, state = _server(request).register_begin(
        person,
        _credentials(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=_VERIFY,
    )
    request.session[WAITING] = state
    return dict(options)


def keep_new(request: HttpRequest, actor: Somebody, user: User, answer: str, name: str) -> None:
    """Check and keep the passkey that a browser made; raises PasskeyError."""
    try:
        made = _server(request).register_complete(_waiting(request), json.loads(answer))
    except Exception as wrong:  # whatever a browser sends, it proves nothing
        raise PasskeyError from wrong
    data = made.credential_data
    if data is None or Factor.objects.filter(credential=_digest(data.credential_id)).exists():
        raise PasskeyError
    factor = Factor(
        user=user,
        kind=Factor.Kind.PASSKEY,
        name=name[:40],
        secret=base64.b64encode(bytes(data)).decode(),
        credential=_digest(data.credential_id),
        counter=made.counter,
        made_at=timezone.now(),
    )
    add_factor(actor, factor)


def ask(request: HttpRequest, user: User | None = None) -> dict[str, Any]:
    """Return what a browser needs to use a passkey: of `user`, or whichever it holds for us."""
    options, state = _server(request).authenticate_begin(
        _credentials(user) if user else None, user_verification=_VERIFY
    )
    request.session[WAITING] = state
    return dict(options)


def who_answers(request: HttpRequest, answer: str) -> User:
    """Return whose passkey answered our question; raises PasskeyError."""
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        factor = Factor.objects.select_related("user").get(credential=_digest(response.raw_id))
        _server(request).authenticate_complete(_waiting(request), [_data(factor)], response)
    except Exception as wrong:
        raise PasskeyError from wrong
    _count(factor, response.response.authenticator_data.counter)
    if not factor.user.is_active:
        raise PasskeyError
    return factor.user


def _count(factor: Factor, counter: int) -> None:
    """Move the passkey's own count; one that goes backwards is a copy."""
    if counter and counter <= factor.counter:
        raise PasskeyError
    Factor.objects.filter(pk=factor.pk).update(counter=counter, used_at=timezone.now())


def _waiting(request: HttpRequest) -> Any:
    state = request.session.pop(WAITING, None)
    if state is None:
        raise PasskeyError
    return state


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [_data(factor) for factor in factors_of(user.pk).filter(kind=Factor.Kind.PASSKEY)]


def _data(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(factor.secret))


def _digest(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host


def _server(request: HttpRequest) -> Fido2Server:
    own = f"{request.scheme}://{request.get_host()}"
    site = PublicKeyCredentialRpEntity(id=_host(request), name="暖港")
    return Fido2Server(site, verify_origin=lambda origin: origin == own)
