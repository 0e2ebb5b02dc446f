"""Master keys: a file outside the database, with the keys that wrap the keys of the values."""

import base64
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from nuangang.lib.whole_files import write_first, write_whole

CIPHERS = {"aes": AESGCM}
NONCE = 12
MAIN, COUNSELLING = "", "counselling"


class SealError(Exception):
    """Something sealed cannot be opened here."""


class KeyMissingError(SealError):
    """The key that something was sealed with is not on this machine."""

    def __init__(self, key: str, path: Path | str) -> None:
        super().__init__(
            _("A key is missing: %(key)s, in %(path)s. Put the copy of that file back.")
            % {"key": key, "path": path}
        )
        self.key, self.path = key, path


class SealBrokenError(SealError):
    """What stands in the database is not what was sealed there: changed, moved or never sealed."""


class KeyFile:
    """Several master keys for unwrapping, the newest for wrapping; read again when one is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read()

    def _read(self) -> None:
        try:
            kept = json.loads(self.path.read_text())
            self.newest = str(kept["newest"])
            self._ciphers = {n: AESGCM(base64.b64decode(k)) for n, k in kept["keys"].items()}
            self.index = base64.b64decode(kept["index"])
        except FileNotFoundError:
            raise KeyMissingError("newest", self.path) from None
        except (ValueError, KeyError, TypeError) as error:
            raise SealBrokenError(
                _("%(path)s is no file of keys.") % {"path": self.path}
            ) from error

    def names(self) -> list[str]:
        """Return the names of the keys in the file, oldest first."""
        return list(self._ciphers)

    def cipher(self, name: str) -> AESGCM:
        """Return the key of this name; raises KeyMissingError."""
        if name not in self._ciphers:
            self._read()  # another process may just have added it
        try:
            return self._ciphers[name]
        except KeyError:
            raise KeyMissingError(name, self.path) from None

    def wrap(self, key: bytes, about: str) -> tuple[str, str]:
        """Return the master's name and `key` encrypted by it; `about` is needed to unwrap it."""
        self._read()
        return self.newest, encrypt(self.cipher(self.newest), key, about)

    def unwrap(self, master: str, wrapped: str, about: str) -> bytes:
        """Return the key; raises KeyMissingError or SealBrokenError."""
        return decrypt(self.cipher(master), wrapped, about)

    def add(self) -> str:
        """Put a new key into the file, the newest from now on; return its name."""
        kept = json.loads(self.path.read_text())
        name = str(max(int(known) for known in kept["keys"]) + 1)
        kept["keys"][name], kept["newest"] = _fresh(), name
        write_whole(self.path, _bytes(kept))
        self._read()
        return name

    def drop(self, name: str) -> None:
        """Take a key out of the file; what it wrapped, old backups too, cannot be opened any more."""
        kept = json.loads(self.path.read_text())
        del kept["keys"][name]
        write_whole(self.path, _bytes(kept))
        self._read()


def encrypt(cipher: AESGCM, data: bytes, about: str) -> str:
    """Return nonce and ciphertext of `data` as base64."""
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + cipher.encrypt(nonce, data, about.encode())).decode()


def decrypt(cipher: AESGCM, sealed: str, about: str) -> bytes:
    """Return what `encrypt` was given; raises SealBrokenError when that is not what stands there."""
    try:
        raw = base64.b64decode(sealed)
        return cipher.decrypt(raw[:NONCE], raw[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise SealBrokenError(about) from None


def key_files() -> dict[str, Path]:
    """Return where the master keys of each domain lie."""
    return {
        MAIN: Path(settings.KEY_FILE),
        COUNSELLING: Path(settings.COUNSELLING_KEY_FILE),
    }


def masters(domain: str = MAIN) -> KeyFile:
    """Return the master keys of a domain; raises KeyMissingError without their file."""
    return _file(key_files().get(domain, Path(settings.KEY_FILE)))


@lru_cache(maxsize=8)
def _file(path: Path) -> KeyFile:
    return KeyFile(path)


def make_key_file(path: Path) -> None:
    """Make a file with a first key; one that is there already stays as it is."""
    if not path.exists():
        kept = {"newest": "1", "keys": {"1": _fresh()}, "index": _fresh()}
        write_first(path, _bytes(kept))


def _bytes(kept: dict) -> bytes:
    return json.dumps(kept).encode()


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
