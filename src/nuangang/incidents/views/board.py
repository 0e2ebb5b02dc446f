"""The board of running clocks, the wall screen, and the list of all incidents."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from nuangang.audit.actions import record
from nuangang.incidents.figure_lines import columns, lines
from nuangang.incidents.kinds import KINDS, Clock, Party
from nuangang.incidents.models import Incident
from nuangang.incidents.queries.board import NOBODY, Asked, board, children_by, incidents_of
from nuangang.incidents.queries.figures import IN_TIME, LATE, NEVER, VERDICTS, figures
from nuangang.incidents.queries.rota import names_now
from nuangang.incidents.queries.shielding import who_did
from nuangang.incidents.spans import SPANS, span_of
from nuangang.incidents.views.files import to_save
from nuangang.lib.asked import one_of
from nuangang.lib.csv_file import csv_file
from nuangang.lib.dates import short_date
from nuangang.lib.ids import id_of
from nuangang.policy.rules import may

ON_A_PAGE = 50
VERDICT_WORDS = {
    IN_TIME: _lazy("told in time"), LATE: _lazy("told too late"), NEVER: _lazy("never told"),
}  # fmt: skip


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
    asked = _asked(request)
    page = Paginator(incidents_of(actor, asked, now), ON_A_PAGE).get_page(request.GET.get("page"))
    named = children_by(actor, [row.pk for row in page], now)
    leaders = {row.pk: who_did(actor, row, row.led_by) for row in page}
    context = {
        "leaders": leaders, "page": page, "named": named, "states": Incident.State.choices,
        "clocks": Clock.choices, "asked": asked, "chips": _chips(asked),
    }  # fmt: skip
    return render(request, "incidents/list.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Return what the list is narrowed to by its address."""
    given, today = request.GET, timezone.localdate()
    led = given.get("led", "")
    spanned = any(given.get(name) for name in ("from", "to", "span"))
    school = request.actor.school  # type: ignore[attr-defined]
    return Asked(
        drill=bool(given.get("drill")), state=one_of(given.get("state"), Incident.State.values),
        clock=one_of(given.get("clock"), Clock.values), kind=one_of(given.get("kind"), KINDS),
        child=id_of(given.get("child")), span=span_of(given, school, today) if spanned else None,
        party=one_of(given.get("party"), Party.values), verdict=one_of(given.get("verdict"), VERDICTS),
        led=NOBODY if led == NOBODY else str(id_of(led) or ""), counted=bool(given.get("counted")),
    )  # fmt: skip


def _chips(asked: Asked) -> list[tuple[Any, dict[str, None]]]:
    """Return what the list is narrowed to beside the fields above it, each with what to leave out of the address."""
    found: list[tuple[Any, tuple[str, ...]]] = []
    if asked.kind:
        found.append((KINDS[asked.kind].words, ("kind",)))
    if asked.span:
        words = f"{short_date(asked.span.begins)} – {short_date(asked.span.ends)}"
        found.append((words, ("span", "from", "to")))
    if asked.verdict:
        whom = f"{Party(asked.party).label}: " if asked.party else ""
        found.append((f"{whom}{VERDICT_WORDS[asked.verdict]}", ("party", "verdict")))
    if asked.led:
        found.append(
            (
                pgettext("incident", "nobody led") if asked.led == NOBODY else _("by who led"),
                ("led",),
            )
        )
    if asked.child:
        found.append((_("one child"), ("child",)))
    return [(words, dict.fromkeys(("page", *gone))) for words, gone in found]


@may("incident", everywhere=True)
def incidents_figures(request: HttpRequest) -> HttpResponse:
    """Show how often who was told in time, who led, and how long it took; drills apart."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    span = span_of(request.GET, actor.school, timezone.localdate())
    real, drills = figures(actor, now, span.begins, span.ends)
    context = {"real": real, "drills": drills, "span": span, "spans": SPANS}
    return render(request, "incidents/figures.html", context)


@may("incident", everywhere=True)
def incidents_figures_file(request: HttpRequest) -> HttpResponse:
    """Answer with the figures as a table that Excel and WPS open; no child is in it."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    span = span_of(request.GET, actor.school, timezone.localdate())
    data = csv_file(columns(), lines(*figures(actor, now, span.begins, span.ends)))
    begins, ends = str(span.begins), str(span.ends)
    record(actor, "took_incident_figures", kind="incident", begins=begins, ends=ends)
    return to_save(data, f"incidents-{span.begins}-{span.ends}.csv", "text/csv; charset=utf-8")
