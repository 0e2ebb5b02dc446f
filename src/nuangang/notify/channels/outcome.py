"""What a carrier answers, and the words for what went wrong."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Result(Enum):
    """How handing over a message ended, or what a report says of it."""

    HANDED = "handed"
    SENT = "sent"
    DELIVERED = "delivered"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Outcome:
    """The result, the carrier's own number for the message, and its own code and words.

    LATER is worth another try (`wait` seconds where the carrier says so), NEVER is not.
    """

    result: Result
    reference: str = ""
    code: str = ""
    words: str = ""
    parts: int = 0
    wait: int = 0

    @property
    def went_well(self) -> bool:
        """Say whether the message is out of our hands."""
        return self.result not in (Result.LATER, Result.NEVER)


class Sending(NamedTuple):
    """What a carrier needs of a message: our id of it, where to, the words, and the page it leads to."""

    id: str
    address: str
    text: str
    reference: str = ""
    link: str = ""
    urgent: bool = False
    notice: str = ""


class Field(NamedTuple):
    """One thing a carrier must be told: its name, label, help, whether it is a password."""

    name: str
    label: "StrOrPromise"
    help: "StrOrPromise" = ""
    secret: bool = False
    needed: bool = True
    initial: str = ""
    choices: tuple = ()


def sms_parts(text: str) -> int:
    """Return how many SMS a text takes: 70 Chinese characters, or 67 each when it is cut."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)
