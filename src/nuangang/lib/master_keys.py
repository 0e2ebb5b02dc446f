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
        beside = _write_beside(self.path, kept)
        beside.replace(self.path)
        self._read()
        return name

    def drop(self, name: str) -> None:
        """Take a key out of the file; what it wrapped, old backups too, cannot be opened any more."""
        kept = json.loads(self.path.read_text())
        del kept["keys"][name]
        _write_beside(self.path, kept).replace(self.path)
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
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _write_beside(path, {"newest": "1", "keys": {"1": _fresh()}, "index": _fresh()})
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _write_beside(path: Path, kept: dict) -> Path:
    """Write what is to stand at `path` beside it, readable by this user alone, and flushed."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
