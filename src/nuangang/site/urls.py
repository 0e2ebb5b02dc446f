"""All addresses of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from nuangang.policy.rules import public
from nuangang.site import views


@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that the server is there."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("reading", views.reading, name="reading"),
    path("", include("nuangang.desk.urls")),
    path("", include("nuangang.care.urls")),
]
