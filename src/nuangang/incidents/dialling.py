"""Numbers out of a line that somebody wrote, such as '值班室 0873-1234567'."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\dA-Za-z])\+?\d[\d\- ]{1,18}\d(?![\dA-Za-z])")


@dataclass(frozen=True)
class Number:
    """One number: what is shown, what is dialled, and whose it is."""

    shown: str
    dial: str
    whose: str = ""


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of each line, with the words of the line that say whose they are."""
    found = []
    for line in re.split(r"[\n;；]+", text):
        words = _NUMBER.sub(" ", line).strip(" ，,、：:·")
        for number in _NUMBER.findall(line):
            found.append(
                Number(number.strip(), re.sub(r"[^\d+]", "", number), " ".join(words.split()))
            )
    return found
