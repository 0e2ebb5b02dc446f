"""What may stand in public about a child, and the search for what may not (L13; MoE notice of 2017)."""

import re
import unicodedata
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SCHOOL, GRADE, CLASS = "school", "grade", "class"
COLUMNS = {
    SCHOOL: gettext_lazy("School"),
    GRADE: gettext_lazy("Grade"),
    CLASS: gettext_lazy("Class"),
}
_GAPS = re.compile(r"(?<=\d)[\s\-—–_.·,，、/]+(?=[\dXx])")
_RUN = re.compile(r"\d{8,}")
_LONG = re.compile(r"\d{17}[Xx]|\d{11,}")
_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}")
YOUNGEST = 3


def hidden(name: str) -> str:
    """Return a name with its second character hidden: 李*怡, 李*."""
    return f"{name[:1]}*{name[2:]}" if len(name) > 1 else name


def forbidden_in(text: str) -> str:
    """Return in words why a text may not stand in public: a number in it, a date of birth; '' if it may.

    Full-width digits count as digits, and gaps within a number don't hide it.
    """
    plain = unicodedata.normalize("NFKC", text)
    this_year = timezone.localdate().year
    if any(int(year) <= this_year - YOUNGEST for year in _DAY.findall(plain)):
        return _("A date of birth may not stand in public.")
    runs = [*_LONG.findall(_GAPS.sub("", plain)), *_RUN.findall(plain)]
    return _named(runs[0]) if runs else ""


def _named(run: str) -> str:
    digits = len(run)
    if digits in (15, 18):
        text = _("“%(text)s” looks like an ID number.")
    elif digits == 11:
        text = _("“%(text)s” looks like a phone number.")
    elif 16 <= digits <= 19:
        text = _("“%(text)s” looks like a bank card.")
    else:
        text = _("“%(text)s”: so long a number may not stand in public.")
    return text % {"text": run}


def faults(rows: list[dict[str, Any]], *texts: str) -> list[str]:
    """Return everything that may not stand in public in a list's texts and cells."""
    cells = [str(value) for row in rows for value in row.values()]
    return [fault for text in (*texts, *cells) if (fault := forbidden_in(text))]
