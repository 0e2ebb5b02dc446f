"""The classes: how far their files are, whose turn it is, and the classes themselves."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.people import class_queries
from nuangang.people.actions.classes import add_class, change_class
from nuangang.people.actions.filling import FILLERS
from nuangang.people.class_forms import ClassForm
from nuangang.people.completeness import GAPS, by_turn
from nuangang.people.definitions import DEFINITIONS
from nuangang.people.fields import sight_in, with_ties
from nuangang.people.file_page import term_began, verified_since
from nuangang.people.models import Child, SchoolClass
from nuangang.people.queries import LEFT_BEHIND, children_here, school_year_of
from nuangang.people.queries import classes as classes_of
from nuangang.policy.guards import fetch
from nuangang.policy.matrix import HIDDEN
from nuangang.policy.rules import may


@may("class")
def classes(request: HttpRequest) -> HttpResponse:
    """List the classes with their teacher and how far the files are."""
    actor = request.actor  # type: ignore[attr-defined]
    on = timezone.localdate()
    year = school_year_of(actor, on)
    files = class_queries.files_by_class(actor, on)
    teachers = class_queries.class_teachers(actor, on)
    rows = [
        {
            "id": klass.pk,
            "name": klass.name_on(year),
            "teacher": teachers.get(klass.pk, ""),
            "files": files.get(klass.pk, class_queries.ClassFiles()),
        }
        for klass in classes_of(actor, year)
        if actor.everywhere("child") or klass.pk in files
    ]
    context = {
        "rows": rows,
        "whole": class_queries.together(files.values()),
        "without": files.get(None),
        "printed": DEFINITIONS[actor.school.definition].printed(on),
    }
    return render(request, "desk/classes.html", context)


@may("class", "write")
def class_new(request: HttpRequest) -> HttpResponse:
    """Add a class."""
    actor = request.actor  # type: ignore[attr-defined]
    year = school_year_of(actor, timezone.localdate())
    first = actor.school.first_grade
    form = ClassForm(
        request.POST or None,
        instance=SchoolClass(school=actor.school),
        initial={"entry_year": year, "entry_grade": first, "number": 1},
    )
    if request.method == "POST" and form.is_valid():
        klass = add_class(actor, actor.school, form.cleaned_data)
        messages.success(request, _("%(name)s is there.") % {"name": klass.name_on(year)})
        return redirect("classes")
    context = {"form": form, "klass": None, "name": ""}
    return render(request, "desk/class_form.html", context, status=422 if form.errors else 200)


@may("class", "write")
def class_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a class."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk, "write")
    shown = fetch(actor, SchoolClass, pk, "write")
    form = ClassForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        change_class(actor, klass, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("classes")
    year = school_year_of(actor, timezone.localdate())
    context = {"form": form, "klass": klass, "name": klass.name_on(year)}
    return render(request, "desk/class_form.html", context, status=422 if form.errors else 200)


_OF_CLASS = ("id", "name", "left_behind", "gaps", "verified_on", "is_tied", "is_family")


@may("child")
def class_page(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one class: each child's file, what it lacks, and whose turn it is."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk)
    on = timezone.localdate()
    children = with_ties(actor, children_here(actor, on).filter(klass_id=klass.pk), ("file",))
    files, rows = class_queries.ClassFiles(), []
    for row in children.order_by("search", "id").values(*_OF_CLASS):
        if sight_in(actor, row, klass.pk, klass.entry_year).sees("file") == HIDDEN:
            row |= {"left_behind": "", "gaps": [], "verified_on": None}
        else:
            files.count(row["left_behind"], row["gaps"])
        rows.append(_row(row))
    began = term_began(actor, on)
    name = klass.name_on(school_year_of(actor, on))
    record(actor, "listed", kind="class", object_id=klass.pk, label=name, count=len(rows))
    context = {
        "verified": sum(verified_since(row["verified_on"], began) for row in rows),
        "klass": klass,
        "name": name,
        "teacher": class_queries.class_teachers(actor, on).get(klass.pk, ""),
        "files": files,
        "fillable": FILLERS.keys() if actor.may("family", "write") else (),
        "rows": sorted(rows, key=lambda row: (not row["counts"], -len(row["gaps"]))),
        "printed": DEFINITIONS[actor.school.definition].printed(on),
    }
    return render(request, "desk/class.html", context)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    gaps = [code for code in row["gaps"] if code in GAPS]
    return {
        **row,
        "label": row["left_behind"] and Child.LeftBehind(row["left_behind"]).label,
        "counts": row["left_behind"] in LEFT_BEHIND,
        "gaps": gaps,
        "turns": by_turn(gaps),
    }
