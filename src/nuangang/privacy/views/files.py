"""Answering with a file to save."""

from django.http import HttpResponse


def zip_to_save(data: bytes, name: str) -> HttpResponse:
    """Return a zip that the browser saves under `name`; nothing of it stays here."""
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
