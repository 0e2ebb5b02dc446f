"""What people type into cells, made comparable without changing what it says."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

_UNSEEN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, 173, 8203, 8204, 8205, 8206, 8207, 8288, 65279, 65534]
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NOTHING = frozenset(
    "无 没有 不详 不清楚 不知道 不明 未知 暂无 暂缺 缺 空 无电话 无手机 没有电话 没有手机 没电话 没手机 未填 无联系电话 无联系方式 没有联系方式 "
    "/ \\ - -- --- — —— ——— _ __ 、 . .. … …… × x na n/a null none nan #n/a 〇 无此人 不祥".split()
)
_SAME = frozenset('同上 〃 " ″ “ ” 〞 同前 同左 上同 "" \'\' ’’ ,, 々 ″″ 〃〃 ↑'.split())
_LONGEST_NOTHING = 12
_MARKS = frozenset("√✓✔☑☒●■★◆○□☐✅〃″\"’'々↑#")
_LONGEST_SAME = 6


def tidy(value: object) -> str:
    """A cell's text as typed: unseen characters gone, runs of blanks made one, ends trimmed.

    Whole floats lose their ``.0``; dates come as ISO text.
    """
    if isinstance(value, str):
        if value.isalnum():
            return value
        text = value
        if "_x" in text:
            text = _EXCEL_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        if text.startswith("="):
            text = _FORMULA_TEXT.sub(r"\1", text)
        text = _SPACES.sub(" ", text.translate(_UNSEEN)).strip()
        if text.startswith("'") and len(text) > 1:
            text = text[1:].lstrip()
        return text
    return _other_text(value)


def _other_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else tidy(str(value))


def plain(value: object) -> str:
    """Text for comparing: tidy, full-width made half-width (NFKC), upper case kept."""
    text = tidy(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    return text


def squeezed(value: object) -> str:
    """`plain` without any white space at all."""
    text = plain(value)
    return text if text.isalnum() else "".join(text.split())


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds a word for "none" (无, 不详, /, —), domain.md §5.6."""
    if text.isalnum():
        return len(text) < 7 and text.lower() in _NOTHING
    if text and not any(map(str.isalnum, text)) and not _MARKS.intersection(text):
        return True
    return not text or (len(text) < _LONGEST_NOTHING and squeezed(text).lower() in _NOTHING)


def says_same(text: str) -> bool:
    """Whether a cell says "as above" (同上, 〃), domain.md §5.6."""
    if text.isalnum():
        return text in _SAME
    return len(text) < _LONGEST_SAME and (text in _SAME or squeezed(text) in _SAME)
