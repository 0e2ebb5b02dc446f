"""The front page of children's data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.policy.rules import may
from nuangang.privacy.parts import parts_for


@may("privacy")
def privacy(request: HttpRequest) -> HttpResponse:
    """List the parts of the law's papers, each with its state."""
    actor = request.actor  # type: ignore[attr-defined]
    found = parts_for(actor, timezone.localdate())
    return render(request, "privacy/front.html", {"parts": found})
