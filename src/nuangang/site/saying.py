"""Translations in templates: a page says a hundred sentences, so each is looked up once a language."""

from functools import lru_cache
from typing import Any

from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup


def install(env: Environment) -> None:
    """Give templates _, gettext, ngettext, pgettext and npgettext, as Jinja's newstyle does.

    Texts are Markup, what is put into them is escaped, and `%` is always applied: `%%` is one %.
    """
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(_=say, gettext=say, pgettext=say_in_context)


def say(message: str, /, **values: Any) -> Markup:
    """Return `message` in the reader's language with `values` put in."""
    if values:
        return _text(translation.get_language(), "", message) % values
    return _plain(translation.get_language(), "", message)


def say_in_context(context: str, message: str, /, **values: Any) -> Markup:
    """Return what `message` means in `context`, with `values` put in."""
    if values:
        return _text(translation.get_language(), context, message) % values
    return _plain(translation.get_language(), context, message)


@lru_cache(maxsize=4000)
def _plain(language: str, context: str, message: str) -> Markup:
    return _text(language, context, message) % {}


@lru_cache(maxsize=4000)
def _text(_language: str, context: str, message: str) -> Markup:
    said = translation.pgettext(context, message) if context else translation.gettext(message)
    return Markup(said)  # noqa: S704 - from our own templates and catalogues, as Jinja takes them
