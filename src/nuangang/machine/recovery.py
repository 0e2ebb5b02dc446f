"""Whom a backup is sealed for: the paper in the head's safe, and this machine itself.

The machine keeps only the public half of the paper's code. Its own key, which lies among the other
keys, lets it check each night what it wrote, and restore it here without the paper.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pyrage import IdentityError, x25519

from nuangang.lib.whole_files import write_first, write_whole

_START = "AGE-SECRET-KEY-1"
_GROUP = 4


class CodeError(ValueError):
    """A recovery code that was mistyped; the text says so."""


@dataclass(frozen=True)
class Recovery:
    """The public half of a recovery code; `mark` stands on the paper and in files' names."""

    recipient: str
    mark: str
    made_at: str

    @property
    def made(self) -> datetime:
        """Return when the code was made."""
        return datetime.fromisoformat(self.made_at)


def machine_key() -> x25519.Identity:
    """Return this machine's own key, making it on first use."""
    return x25519.Identity.from_str(_kept()["machine"])


def has_machine_key() -> bool:
    """Say whether this installation has a key of its own already."""
    return _path().exists()


def recovery() -> Recovery | None:
    """Return what is known of the paper now in use, None before there is one."""
    told = _kept().get("recovery")
    return Recovery(**told) if told else None


def recipients() -> list[x25519.Recipient]:
    """Return for whom the next backup is sealed."""
    paper = recovery()
    found = [machine_key().to_public()]
    return [*found, x25519.Recipient.from_str(paper.recipient)] if paper else found


def new_recovery_code(now: datetime) -> tuple[str, Recovery]:
    """Make the code that opens the backups from now on; nothing here keeps it.

    Backups made before still open with the paper of their time.
    """
    secret = x25519.Identity.generate()
    recipient = str(secret.to_public())
    made = Recovery(recipient, mark_of(recipient), now.isoformat(timespec="seconds"))
    write_whole(_path(), _bytes({**_kept(), "recovery": asdict(made)}))
    return str(secret), made


def mark_of(recipient: str) -> str:
    """Return four signs that tell one paper from another and give nothing of its code away."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:4].upper()


def groups_of(code: str) -> list[str]:
    """Return the code as it is printed, to be read group by group."""
    body = code.removeprefix(_START)
    return [body[at : at + _GROUP] for at in range(0, len(body), _GROUP)]


def read_code(typed: str) -> x25519.Identity:
    """Return the key of a code typed from the paper, with or without its gaps and its beginning.

    Raises CodeError; the code carries a check, so a single wrong letter is noticed.
    """
    body = re.sub(r"[\s_–—-]", "", typed).upper().removeprefix("AGESECRETKEY1")
    try:
        return x25519.Identity.from_str(_START + body)
    except IdentityError:
        raise CodeError(
            _("This is no recovery code: it has 58 letters and digits in groups of four, and a "
              "wrong one is noticed. Please compare it with the paper.")
        ) from None  # fmt: skip


def key_folder() -> Path:
    """Return where this installation's own keys lie, beside the database but never inside it."""
    return Path(settings.VAR) / "keys"


def _path() -> Path:
    return key_folder() / "backup.json"


def _kept() -> dict:
    if not _path().exists():
        write_first(_path(), _bytes({"machine": str(x25519.Identity.generate())}))
    return json.loads(_path().read_text())


def _bytes(told: dict) -> bytes:
    return json.dumps(told).encode()
