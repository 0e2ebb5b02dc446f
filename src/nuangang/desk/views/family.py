"""The child's family: parents, relatives and carers, numbers in calling order, groups."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.desk.settling import settle
from nuangang.desk.views.child import fetched
from nuangang.people.actions.family import (
    correct_fact,
    drop_row,
    set_contact,
    set_group,
)
from nuangang.people.actions.households import move_contact, set_parent, set_person
from nuangang.people.family_forms import ContactForm, FactForm, ParentForm, PersonForm
from nuangang.people.fields import FIELDS
from nuangang.people.file_forms import GroupForm
from nuangang.people.file_page import File, file_of
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative
from nuangang.policy.guards import fetch
from nuangang.policy.matrix import MASKED
from nuangang.policy.rules import may

PARENTS = (ParentFact.Parent.FATHER, ParentFact.Parent.MOTHER)


@may("family", "write")
def parent(request: HttpRequest, pk: str, parent: str) -> HttpResponse:
    """Write down who a parent is, how to reach them, and what holds of them since when."""
    actor = request.actor  # type: ignore[attr-defined]
    if parent not in PARENTS:
        raise Http404
    child = fetched(request, pk, "write")
    file = file_of(actor, child)
    relative = file.relative(parent)
    form = ParentForm(
        request.POST or None,
        instance=relative or Relative(school=actor.school, child=child, kin=parent),
        facts=file.today(parent),
        masked=_masked(file),
        number=_first_number(file, relative),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with settle(actor, child):
            set_parent(
                actor,
                child,
                parent,
                person=form.person(),
                phone=typed["phone"],
                facts=form.stated(),
            )
        return _saved(request, child)
    context = {
        "child": child,
        "form": form,
        "parent": ParentFact.Parent(parent),
        "facts": [f for f in file.facts if f.parent == parent],
    }
    return render(request, "desk/child_parent.html", context, status=422 if form.errors else 200)


@may("family", "write")
def relative(request: HttpRequest, pk: str, relative: str | None = None) -> HttpResponse:
    """Write down a relative or carer."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    row = fetch(actor, Relative, relative, "write") if relative else None
    if row and (row.child_id != child.pk or row.kin in PARENTS):
        raise Http404
    file = file_of(actor, child)
    form = PersonForm(
        request.POST or None,
        instance=row or Relative(school=actor.school, child=child),
        initial={"is_carer": row.is_carer if row else not file.carers},
        masked=_masked(file),
        number=_first_number(file, row),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with settle(actor, child):
            set_person(
                actor,
                child,
                typed["kin"],
                person=form.person(),
                phone=typed["phone"],
                relative=row,
            )
        return _saved(request, child)
    context = {"child": child, "form": form, "relative": row}
    return render(request, "desk/child_relative.html", context, status=422 if form.errors else 200)


def _masked(file: File) -> set[str]:
    """Return the fields whose value on file the actor sees masked, and so doesn't see in the form."""
    named = {"phone": "contact", **FIELDS["relative"]}
    return {name for name, each in named.items() if file.sees(each) == MASKED}


def _first_number(file, row: Relative | None) -> str:
    numbers = file.numbers(row) if row else []
    return numbers[0].number if numbers else ""


@may("family", "write")
def contacts(request: HttpRequest, pk: str) -> HttpResponse:
    """Order the numbers, and add one."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    file = file_of(actor, child)
    form = ContactForm(
        request.POST or None,
        instance=Contact(school=actor.school, child=child),
        relatives=file.relatives,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        fields = {"label": typed["label"], "may_call": typed["may_call"]}
        set_contact(actor, child, typed["number"], relative=typed["relative"], fields=fields)
        return redirect("child_contacts", pk=pk)
    context = {"child": child, "form": form, "calls": file.calls()}
    return render(request, "desk/child_contacts.html", context, status=422 if form.errors else 200)


@require_POST
@may("family", "write")
def contact(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Move a number up or down, say whether it may be called, or take it off."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    row = _of_child(request, Contact, contact, child)
    do = request.POST.get("do")
    if do in ("up", "down"):
        move_contact(actor, child, row, up=do == "up")
    elif do in ("may", "may_not"):
        set_contact(actor, child, row.number, contact=row, fields={"may_call": do == "may"})
    elif do == "drop":
        drop_row(actor, child, row)
    return redirect("child_contacts", pk=pk)


@may("family", "write")
def groups(request: HttpRequest, pk: str) -> HttpResponse:
    """List the groups a child belongs to, and put the child into one."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with settle(actor, child):
            set_group(actor, child, **form.cleaned_data)
        return redirect("child_groups", pk=pk)
    shown = file_of(actor, child).shown_groups()
    context = {"child": child, "form": form, "groups": shown, "today": timezone.localdate()}
    return render(request, "desk/child_groups.html", context, status=422 if form.errors else 200)


@require_POST
@may("family", "write")
def group(request: HttpRequest, pk: str, group: str) -> HttpResponse:
    """End a group today, or take it off as entered wrongly."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    row = _of_child(request, ChildGroup, group, child)
    with settle(actor, child):
        if request.POST.get("do") == "end":
            set_group(actor, child, row.kind, group=row, until=timezone.localdate())
        elif request.POST.get("do") == "drop":
            drop_row(actor, child, row)
    return redirect("child_groups", pk=pk)


@may("family", "write")
def fact(request: HttpRequest, pk: str, fact: str) -> HttpResponse:
    """Mend or take off a fact about a parent that was written down wrongly."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    row = _of_child(request, ParentFact, fact, child)
    form = FactForm(request.POST or None, instance=row)
    if request.method == "POST":
        with settle(actor, child):
            if request.POST.get("do") == "drop":
                drop_row(actor, child, row)
                return _saved(request, child)
            if form.is_valid():
                correct_fact(actor, child, row, form.cleaned_data)
                return _saved(request, child)
    context = {"child": child, "form": form, "fact": row}
    return render(request, "desk/child_fact.html", context, status=422 if form.errors else 200)


@require_POST
@may("family", "write")
def relative_drop(request: HttpRequest, pk: str, relative: str) -> HttpResponse:
    """Take a relative who should not be there off the file, with their numbers."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    with settle(actor, child):
        drop_row(actor, child, _of_child(request, Relative, relative, child))
    return _saved(request, child)


def _of_child(request: HttpRequest, model, pk: str, child: Child):
    row = fetch(request.actor, model, pk, "write")  # type: ignore[attr-defined]
    if row.child_id != child.pk:
        raise Http404
    return row


def _saved(request: HttpRequest, child: Child) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('child', kwargs={'pk': child.pk})}#family")
