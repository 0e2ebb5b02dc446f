"""The head's board, and the lists behind the term's numbers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.care.kinds import kind_choices
from nuangang.care.models import PeriodResult
from nuangang.desk.figures.board import board_of
from nuangang.desk.figures.duties import term_for
from nuangang.desk.figures.share import Share
from nuangang.desk.figures.term_list import COUNTS, in_words, narrowed, page_of_term
from nuangang.desk.views.today import when_text
from nuangang.people.queries import classes
from nuangang.policy.guards import visible
from nuangang.policy.rules import may
from nuangang.terms.queries import calendar_of

PER_PAGE, ALL = 50, 5000


@may("board")
def board(request: HttpRequest) -> HttpResponse:
    """Show whom the school's care reaches and whom not; ?of=term for the table of the whole term."""
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    context = {
        "board": board_of(actor, now, whole_term=request.GET.get("of") == "term"),
        "when": when_text(calendar_of(actor.school), timezone.localdate()),
    }
    return render(request, "desk/board.html", context)


@may("board")
def board_term(request: HttpRequest) -> HttpResponse:
    """List for whom the term's promises were kept and missed, those missed most first."""
    actor = request.actor  # type: ignore[attr-defined]
    on, calendar = timezone.localdate(), calendar_of(actor.school)
    year = calendar.school_year_of(on)
    asked = {"klass": _id(request.GET.get("klass", "")), "kind": request.GET.get("kind", "")}
    frozen = narrowed(visible(actor, PeriodResult), term_for(calendar, on), **asked)
    size = ALL if "all" in request.GET else PER_PAGE
    page = page_of_term(frozen, request.GET.get("page"), size)
    whole = frozen.aggregate(**COUNTS)
    context = {
        "page": page,
        "rows": in_words(actor.school_id, page.object_list, year),
        "whole": Share(whole["kept"], whole["total"]),
        "asked": asked,
        "chosen": {name: value for name, value in asked.items() if value},
        "classes": [(str(k.pk), k.name_on(year)) for k in classes(actor, year)],
        "kinds": kind_choices(actor.school),
        "all_shown": size == ALL,
    }
    return render(request, "desk/board_term.html", context)


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return text if text == "none" else ""
