"""One child's file: its page, its form, and opening, closing and going through it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.care.models import is_kind
from nuangang.care.queries import panel as care_panel
from nuangang.desk.figures.transfers import care_lines
from nuangang.desk.pausing import end_pause
from nuangang.desk.settling import settle
from nuangang.incidents.queries.child import panel as incidents_panel
from nuangang.incidents.queries.child import with_incidents
from nuangang.lib.ids import new_id
from nuangang.mentoring.queries.panel import panel as pairing_panel
from nuangang.people.actions.files import (
    change_file,
    close_file,
    open_file,
    reopen_file,
    verify_file,
)
from nuangang.people.fields import with_sight
from nuangang.people.file_forms import CloseForm, FileForm
from nuangang.people.file_page import File, file_of
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, holding
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.matrix import HIDDEN, Scope
from nuangang.policy.prepared import PreparedFor
from nuangang.policy.reasons import REASONS
from nuangang.policy.rules import may
from nuangang.wellbeing.queries.notes import panel as sealed_panel


def _with_class(rows: QuerySet[Child]) -> QuerySet[Child]:
    """Join what the head of a file's page shows, of the one who went through it the name only."""
    own = (field.name for field in Child._meta.concrete_fields)
    klass = (f"klass__{field.name}" for field in SchoolClass._meta.concrete_fields)
    rows = rows.select_related("klass", "verified_by")
    return rows.only(*own, *klass, "verified_by__school", "verified_by__name")


_CHILD = PreparedFor(
    lambda actor, pk: with_incidents(
        actor, with_sight(actor, _with_class(visible(actor, Child)).filter(pk=pk))
    ),
    pk=UUID,
)


def fetched(request: HttpRequest, pk: UUID | str, to: str = "read") -> Child:
    """Return the child of the address, if the actor may read or write the file.

    A form shows what is on file: that it was opened is recorded here, for all of them.
    """
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Child, UUID(str(pk)), to, prepared=_CHILD)
    if to == "write" and request.method == "GET":
        page = request.resolver_match.view_name if request.resolver_match else ""
        record(actor, "read_form", kind="child", object_id=found.pk, label=found.name, page=page)
    return found


@may("child")
def child(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a child's file; who looked is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetched(request, pk)
    record(actor, "read_file", kind="child", object_id=found.pk, label=found.name)
    return file_page(request, found)


def file_page(
    request: HttpRequest, found: Child, opened: frozenset[str] = frozenset()
) -> HttpResponse:
    """Return the page of a file; `opened` are the classes of fields that a reason opened for it."""
    file = file_of(request.actor, found, opened)  # type: ignore[attr-defined]
    if file.sees("file") == HIDDEN:
        return render(request, "desk/child_thin.html", _thin(request, file))
    return render(request, "desk/child.html", _page(request, file))


def _thin(request: HttpRequest, file: File) -> dict[str, Any]:
    """Return what those see who read name and class alone; whoever is tied also what is owed."""
    actor, found = request.actor, file.child  # type: ignore[attr-defined]
    mine = Scope.TIED in file.sight.reach["child"]
    lives_in = Staff.objects.of(actor.school).filter(pk=actor.staff_id, village=found.village)
    teacher = StaffPost.objects.of(actor.school).filter(
        holding(file.on), klass_id=found.klass_id, post=Post.CLASS_TEACHER
    )
    return {
        "child": found,
        "klass": file.klass,
        "mine": mine,
        "village": found.village if found.village and mine and lives_in.exists() else "",
        "teacher": teacher.values_list("staff__name", flat=True).first() if mine else "",
        "panels": [care_panel(actor, found, kind=_kind(request))] if mine else [],
    }


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if is_kind(kind) else ""


def _page(request: HttpRequest, file: File) -> dict[str, Any]:
    actor, found, may = request.actor, file.child, file.sight.may  # type: ignore[attr-defined]
    # By a tie alone one sees the own tie; whether there is another agent parent one can't say.
    every_tie = bool(actor.scopes("tie") & file.sight.reach["child"] - {Scope.TIED})
    return {
        "file": file,
        "child": found,
        "reasons": REASONS,
        "label": file.label() if file.may_say_why else None,
        "may_write": may("child", "write"),
        "may_family": may("family"),
        "may_change": may("change"),
        "may_consent": may("consent"),
        "panels": [care_panel(actor, found, kind=_kind(request))] if may("care_record") else [],
        "every_tie": every_tie,
        "pairing": pairing_panel(actor, found, ties=file.ties, every_tie=every_tie)
        if every_tie or file.ties
        else None,
        "sealed": sealed_panel(actor, found),
        "incidents": incidents_panel(found),
        "may_pause": actor.everywhere("child", "write"),
        "came_care": care_lines(found.came_with.get("care", [])),
        "came_on": date.fromisoformat(found.came_with["on"]) if found.came_with else None,
    }


@may("child", "write")
def child_new(request: HttpRequest) -> HttpResponse:
    """Open a file by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    form = _form(request, Child(school=actor.school), new=True)
    if request.method == "POST" and form.is_valid():
        values = {**form.changes(), "id": request.POST.get("id") or new_id()}
        made = open_file(actor, actor.school, values)
        messages.success(request, _("The file of %(name)s is open.") % {"name": made.name})
        return redirect("child", pk=made.pk)
    context = {"form": form, "child": None, "id": request.POST.get("id") or new_id()}
    return render(request, "desk/child_form.html", context, status=422 if form.errors else 200)


@may("child", "write")
def child_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what is on file about the child."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetched(request, pk, "write")
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        with settle(actor, found):
            change_file(actor, found, form.changes())
        messages.success(request, _("Saved."))
        return redirect("child", pk=pk)
    context = {"form": form, "child": found}
    return render(request, "desk/child_form.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, instance: Child, *, new: bool = False) -> FileForm:
    actor = request.actor  # type: ignore[attr-defined]
    year = school_year_of(actor, timezone.localdate())
    choices = classes(actor, year)
    if not actor.everywhere("child", "write"):
        kept = actor.class_ids | {instance.klass_id}
        choices = [klass for klass in choices if klass.pk in kept]
    form = FileForm(
        request.POST or None,
        instance=instance,
        actor=actor,
        classes=choices,
        year=year,
        initial={"klass": instance.klass_id or request.GET.get("klass", "")},
    )
    if not actor.everywhere("child", "write"):
        form.fields["klass"].required = True
    return form


@require_POST
@may("child", "write")
def child_verify(request: HttpRequest, pk: str) -> HttpResponse:
    """Stamp the file as gone through this term."""
    verify_file(request.actor, fetched(request, pk, "write"))  # type: ignore[attr-defined]
    messages.success(request, _("Noted that the file is right as of today."))
    return redirect("child", pk=pk)


@may("child", "write")
def child_close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close the file of a child who is gone."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetched(request, pk, "write")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with settle(actor, found):
            end_pause(actor, found, on=form.cleaned_data["on"])
            close_file(actor, found, **form.cleaned_data)
        messages.success(request, _("The file is closed. It stays, and can be opened again."))
        return redirect("child", pk=pk)
    context = {
        "child": found,
        "form": form,
        "may_offer": actor.may("transfer", "write"),
        "may_pause": actor.everywhere("child", "write") and not found.pause,
    }
    return render(request, "desk/child_close.html", context, status=422 if form.errors else 200)


@require_POST
@may("child", "write")
def child_reopen(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a child back whose file was closed."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetched(request, pk, "write")
    with settle(actor, found):
        reopen_file(actor, found)
    messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect("child", pk=pk)
