"""Opening what is masked of one child for a reason, and dialling a number without reading it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from nuangang.audit.actions import record
from nuangang.desk.views.child import fetched, file_page
from nuangang.people.fields import class_of, sight_of
from nuangang.people.models import Child, ChildGroup, Contact, Relative
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.matrix import HIDDEN
from nuangang.policy.reasons import CLASS_WORDS, ReasonForm
from nuangang.policy.rules import may

ON_FILE: dict[str, Any] = {"relative": Relative, "contact": Contact, "childgroup": ChildGroup}
ID_NUMBER = "child.{}.id_number"


@may("child")
@fresh_factor
def child_reveal(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one masked field on this page alone, to somebody who gives a reason; it is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    key = request.POST.get("field") or request.GET.get("field") or ID_NUMBER.format(child.pk.hex)
    row, name = _asked(request, child, key)
    form = ReasonForm(request.POST if "words" in request.POST else None)
    context = {"child": child, "key": key, "label": _label(row, name), "form": form}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/child_reveal.html", context, status=status)
    told = {"field": name, "reason": form.said()}
    record(actor, "revealed", kind="child", object_id=child.pk, label=child.name, **told)
    return render(request, "desk/child_reveal.html", context | {"value": _words(row, name)})


def _asked(request: HttpRequest, child: Child, key: str) -> tuple[Any, str]:
    """Return the row and field that a key names, or 404 for what the actor may not know of."""
    actor = request.actor  # type: ignore[attr-defined]
    row: Any = child
    model, _dot, rest = key.partition(".")
    pk, _dot, name = rest.partition(".")
    if model != "child":
        if model not in ON_FILE:
            raise Http404
        row = fetch(actor, ON_FILE[model], pk)
    elif pk != child.pk.hex:
        raise Http404
    field_class = class_of(row, name)
    if not field_class or _child_of(row) != child.pk:
        raise Http404
    if sight_of(actor, child).sees(field_class) == HIDDEN:
        raise Http404
    return row, name


def _child_of(row: Any) -> UUID:
    return row.pk if isinstance(row, Child) else row.child_id


def _label(row: Any, name: str) -> str:
    """Return what is asked for, in words: whose and what."""
    what = str(row._meta.get_field(name).verbose_name)
    if isinstance(row, Contact) and row.relative:
        return f"{row.relative.name or row.relative.get_kin_display()} · {what}"
    return f"{row} · {what}" if isinstance(row, Contact | Relative) else what


def _words(row: Any, name: str) -> str:
    said = getattr(row, f"get_{name}_display", None)
    return str(said() if said else getattr(row, name))


@may("family")
def child_numbers(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the file once with the family's numbers and addresses open, for a reason; it is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    if sight_of(actor, child).sees("contact") == HIDDEN:
        raise Http404
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {"child": child, "label": CLASS_WORDS["contact"], "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "desk/child_reveal.html", context, status=status)
    told = {"field": "number", "reason": form.said()}
    record(actor, "revealed", kind="child", object_id=child.pk, label=child.name, **told)
    return file_page(request, child, frozenset({"contact"}))


class _Dial(HttpResponseRedirect):
    """A redirect that opens the telephone."""

    allowed_schemes = ["tel"]


@may("family")
def child_dial(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Dial a number that may be called without showing it; who dialled is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    row = fetch(actor, Contact, contact)
    if row.child_id != child.pk or not row.may_call:
        raise Http404
    if sight_of(actor, child).sees("contact") == HIDDEN:
        raise Http404
    number = str(row.pk)
    record(actor, "dialled", kind="child", object_id=child.pk, label=child.name, contact=number)
    return _Dial(f"tel:{row.number}")
