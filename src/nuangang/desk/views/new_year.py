"""The new school year: what will happen on its first day, confirmed by a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.desk.figures.new_year import overdue, turn_of, year_to_turn
from nuangang.desk.models import NewYear
from nuangang.desk.turning_year import (
    BuiltOnError,
    built_on,
    call_off_year,
    confirm_year,
    keep_choices,
    undo_year,
)
from nuangang.people.models import Child, Staff, not_over
from nuangang.people.queries import here, search
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

MOST_CLASSES = 40


@may("new_year", "write")
def new_year(request: HttpRequest) -> HttpResponse:
    """Show the turn into the next school year; keep how many classes begin and who teaches."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    year = year_to_turn(actor, today)
    turn = turn_of(actor, year, today)
    if request.method == "POST":
        _keep(request, year, turn)
        return redirect("new_year")
    words = request.GET.get("q", "").strip()
    done = turn.state == NewYear.State.DONE
    context = {
        "turn": turn,
        "today": today,
        "overdue": overdue(actor, today),
        "q": words,
        "found": _found(actor, words, today) if words else [],
        "targets": [(t.klass.pk, t.after) for t in turn.staying],
        "people": visible(actor, Staff).filter(not_over(turn.on)).order_by("name"),
        "done": done,
        "may_undo": done and turn.row and not built_on(actor.school, turn.row),
    }
    return render(request, "desk/new_year.html", context)


def _found(actor: Any, words: str, today: Any) -> list[Child]:
    rows = here(search(actor, words, on=today), today)
    return list(rows.select_related("klass").order_by("search", "pk")[:10])


def _keep(request: HttpRequest, year: int, turn: Any) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    typed = request.POST.get("classes", "")
    if not typed.isdigit() or int(typed) > MOST_CLASSES:
        messages.error(request, _("Type how many classes begin: a number up to 40."))
        return
    people = {str(pk) for pk in visible(actor, Staff).values_list("pk", flat=True)}
    teachers = {}
    for item in turn.staying:
        chosen = request.POST.get(f"teacher-{item.klass.pk}", "")
        if chosen in people:
            teachers[str(item.klass.pk)] = chosen
    keep_choices(actor, year, classes=int(typed), teachers=teachers)
    messages.success(request, _("Kept. Nothing has changed yet."))


@require_POST
@may("new_year", "write")
def new_year_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a child repeat or skip a year, into the class chosen; without a class, as usual."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, "write")
    today = timezone.localdate()
    year = year_to_turn(actor, today)
    turn = turn_of(actor, year, today)
    moves = dict(turn.row.choices.get("moves", {})) if turn.row else {}
    targets = {str(item.klass.pk) for item in turn.staying}
    chosen = request.POST.get("klass", "")
    if not chosen:
        moves.pop(str(child.pk), None)
    elif chosen in targets:
        moves[str(child.pk)] = chosen
    else:
        messages.error(request, _("Choose a class that goes on in the new year."))
        return redirect("new_year")
    keep_choices(actor, year, moves=moves)
    return redirect("new_year")


@require_POST
@may("new_year", "write")
def new_year_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm: done on the first day of the year by itself, at once if that day has come."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    year = year_to_turn(actor, today)
    turn = turn_of(actor, year, today)
    keep_choices(actor, year, classes=turn.new_classes)
    row = confirm_year(actor, year)
    if row.state == NewYear.State.DONE:
        messages.success(request, _("The new school year has begun."))
    else:
        messages.success(request, _("Confirmed. It happens by itself on the day."))
    return redirect("new_year")


@require_POST
@may("new_year", "write")
def new_year_off(request: HttpRequest) -> HttpResponse:
    """Take the confirmation back before its day."""
    actor = request.actor  # type: ignore[attr-defined]
    call_off_year(actor, year_to_turn(actor, timezone.localdate()))
    messages.success(request, _("Taken back. Nothing happens before you confirm again."))
    return redirect("new_year")


@require_POST
@may("new_year", "write")
def new_year_undo(request: HttpRequest) -> HttpResponse:
    """Undo the turn while nothing rests on it."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        undo_year(actor, year_to_turn(actor, timezone.localdate()))
        messages.success(request, _("Undone: classes, files and pairs are as before."))
    except BuiltOnError:
        messages.error(
            request,
            _("It can't be undone any more: children are in the new classes, or something was "
              "recorded since. Open single files again on the child's page."),
        )  # fmt: skip
    return redirect("new_year")
