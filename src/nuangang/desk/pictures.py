"""How a picture of a child comes to the server and leaves it."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from nuangang.lib import pictures


def bytes_of(file: UploadedFile | None) -> bytes:
    """Return what was uploaded; nothing larger than a photo is taken into memory."""
    if file is None:
        raise pictures.EmptyError
    if (file.size or 0) > pictures.MOST_BYTES:
        raise pictures.TooLargeError
    return file.read()


def jpeg(data: bytes, name: str, *, keep: bool) -> HttpResponse:
    """Return a JPEG that does nothing but be shown; with `keep` this browser may hold it a day.

    It is held for this session only (Vary), so the next person at a shared computer asks anew.
    """
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, max-age=86400" if keep else "private, no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer
