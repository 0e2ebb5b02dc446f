"""The product's addresses, and /ceiling/: a session, an actor, one statement, one bare template."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from nuangang.people.models import Child
from nuangang.policy.rules import may

COLUMNS = ("id", "name", "gender", "village", "left_behind", "klass__number", "joined_on")
PAGE = """<!doctype html><title>50</title><table>{% for row in rows %}<tr>
{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>"""


@may("child")
def fifty(request: HttpRequest) -> HttpResponse:
    """List fifty children with nothing around them."""
    rows = Child.objects.filter(school_id=request.actor.school_id).order_by("search", "id")
    return HttpResponse(_page().render({"rows": rows.values_list(*COLUMNS)[:50]}))


@cache
def _page():
    """Compile the template once, as a loader does."""
    return engines["jinja2"].from_string(PAGE)


urlpatterns = [path("ceiling/", fifty), path("", include("nuangang.site.urls"))]
