"""Answering with a file to save."""

from django.http import HttpResponse


def to_save(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file that the browser saves under `name`; nothing of it stays here."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
