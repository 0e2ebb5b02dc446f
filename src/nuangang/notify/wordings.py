"""The texts of messages, as delivered and in a school's own words.

Apps above make theirs `known`. A school's text may hold the placeholders that the delivered one has and
no others, written {学校}; none stands for a child, so no child's name gets into a message by one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from nuangang.notify.models import SchoolText

LONGEST = 280
# name in code → how it is written in a text, and an example for the preview.
PLACES = {
    "school": ("{学校}", "安平中学"),
    "who": ("{谁}", "王老师"),
    "link": ("{链接}", "https://nuangang.example.com/seen/AN/K7M4QX2TRB9D"),
    "when": ("{时间}", "07:42"),
    "count": ("{几件}", "3"),
}
_PLACE = re.compile(r"[{｛][^{}｛｝]*[}｝]?|[}｝]")


@dataclass(frozen=True)
class Wording:
    """One text: its code, what it is for, as delivered, what may stand in it, and what must."""

    code: str
    title: Any
    delivered: Any
    places: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    to_group: bool = False

    def as_delivered(self) -> str:
        """Return the delivered text in Chinese, with placeholders as a school writes them."""
        with translation.override("zh-hans"):
            return str(self.delivered) % {name: PLACES[name][0] for name in self.places}


_KNOWN: dict[str, Wording] = {}


def known(wording: Wording) -> Wording:
    """Register a text that messages are made of."""
    _KNOWN[wording.code] = wording
    return wording


def wordings() -> list[Wording]:
    """Return all texts, by code."""
    return [_KNOWN[code] for code in sorted(_KNOWN)]


def wording(code: str) -> Wording | None:
    """Return the text of this code."""
    return _KNOWN.get(code)


def words_of(school_id: Any, code: str, **given: Any) -> str:
    """Return a message's text in the school's words, its placeholders filled with `given`."""
    rows = SchoolText.objects.filter(school_id=school_id, code=code).order_by("-number")
    own = rows.values_list("text", flat=True).first()
    return filled(own or _KNOWN[code].as_delivered(), given)


def filled(text: str, given: dict[str, Any]) -> str:
    """Return `text` with what was given in its places; what is given is not read for places again."""
    by_mark = {PLACES[name][0]: str(value) for name, value in given.items()}
    return _PLACE.sub(lambda found: by_mark.get(found.group(), found.group()), text)


def preview(text: str) -> str:
    """Return a text with examples in its places."""
    return filled(text, {name: example for name, (_mark, example) in PLACES.items()})


def problems(of: Wording, text: str) -> Iterator[str]:
    """Yield what keeps a text from being used, each in a sentence."""
    allowed = [PLACES[name][0] for name in of.places]
    for found in dict.fromkeys(_PLACE.findall(text)):
        if found not in allowed:
            told = {"found": found, "allowed": "、".join(allowed) or "–"}
            yield _("%(found)s can't be filled in. In this text may stand: %(allowed)s") % told
    for name in of.needed:
        if PLACES[name][0] not in text:
            yield _("%(place)s must stand in it, or nobody can answer.") % {
                "place": PLACES[name][0]
            }
    if "暖港" not in text and of.to_group:
        yield _("暖港 must stand in it: robots of chat groups ask for that word.")
    if len(preview(text)) > LONGEST:
        told = {"most": LONGEST, "count": len(preview(text))}
        yield (
            _("It is %(count)s characters long with what is filled in; at most %(most)s go.") % told
        )
