"""All addresses of the product."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from nuangang.desk.demo_cast import is_demonstration
from nuangang.policy.rules import public
from nuangang.site import api_views, offline, views


@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that the server is there."""
    return HttpResponse("ok", content_type="text/plain")


def in_demonstration(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page exist in the demonstration only."""

    @public
    def shown(request: HttpRequest) -> HttpResponse:
        if not is_demonstration():
            raise Http404
        return view(request)

    return shown


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("components/", in_demonstration(views.components), name="components"),
    path("components/form", in_demonstration(views.components_form), name="components_form"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("offline/", offline.shell, name="offline"),
    path("reading", views.reading, name="reading"),
    path("api/", api_views.root, name="api_root"),
    path("api/v1/", api_views.root, name="api_root"),
    path("api/v1/docs", api_views.docs, name="api_docs"),
    path("api/v1/openapi.json", api_views.openapi, name="api_schema"),
    path("api/v1/<path:rest>", api_views.call, name="api"),
    path("", include("nuangang.desk.urls")),
    path("", include("nuangang.care.urls")),
    path("", include("nuangang.mentoring.urls")),
    path("", include("nuangang.notify.urls")),
    path("", include("nuangang.machine.urls")),
    path("", include("nuangang.privacy.urls")),
    path("", include("nuangang.wellbeing.urls")),
    path("", include("nuangang.incidents.urls")),
    path("", include("nuangang.safety.urls")),
]
handler500 = "nuangang.site.broken.broken"
