"""Passwords that somebody who guesses tries first: lists, keyboard runs, names with numbers."""

import gzip
import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path

from django.contrib.auth import password_validation

from nuangang.lib.pinyin import syllables_in

NAME_SYLLABLES = 4
FEW = 6
PERSONAL_FROM = 3


class Guess(Enum):
    """How a password would be guessed."""

    LISTED = "listed"
    PATTERN = "pattern"
    PERSONAL = "personal"
    NUMBER = "number"
    WORD_AND_NUMBER = "word and number"


_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_WALKS = ("qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p",
          "q1w2e3r4t5y6u7i8o9p0", "qweasdzxc", "147258369", "741852963", "789456123", "159357",
          "753951", "a1b2c3d4e5f6", "zaqxswcde", "1a2b3c4d5e6f", "14789632", "13579", "24680",
          "31415926", "135792468", "q1w2e3r4", "1357924680", "zxcasdqwe")  # fmt: skip
_WORDS = frozenset(
    """admin administrator root user test guest love baby home qq wx abc asd qwe zxc aa aaa ok
    pass password passwd login welcome hello school teacher student class lao laoshi xiaoxue
    zhongxue chuzhong gaozhong xuexiao jiaoshi banzhuren xiaozhang mima wode woaini aini iloveyou
    china beijing nuangang liushou guanai server windows computer nihao
    密码 中学 小学 初中 高中 学校 老师 教师 校长 班主任 我爱你 暖港""".split()
)
_LOVE = re.compile(r"(?:201314|5201314|584|7758|521|520|1314|13|14|168|666|888|1413|99|88|66)+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PHONE = re.compile(r"1[3-9]\d{9}")
_ID = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dxX]")
_LOOKS_LIKE = str.maketrans("@01$3!", "aolsei")


def how_guessed(password: str, about: Iterable[str] = ()) -> Guess | None:
    """Return how `password` would be guessed, None where no quick way is known.

    `about` are words that belong to the person: sign-in name, name, pinyin, the school's.
    """
    plain = password.casefold().strip()
    if _listed(plain):
        return Guess.LISTED
    if _patterned(plain):
        return Guess.PATTERN
    if _personal(plain, about):
        return Guess.PERSONAL
    if _ID.search(plain) or (not _letters(plain) and _usual_throughout(plain)):
        return Guess.NUMBER
    return Guess.WORD_AND_NUMBER if _usual_throughout(plain) else None


def _listed(plain: str) -> bool:
    known = _common()
    core = plain.strip("0123456789!@#$%^&*.,_-+?~ ")
    looks = plain.translate(_LOOKS_LIKE)
    return plain in known or looks in known or (len(core) >= FEW and core in known)


def _patterned(plain: str) -> bool:
    """Say whether it is a few signs over and over, or keys in their order."""
    if len(set(plain)) <= 3 or re.fullmatch(r"(.{1,4})\1+.?", plain):
        return True
    if re.fullmatch(r"(.{5,})\1", plain) and (
        _listed(half := plain[: len(plain) // 2]) or _run(half)
    ):
        return True
    return _run(plain)


def _run(plain: str) -> bool:
    """Say whether all of it is made of runs over the keyboard, at most four."""
    rest, runs = plain, 0
    while rest:
        length = max((_run_at_start(rest, row) for row in (*_ROWS, *_WALKS)), default=0)
        same = len(rest) - len(rest.lstrip(rest[0]))
        length = max(length, same)
        if length < 3:
            return False
        rest, runs = rest[length:], runs + 1
    return runs <= 4


def _run_at_start(text: str, row: str) -> int:
    longest = 0
    for way in (row, row[::-1]):
        for length in range(3, len(text) + 1):
            if text[:length] not in way:
                break
            longest = max(longest, length)
    return longest


def _personal(plain: str, about: Iterable[str]) -> bool:
    """Say whether too little is left when what belongs to the person is taken out."""
    words = {word.casefold() for word in about}
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= PERSONAL_FROM or (len(word) > 1 and not word.isascii()):
            rest = rest.replace(word, " ")
    if rest == plain:
        return False
    return len(re.sub(r"\W|_", "", rest)) < FEW or _usual_throughout(rest)


def _letters(plain: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", plain)


def _usual_throughout(plain: str) -> bool:
    """Say whether it is one usual word, or two short ones, with usual numbers around."""
    words, numbers = _letters(plain), re.findall(r"\d+", plain)
    if not all(map(_usual_word, words)) or not all(map(_usual_number, numbers)):
        return False
    return len(words) <= 1 or (len(words) == 2 and _short_together(words))


def _short_together(words: list[str]) -> bool:
    spoken = [syllables_in(word) for word in words]
    return sum(map(len, words)) <= 4 or (all(spoken) and sum(spoken) <= 3)


def _usual_word(letters: str) -> bool:
    """Say whether these letters are a name, initials or a word that everybody tries."""
    if len(letters) <= 3 or letters in _WORDS or letters in _common() or _run(letters):
        return True
    return len(set(letters)) == 1 or 0 < syllables_in(letters) <= NAME_SYLLABLES


def _usual_number(digits: str) -> bool:
    """Say whether these digits are few, in order, a date, a phone number or a wish for luck."""
    if len(digits) <= 4 or len(set(digits)) <= 2 or _run(digits) or digits in _common():
        return True
    if _PHONE.fullmatch(digits) or _LOVE.fullmatch(digits):
        return True
    return _is_date(digits)


def _is_date(digits: str) -> bool:
    """Say whether it reads as a day, as in 19860412, 860412, 04121986, 1986412 or 198604."""
    shapes = {8: ("YYYYMMDD", "MMDDYYYY"), 7: ("YYYYMDD", "YYYYMMD"), 6: ("YYMMDD", "YYYYMM")}
    return any(_reads_as(digits, shape) for shape in shapes.get(len(digits), ()))


def _reads_as(digits: str, shape: str) -> bool:
    part = {
        sign: "".join(d for d, s in zip(digits, shape, strict=True) if s == sign) for sign in "YMD"
    }
    year = part["Y"] if len(part["Y"]) == 4 else f"19{part['Y']}"
    if not _YEAR.fullmatch(year):
        return False
    try:
        date(int(year), int(part["M"]), int(part["D"] or 1))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return Django's list of common passwords, taken from breaches."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
