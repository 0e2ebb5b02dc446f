"""The board of running clocks, the wall screen, and the list of all incidents."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.incidents.kinds import Clock
from nuangang.incidents.models import Incident
from nuangang.incidents.queries.board import board, children_by, incidents_of
from nuangang.incidents.queries.figures import figures
from nuangang.incidents.queries.rota import names_now
from nuangang.incidents.queries.shielding import who_did
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of
from nuangang.policy.rules import may

ON_A_PAGE = 50


@may("incident")
def incidents(request: HttpRequest) -> HttpResponse:
    """Show what runs and the clock that runs out first; the page renews itself."""
    return render(request, "incidents/board.html", _board(request))


@may("incident")
def incidents_wall(request: HttpRequest) -> HttpResponse:
    """Show the board in large type for a screen on the wall, without a child's name."""
    return render(request, "incidents/wall.html", _board(request))


def _board(request: HttpRequest) -> dict[str, Any]:
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    clock, drill = one_of(request.GET.get("clock"), Clock.values), bool(request.GET.get("drill"))
    cards = board(actor, now, drill=drill, clock=clock)
    return {
        "cards": cards, "clock": clock, "clocks": Clock.choices, "drill": drill, "at": now,
        "on_duty": names_now(actor.school, now),
    }  # fmt: skip


@may("incident")
def incidents_list(request: HttpRequest) -> HttpResponse:
    """List all incidents, the newest first."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    given: dict[str, Any] = {
        "state": one_of(request.GET.get("state"), Incident.State.values),
        "clock": one_of(request.GET.get("clock"), Clock.values),
        "drill": bool(request.GET.get("drill")),
        "child": id_of(request.GET.get("child")),
    }
    page = Paginator(incidents_of(actor, **given), ON_A_PAGE).get_page(request.GET.get("page"))
    named = children_by(actor, [row.pk for row in page], now)
    leaders = {row.pk: who_did(actor, row, row.led_by) for row in page}
    context = {
        "leaders": leaders,
        "page": page, "named": named, "states": Incident.State.choices, "clocks": Clock.choices, **given,
    }  # fmt: skip
    return render(request, "incidents/list.html", context)


@may("incident", everywhere=True)
def incidents_figures(request: HttpRequest) -> HttpResponse:
    """Show how many there were of each kind and how many deadlines were kept, drills apart."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    context = {"real": figures(actor, now, drill=False), "drills": figures(actor, now, drill=True)}
    return render(request, "incidents/figures.html", context)
