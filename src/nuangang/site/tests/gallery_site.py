"""Addresses for tests of the frame: the real ones, the gallery, and pages that fail."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.urls import include, path

from nuangang.site import views


def _raise(error):
    def page(_request):
        raise error

    return page


urlpatterns = [
    path("reading", views.reading, name="reading"),
    path("components/", include("nuangang.site.gallery_urls")),
    path("broken", _raise(RuntimeError("on purpose"))),
    path("forbidden", _raise(PermissionDenied())),
    path("odd", _raise(BadRequest())),
]
