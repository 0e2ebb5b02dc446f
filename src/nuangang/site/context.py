"""What every page's template is given."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the actor, the menu of pages they may open, and how they like to read."""
    from nuangang.desk.menu import menu_for

    actor = getattr(request, "actor", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "actor": actor,
        "school": actor.school if actor else None,
        "menu": menu_for(actor, here) if actor else [],
        "large_type": request.COOKIES.get("type") == "large",
        "high_contrast": request.COOKIES.get("contrast") == "high",
    }
