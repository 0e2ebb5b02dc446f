"""Where a form leads once it is saved."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """Return the page of ours to go back to, today's unless told."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(given, {request.get_host()}, request.is_secure())
    return given if own and given.startswith("/") else reverse("today")
