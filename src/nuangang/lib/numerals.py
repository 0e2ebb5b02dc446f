"""Chinese numerals as they stand in class names and dates."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "O": 0, "o": 0, "Ο": 0, "两": 2,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_DIGITS |= {str(i): i for i in range(10)}


def digits(text: str) -> str | None:
    """Each numeral as a digit, 二〇一二 → "2012"; None if a character is no numeral."""
    found = [_DIGITS.get(c) for c in text]
    return None if not found or None in found else "".join(map(str, found))


def number(text: str) -> int | None:
    """A whole number below a hundred, 二十三 → 23, 廿三 → 23, "07" → 7; None if it is none."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("拾", "十")
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 else None
    if "十" not in text:
        return _DIGITS.get(text) if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    ten = _DIGITS.get(tens) if tens else 1
    one = _DIGITS.get(ones) if ones else 0
    return None if not ten or one is None or (ones and not one) else ten * 10 + one
