"""Authenticated encryption of single values, and blind indexes to look them up by.

A sealed value reads `aes-3f9c0a77b1:BASE64`: the key's name, which begins with the cipher's, and
nonce and ciphertext. Each school has a key of its own in each domain; a store (accounts.sealing_keys)
keeps these keys wrapped by a master key, and lib.master_keys keeps the masters outside the database.
Values sealed before there were schools' keys read `1:BASE64`, sealed by a master itself.
"""

import base64
import hashlib
import hmac
import os
import time
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import models
from django.forms import TextInput

from nuangang.lib.master_keys import (
    CIPHERS,
    COUNSELLING,
    MAIN,
    NONCE,
    KeyMissingError,
    SealBrokenError,
    masters,
)

INDEX = "index"
DOMAINS = (MAIN, COUNSELLING, INDEX)


class WrappedKey(NamedTuple):
    """A key as the store keeps it; `school` None is for what belongs to no school."""

    id: str
    domain: str
    school: UUID | None
    master: str
    wrapped: str

    @property
    def about(self) -> str:
        """Return what binds the wrapped key to its place: another school's row does not open it."""
        return about_key(self.id, self.domain, self.school)


class Store(Protocol):
    """Where wrapped keys are kept."""

    def newest(self, domain: str, school: UUID | None) -> WrappedKey | None:
        """Return the key that seals now."""

    def find(self, key: str) -> WrappedKey | None:
        """Return the key of this name."""


class _Newest(NamedTuple):
    name: str
    read_at: float


_store: Store | None = None
_ciphers: dict[str, Any] = {}
_newest: dict[tuple[str, UUID | None], _Newest] = {}
_indexes: dict[UUID, bytes] = {}


def keep_keys_in(store: Store) -> None:
    """Say where wrapped keys are kept."""
    global _store
    _store = store


def about_key(key: str, domain: str, school: UUID | None) -> str:
    """Return what a key of this name is bound to when it is wrapped."""
    return f"{key}/{domain}/{school or ''}"


def take_up(key: WrappedKey) -> None:
    """Seal with `key` from now on in this process, as when it was just made."""
    _newest[key.domain, key.school] = _Newest(key.id, time.monotonic())


def forget_keys() -> None:
    """Forget every key this process has read, as when the database was emptied."""
    for known in (_ciphers, _newest, _indexes):
        known.clear()


def seal(text: str, about: str, school: UUID | None = None, domain: str = MAIN) -> str:
    """Return `text` sealed for a school; `about` (model.field) must be given to open it."""
    name = _current(domain, school)
    nonce = os.urandom(NONCE)
    sealed = _cipher(name).encrypt(nonce, text.encode(), about.encode())
    return f"{name}:{b2a_base64(nonce + sealed, newline=False).decode()}"


def unseal(sealed: str, about: str) -> str:
    """Return the text; raises SealBrokenError when it was tampered with or moved."""
    name, _colon, body = sealed.partition(":")
    try:
        raw = a2b_base64(body)
        return _cipher(name).decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError(about) from None


def seal_bytes(data: bytes, about: str, school: UUID | None = None) -> bytes:
    """Return `data` sealed as the key's name, a colon, nonce and ciphertext."""
    name = _current(MAIN, school)
    nonce = os.urandom(NONCE)
    return b"%s:%s%s" % (
        name.encode(),
        nonce,
        _cipher(name).encrypt(nonce, data, about.encode()),
    )


def unseal_bytes(sealed: bytes, about: str) -> bytes:
    """Return the data; raises SealBrokenError when it was tampered with or stands elsewhere."""
    name, _colon, raw = sealed.partition(b":")
    try:
        return _cipher(name.decode()).decrypt(raw[:NONCE], raw[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise SealBrokenError(about) from None


def blind(text: str, purpose: str, school: UUID | None = None) -> str:
    """Return 22 characters, equal for equal texts of a school and telling nothing without its key.

    Empty for an empty text. Schools have keys of their own, so that nobody sees from the database
    that two schools know the same number; without a school it is the installation's.
    """
    if not text:
        return ""
    key = masters().index if school is None else _index(school)
    digest = hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _current(domain: str, school: UUID | None) -> str:
    """Return the name of the key that seals now, asked again every few seconds.

    A key made by another process is taken up then; settings.KEY_HELD_SECONDS says how soon.
    """
    kept = _newest.get((domain, school))
    if kept is None or time.monotonic() - kept.read_at > settings.KEY_HELD_SECONDS:
        found = _store.newest(domain, school) if _store else None
        if found is None:
            raise KeyMissingError(f"{domain or 'data'} of {school or 'all'}", "the database")
        take_up(found)
        return found.id
    return kept.name


def _cipher(name: str) -> Any:
    return _ciphers.get(name) or _read(name)


def _read(name: str) -> Any:
    """Unwrap a key that this process meets for the first time; raises KeyMissingError."""
    if name.isdigit() and len(name) < 5:
        _ciphers[name] = masters().cipher(name)
    elif (cipher := name.partition("-")[0]) in CIPHERS:
        _ciphers[name] = CIPHERS[cipher](_unwrapped(name))
    else:
        raise SealBrokenError("what stands there was never sealed")
    return _ciphers[name]


def _unwrapped(name: str) -> bytes:
    found = _store.find(name) if _store else None
    if found is None:
        raise KeyMissingError(name, "the database")
    return masters(found.domain).unwrap(found.master, found.wrapped, found.about)


def _index(school: UUID) -> bytes:
    if school not in _indexes:
        _indexes[school] = _unwrapped(_current(INDEX, school))
    return _indexes[school]


class Ciphertext(str):
    """A text that is sealed already."""


class SealedTextField(models.TextField):
    """A text that only ciphertext of reaches the database; empty stays empty.

    It is sealed with the key of the row's school in the domain `key`, or with the installation's
    where rows have no school. An `update()` knows no row: give it what `sealed()` returns.
    """

    def __init__(self, *args: Any, key: str = MAIN, **options: Any) -> None:
        if key not in (MAIN, COUNSELLING):
            raise ValueError(f"there is no domain {key!r} of keys")
        self.key = key
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Name the domain too."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, **({"key": self.key} if self.key else {})}

    @property
    def about(self) -> str:
        """Return what its values are bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    @property
    def of_school(self) -> bool:
        """Say whether the rows belong to schools."""
        return any(field.attname == "school_id" for field in self.model._meta.concrete_fields)

    def sealed(self, text: str | None, school: UUID | None) -> str | None:
        """Return `text` as it is to stand in a row of `school`."""
        if not text or isinstance(text, Ciphertext):
            return text
        return Ciphertext(seal(text, self.about, school, self.key))

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Seal with the key of the row's school."""
        return self.sealed(
            getattr(model_instance, self.attname), getattr(model_instance, "school_id", None)
        )

    def get_prep_value(self, value: Any) -> Any:
        """Let only what is sealed, or empty, through to the database."""
        if not value:
            return super().get_prep_value(value)
        if isinstance(value, Ciphertext):
            return str(value)
        if self.of_school:
            raise TypeError(f"{self.about} is sealed: say whose school it is with sealed()")
        return str(self.sealed(super().get_prep_value(value), None))

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Decrypt on the way out."""
        return unseal(value, self.about) if value else value

    def formfield(self, **options: Any) -> Any:
        """Offer one line for what has a length."""
        line = {"widget": TextInput} if self.max_length else {}
        return super().formfield(**{**line, **options})

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to search: every encryption differs, so a lookup would silently find nothing."""
        if lookup_name not in ("isnull",):
            raise TypeError(f"{self.about} is sealed: look it up by its blind index")
        return super().get_lookup(lookup_name)


def sealed_values(
    model: type[models.Model], school: UUID, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return `values` of fields as an `update()` of a school's rows may take them."""
    fields = {name: model._meta.get_field(name) for name in values}
    return {
        name: field.sealed(values[name], school)
        if isinstance(field, SealedTextField)
        else values[name]
        for name, field in fields.items()
    }
