"""Sealed notes: a keeper's own list, one child's, one note opened, written, corrected, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.lib.ids import new_id
from nuangang.people.models import Child
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.wellbeing.actions.glass import may_break, reads_all
from nuangang.wellbeing.actions.notes import note_printed, open_note, write_note
from nuangang.wellbeing.guards import live_glass, standing_notes
from nuangang.wellbeing.models import SealedNote
from nuangang.wellbeing.note_forms import FORMS, NoteForm, shown
from nuangang.wellbeing.queries.notes import children_followed, notes_of, session_number

Kind = SealedNote.Kind


@may("counselling")
def counselling(request: HttpRequest) -> HttpResponse:
    """Show the counsellor's children, who is due next first; no note's text."""
    return _home(request, Kind.COUNSELLING)


@may("legal")
def legal_aid(request: HttpRequest) -> HttpResponse:
    """Show the children with legal aid notes, whose next day comes first on top; no note's text."""
    return _home(request, Kind.LEGAL)


def _home(request: HttpRequest, kind: str) -> HttpResponse:
    rows = children_followed(request.actor, kind)  # type: ignore[attr-defined]
    on = timezone.localdate()
    due = [row for row in rows if row["next_on"] and row["next_on"] <= on]
    coming = [row for row in rows if row["next_on"] and row["next_on"] > on]
    context = {
        "kind": kind, "due": due, "coming": coming, "on": on, "count": len(rows),
        "rest": [row for row in rows if not row["next_on"]],
    }  # fmt: skip
    return render(request, "wellbeing/notes_home.html", context)


def _child(actor: Actor, pk: UUID) -> Child:
    return fetch(actor, Child, pk, rows=lambda rows: rows.select_related("klass"))


@may("sealed_trace")
def sealed_child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List that there are notes of a child, by whom and of which days; each opens by itself."""
    actor = request.actor  # type: ignore[attr-defined]
    child, reads = _child(actor, pk), reads_all(actor)
    glass = live_glass(actor, child.pk)
    record(actor, "listed_sealed", kind="child", object_id=child.pk, label=child.name)
    context = {
        "child": child, "notes": notes_of(actor, child), "reads": reads, "glass": glass,
        "left": _seconds_left(glass), "may_break": not glass and may_break(actor, child),
        "writes": [kind for kind in reads if actor.everywhere(kind, "write")],
    }  # fmt: skip
    return render(request, "wellbeing/sealed_child.html", context)


def _seconds_left(glass: Any) -> int:
    return max(1, int((glass.ends_at - timezone.now()).total_seconds())) if glass else 0


def _note(actor: Actor, pk: UUID) -> SealedNote:
    joined = ("child__klass", "by", "supersedes__by")
    return fetch(actor, SealedNote, pk, rows=lambda rows: rows.select_related(*joined))


@fresh_factor
@may("sealed_trace")
def sealed_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open one note, for whoever keeps its kind or has broken the glass; recorded each time."""
    actor = request.actor  # type: ignore[attr-defined]
    note = _note(actor, pk)
    pairs = shown(note.kind, open_note(actor, note))
    keeps = actor.everywhere(note.kind)
    glass = None if keeps else live_glass(actor, note.child_id)
    stands = standing_notes(actor.school_id).filter(pk=note.pk).exists()
    context = {
        "note": note, "pairs": pairs, "glass": glass, "left": _seconds_left(glass),
        "stands": stands, "may_mend": stands and actor.everywhere(note.kind, "write"),
        "may_print": keeps,
    }  # fmt: skip
    return render(request, "wellbeing/sealed_note.html", context)


@may("counselling", "write")
def counselling_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a counselling note."""
    return _write(request, pk, Kind.COUNSELLING)


@may("legal", "write")
def legal_aid_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a legal aid note."""
    return _write(request, pk, Kind.LEGAL)


def _write(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    child = _child(actor, pk)
    initial = {"once": new_id(), "happened_on": today, "setting": "one"}
    form = FORMS[kind](request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        _keep(actor, child, kind, form)
        messages.success(request, _("The note is sealed."))
        return redirect("sealed_child", pk=child.pk)
    number = session_number(actor.school_id, child.pk, kind)
    context = {"form": form, "child": child, "kind": kind, "number": number}
    return render(request, "wellbeing/note_form.html", context, status=422 if form.errors else 200)


def _keep(
    actor: Actor, child: Child, kind: str, form: NoteForm, mends: SealedNote | None = None
) -> None:
    given = form.cleaned_data
    write_note(
        actor, child, kind, once=given["once"], happened_on=given["happened_on"],
        next_on=given["next_on"], body=form.body(), supersedes=mends,
    )  # fmt: skip


@fresh_factor
@may("sealed_trace")
def note_mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a note by a new one that takes its place; the earlier one stays readable behind it."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    note = _to_write(actor, pk)
    body = open_note(actor, note)
    days = {"once": new_id(), "happened_on": note.happened_on, "next_on": note.next_on}
    begun = {**body, **days, "why": ""}
    form = FORMS[note.kind](
        request.POST if "once" in request.POST else None, initial=begun, today=today, mends=True
    )
    if form.is_bound and form.is_valid():
        if not standing_notes(actor.school_id).filter(pk=note.pk).exists():
            messages.info(request, _("Somebody has corrected this note already."))
        else:
            _keep(actor, note.child, note.kind, form, note)
            messages.success(request, _("Corrected. The earlier wording stays on file."))
        return redirect("sealed_child", pk=note.child_id)
    context = {"form": form, "child": note.child, "kind": note.kind, "mends": note}
    return render(request, "wellbeing/note_form.html", context, status=422 if form.errors else 200)


def _to_write(actor: Actor, pk: UUID) -> SealedNote:
    note = _note(actor, pk)
    if not actor.everywhere(note.kind, "write"):
        raise Http404
    return note


@fresh_factor
@may("sealed_trace")
def note_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one note as a sheet with a code instead of the name, marked with who printed it and when."""
    actor = request.actor  # type: ignore[attr-defined]
    note = _to_write(actor, pk)
    pairs = shown(note.kind, open_note(actor, note))
    note_printed(actor, note)
    klass, year = note.child.klass, school_year_of(actor, note.happened_on)
    context = {
        "note": note, "pairs": pairs, "code": code_of(note.child_id),
        "grade": klass.grade_on(year) if klass else None,
    }  # fmt: skip
    return render(request, "wellbeing/note_print.html", context)


def code_of(child: UUID) -> str:
    """Return the code that stands for a child on paper (§8.5: no name, no number of the state's)."""
    return child.hex[-6:].upper()
