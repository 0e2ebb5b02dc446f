"""The mark of a state, said hundreds of times on a page: each is drawn once a language."""

from functools import lru_cache

from django.utils.translation import get_language, pgettext
from markupsafe import Markup, escape

SHAPES = {"met": "●", "waiting": "○", "urgent": "▲", "excused": "◇"}


def status(kind: str, word: str = "", filled: bool = False) -> Markup:
    """Return the mark of a duty's state with its usual word, unless another is given."""
    return _drawn(kind, escape(word), filled, get_language())


@lru_cache(maxsize=1000)
def _drawn(kind: str, word: Markup, filled: bool, _language: str) -> Markup:
    frame = '<span class="status {}{}"><i aria-hidden="true">{}</i>{}</span>'
    full = " filled" if filled else ""
    return Markup(frame).format(kind, full, SHAPES[kind], word or _usual()[kind])  # noqa: S704


def _usual() -> dict[str, str]:
    return {
        "met": pgettext("duty", "done"),
        "waiting": pgettext("duty", "to do"),
        "urgent": pgettext("duty", "late"),
        "excused": pgettext("duty", "excused"),
    }
