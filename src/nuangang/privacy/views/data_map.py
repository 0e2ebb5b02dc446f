"""The map of all data kept about children and families."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nuangang.people.purposes import PURPOSES
from nuangang.policy.rules import may
from nuangang.privacy.queries.data_map import ROLES, map_in_words


@may("privacy")
def data_map(request: HttpRequest) -> HttpResponse:
    """Show which data are kept, for what, on what basis, who sees them and how long; to be printed too."""
    asked = {
        name: request.GET.get(name, "").strip()[:60] for name in ("q", "purpose", "post", "all")
    }
    context = {
        "lines": map_in_words(**asked),
        "asked": asked,
        "purposes": [(each.code, each.title) for each in PURPOSES],
        "posts": list(ROLES.items()),
    }
    return render(request, "privacy/data_map.html", context)
