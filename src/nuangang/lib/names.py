"""People's names: one written form, and what to type to find them."""

import re
from functools import lru_cache
from itertools import product

from nuangang.lib.typed_text import tidy

_DOTS = re.compile(r"\s*[.•‧．。・･⋅∙●﹒᛫・·]\s*")
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff〇"
HAN = re.compile(f"[{_HAN}]")
_BETWEEN = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
_LEADING = re.compile(r"^(?:[\d]+\s*[.、．)）]?\s*|[*★☆※#△▲●○◆]+\s*)(?=\D)")
_SPELLINGS = 24
_AS_SURNAME = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "尉": "wei", "乐": "yue", "纪": "ji", "燕": "yan", "缪": "miao", "种": "chong",
    "宓": "mi", "折": "she", "晟": "cheng", "员": "yun", "贠": "yun", "黑": "he", "秘": "bi", "冼": "xian",
    "隗": "wei", "车": "che", "谌": "chen", "洗": "xian", "翟": "zhai", "覃": "qin", "那": "na", "粘": "nian",
    "万": "wan", "葛": "ge", "牟": "mu", "召": "shao", "都": "du", "撒": "sa", "长": "chang", "重": "chong",
    "厘": "xi", "逄": "pang", "祭": "zhai", "哈": "ha", "句": "gou", "俞": "yu", "佴": "nai", "适": "kuo",
}  # fmt: skip


def normal(typed: object) -> str:
    """A name's written form: 张  三 → 张三, one middle dot ``·``, list marks before it gone."""
    text = tidy(typed).replace("\n", " ").strip()
    text = _LEADING.sub("", text)
    if HAN.search(text):
        text = _DOTS.sub("·", text).strip("·")
        text = _BETWEEN.sub("", text)
    return " ".join(text.split())


def comparable(name: str) -> str:
    """A name for comparing two lists: no blanks, no dots, one case."""
    return re.sub(r"[\s·]", "", normal(name)).casefold()


def spellings(name: str) -> list[list[str]]:
    """For each character its readings without tones, the surname's own first; ü is written v."""
    clean = comparable(name)
    return [_readings(char, first=i == 0) for i, char in enumerate(clean)]


def syllables_of(text: str) -> list[str]:
    """Return the usual pinyin of each character, without tones; what is no Chinese stays."""
    from pypinyin import lazy_pinyin  # as below

    return lazy_pinyin(text)


@lru_cache(maxsize=16384)
def _readings(char: str, *, first: bool) -> list[str]:
    from pypinyin import Style, pinyin  # 40 MB of words that most who come here never need

    if not HAN.match(char):
        return [char]
    found = [r.replace("ü", "v") for r in pinyin(char, style=Style.NORMAL, heteronym=True)[0]]
    if first and char in _AS_SURNAME:
        found.insert(0, _AS_SURNAME[char])
    return list(dict.fromkeys(r for r in found if r.isascii())) or [char]


def search_tokens(name: str) -> str:
    """What finds a name, space-separated: itself, full pinyin and initials in every reading.

    张三 → ``张三 zhangsan zs``; polyphones give each reading (曾: zeng, ceng), at most 24 ways;
    ü is given as v and as u, so that both lvli and luli find 吕丽.
    """
    rows = spellings(name)
    if not rows:
        return ""
    ways = _ways(rows)
    full = ["".join(way) for way in ways]
    initials = ["".join(syllable[0] for syllable in way) for way in ways]
    loose = [spelt.replace("v", "u") for spelt in full if "v" in spelt]
    return " ".join(dict.fromkeys([comparable(name), *full, *loose, *initials]))


def _ways(rows: list[list[str]]) -> list[tuple[str, ...]]:
    rows = [row[:4] for row in rows]
    while _count(rows) > _SPELLINGS:
        longest = max(range(len(rows)), key=lambda i: (len(rows[i]), i))
        rows[longest] = rows[longest][:-1]
    return list(product(*rows))


def _count(rows: list[list[str]]) -> int:
    total = 1
    for row in rows:
        total *= len(row)
    return total
