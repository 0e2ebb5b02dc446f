"""The options of a drop-down above a list: some hundred on a page, so put together here."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape


def option_list(options: Iterable[tuple[Any, Any]], chosen: Any = "") -> Markup:
    """Return an option for each value with its words, the chosen one selected."""
    wanted = str(chosen)
    return Markup(  # noqa: S704 - every part is escaped
        "".join(
            f'<option value="{escape(value)}"{" selected" if str(value) == wanted else ""}>'
            f"{escape(words)}</option>"
            for value, words in options
        )
    )
