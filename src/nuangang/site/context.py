"""What every page's template is given."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def sign_in_mark(request: HttpRequest) -> str:
    """Return what tells a phone one sign-in from the next, and gives nothing of the session away."""
    key = request.session.session_key or ""
    return salted_hmac("nuangang.sign_in", key, algorithm="sha256").hexdigest()[:20]


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the actor, the menu of pages they may open, and how they like to read."""
    from nuangang.desk.menu import menu_for

    actor = getattr(request, "actor", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "actor": actor,
        "school": actor.school if actor else None,
        "menu": menu_for(actor, here) if actor else [],
        "sign_in": sign_in_mark(request) if actor else "",
        "large_type": request.COOKIES.get("type") == "large",
        "high_contrast": request.COOKIES.get("contrast") == "high",
    }
