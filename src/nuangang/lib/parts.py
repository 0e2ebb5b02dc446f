"""Which part of a page a script on it asks for; without scripts, always the whole of it."""

from django.http import HttpRequest


def asked_part(request: HttpRequest) -> str:
    """Return 'results' for the list alone, 'content' for a page without its frame, '' for all.

    The browser says what it will do with the answer, never which template is rendered: it gets
    the same page, checked the same, less what it would throw away.
    """
    if "HX-Request" not in request.headers:
        return ""
    return "results" if request.headers.get("HX-Target") == "results" else "content"
