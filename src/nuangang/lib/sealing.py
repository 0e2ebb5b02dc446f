"""Authenticated encryption of single values, and blind indexes to look them up by."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_NONCE = 12


class KeyRing:
    """The keys outside the database: several for reading, the newest for writing."""

    def __init__(self, path: Path) -> None:
        kept = json.loads(path.read_text()) if path.exists() else _make_keys(path)
        self.newest = str(kept["newest"])
        self._ciphers = {n: AESGCM(base64.b64decode(k)) for n, k in kept["keys"].items()}
        self._index = base64.b64decode(kept["index"])

    def seal(self, text: str, about: str) -> str:
        """Return `text` encrypted as 'key:base64'; `about` (model.field) must be given to open it."""
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self.newest].encrypt(nonce, text.encode(), about.encode())
        return f"{self.newest}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, about: str) -> str:
        """Return the text; raises cryptography's InvalidTag when it was tampered with or moved."""
        name, _, body = sealed.partition(":")
        raw = base64.b64decode(body)
        return self._ciphers[name].decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()

    def seal_bytes(self, data: bytes, about: str) -> bytes:
        """Return `data` encrypted as the key's name, a colon, nonce and ciphertext."""
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self.newest].encrypt(nonce, data, about.encode())
        return b"%s:%s%s" % (self.newest.encode(), nonce, sealed)

    def open_bytes(self, sealed: bytes, about: str) -> bytes:
        """Return the data; raises InvalidTag when it was tampered with or stands elsewhere."""
        name, _, raw = sealed.partition(b":")
        cipher = self._ciphers[name.decode()]
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())

    def blind(self, text: str, purpose: str) -> str:
        """Return 22 characters that are equal for equal texts and tell nothing without the key."""
        digest = hmac.new(self._index, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _make_keys(path: Path) -> dict:
    fresh = {
        "newest": "1",
        "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "index": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)
    try:
        os.link(beside, path)
    except FileExistsError:
        fresh = json.loads(path.read_text())
    finally:
        beside.unlink()
    return fresh


@lru_cache(maxsize=4)
def _ring(path: str) -> KeyRing:
    return KeyRing(Path(path))


def keys() -> KeyRing:
    """Return the installation's key ring, making it on first use."""
    return _ring(str(settings.KEY_FILE))


def blind(text: str, purpose: str) -> str:
    """Return the blind index of `text` for `purpose`; empty for an empty text."""
    return keys().blind(text, purpose) if text else ""


class SealedTextField(models.TextField):
    """A text that only ciphertext of reaches the database; empty stays empty."""

    def _about(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value):
        """Encrypt on the way in."""
        text = super().get_prep_value(value)
        return keys().seal(text, self._about()) if text else text

    def from_db_value(self, value, _expression, _connection):
        """Decrypt on the way out."""
        return keys().open(value, self._about()) if value else value

    def get_lookup(self, lookup_name):
        """Refuse to search: every encryption differs, so a lookup would silently find nothing."""
        if lookup_name not in ("isnull",):
            raise TypeError(f"{self._about()} is sealed: look it up by its blind index")
        return super().get_lookup(lookup_name)
