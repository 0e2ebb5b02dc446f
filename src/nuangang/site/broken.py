"""What is shown when something broke: sealed data that can't be opened says so."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

from nuangang.lib.master_keys import KeyMissingError, SealError


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for an error nobody expected; for a key that is missing with what to do about it."""
    error = sys.exc_info()[1]
    if not isinstance(error, SealError):
        return server_error(request)
    context = {"missing": isinstance(error, KeyMissingError)}
    page = loader.render_to_string("sealed.html", context)
    return HttpResponse(page, status=503, headers={"Cache-Control": "no-store"})
