"""Addresses of pages: a page has a hundred of them, and most differ only in an id."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.urls import NoReverseMatch, get_script_prefix, reverse


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of view `name`."""
    values = args or tuple(kwargs.values())
    if all(type(value) is UUID for value in values):
        shape = _shape(name, len(args), tuple(kwargs), settings.ROOT_URLCONF, get_script_prefix())
        return shape % values if values else shape
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=1000)
def _shape(name: str, places: int, names: tuple[str, ...], _urlconf: str, _prefix: str) -> str:
    """Return an address with %s for each id; for none of them the address itself."""
    ids = [UUID(int=number) for number in range(places + len(names))]
    made = reverse(name, args=ids[:places] or None, kwargs=dict(zip(names, ids, strict=False)))
    if not ids:
        return made
    made = made.replace("%", "%%")
    for id_ in ids:
        made = made.replace(str(id_), "%s")
    return made


def url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of view `name`, '' when this installation has no such view."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


def query(request_or_data: Any, **changes: Any) -> str:
    """Return '?…' as asked now but with `changes`; None drops a name, a list keeps several values.

    The page number is dropped unless it is among the changes, since a new filter starts on page 1.
    """
    data = getattr(request_or_data, "GET", request_or_data)
    lists = data.lists() if isinstance(data, QueryDict) else ((k, [v]) for k, v in data.items())
    pairs: dict[str, Any] = dict(lists)
    pairs.pop("page", None)
    for name, value in changes.items():
        pairs[name] = value if isinstance(value, (list, tuple)) else [value]
    flat = [(k, v) for k, values in pairs.items() for v in values if v not in (None, "")]
    return "?" + urlencode(flat)
