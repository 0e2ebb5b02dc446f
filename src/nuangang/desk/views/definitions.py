"""The definitions of left-behind side by side on one date."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from nuangang.people.definition_counts import counts_on
from nuangang.people.definitions import DEFINITIONS
from nuangang.policy.rules import may

MOST_SHOWN = 200


@may("family", everywhere=True)
def definitions(request: HttpRequest) -> HttpResponse:
    """Count the children by every definition on a reference date; list where two differ."""
    actor = request.actor  # type: ignore[attr-defined]
    on = _day(request.GET.get("on", ""))
    compared = request.GET.get("with", "")
    counts, differing = counts_on(actor, on, compared)
    context = {
        "on": on,
        "counts": counts,
        "own": DEFINITIONS[actor.school.definition],
        "compared": DEFINITIONS.get(compared),
        "differing": differing[:MOST_SHOWN],
        "how_many": len(differing),
    }
    return render(request, "desk/definitions.html", context)


def _day(typed: str) -> date:
    try:
        return parse_date(typed) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
