"""How passwords are kept, and which ones are refused."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.accounts.models import School, User
from nuangang.lib.guessable import Guess, how_guessed
from nuangang.lib.names import spellings

_ENDINGS = ("初级中学", "中心小学", "中心学校", "九年制学校", "中学", "小学", "学校", "教学点")
_PLACES = "省市县区镇乡村"
_WHY = {
    Guess.LISTED: gettext_lazy("Many people use this password, so it is tried first."),
    Guess.PATTERN: gettext_lazy("It repeats or follows the keys, and is tried first."),
    Guess.PERSONAL: gettext_lazy("Your name, sign-in name and school are known to others."),
    Guess.NUMBER: gettext_lazy("Phone numbers, birthdays and lucky numbers are tried first."),
    Guess.WORD_AND_NUMBER: gettext_lazy(
        "A name or a usual word with a usual number is guessed within minutes."
    ),
}


class Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, twice over: what it costs stands in docs/signing-in.md."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1


class GuessableValidator:
    """Refuses passwords that are guessed first; says why, and what to take instead."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that a quick guess finds."""
        how = how_guessed(password, words_about(user) if user else ())
        if how is not None:
            instead = _("Better: three or four words in a row that have nothing to do with you.")
            raise ValidationError(f"{_WHY[how]} {instead}", code="guessable")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return _("No name with a number, no birthday, no phone number.")


def words_about(user: User) -> set[str]:
    """Return what others know of a person: sign-in name, name, schools, and their pinyin.

    `user.also`, where set, holds further names, such as that of a school about to be opened.
    """
    words = {user.login, user.name, *_spoken(user.name)}
    names = School.objects.values_list("name", "short_name")[:300]
    for name in [*getattr(user, "also", ()), *(name for pair in names for name in pair)]:
        short = _without_ending(name)
        words |= {name, short, short.rstrip(_PLACES)}
        words |= {*_spoken(name), *_spoken(short), *_spoken(short.rstrip(_PLACES))}
    return words


def _without_ending(name: str) -> str:
    return next((name.removesuffix(e) for e in _ENDINGS if name.endswith(e)), name)


def _spoken(name: str) -> Iterator[str]:
    """Yield the pinyin of a name, of its given part, turned round, and its initials."""
    syllables = [readings[0] for readings in spellings(name)]
    if not syllables:
        return
    yield "".join(syllables)
    yield "".join(syllables[1:])
    yield "".join([*syllables[1:], syllables[0]])
    yield "".join(s[0] for s in syllables)
