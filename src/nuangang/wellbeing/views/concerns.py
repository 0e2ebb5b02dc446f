"""Writing a concern, from any page, and seeing afterwards that it was received and acted on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.lib.ids import id_of, new_id
from nuangang.people.guards import tied_children
from nuangang.people.models import Child, SchoolClass
from nuangang.people.naming import children_to_name
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.wellbeing.actions.concerns import add_line, raise_concern
from nuangang.wellbeing.forms import ConcernForm, LineForm
from nuangang.wellbeing.models import Concern
from nuangang.wellbeing.queries.concerns import lines, readers, written

ON_A_PAGE = 30


@may("raised", "write")
def concern_new(request: HttpRequest) -> HttpResponse:
    """Write a concern down; whoever is employed may, about any child of the school."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    who = readers(actor, today)
    chosen = _chosen(request, actor)
    if request.method == "POST" and "again" not in request.POST:
        form = ConcernForm(request.POST, today=today, readers=who)
        if _is_whole(request, form, chosen):
            raise_concern(actor, children=chosen, **form.cleaned_data)
            messages.success(request, _said(who[form.cleaned_data["circle"]]))
            return redirect("concerns_mine")
    else:
        form = ConcernForm(initial=_begun(request), today=today, readers=who)
    context = {"form": form, "readers": who, **_to_choose(request, actor, chosen)}
    return render(
        request, "wellbeing/concern_new.html", context, status=422 if form.errors else 200
    )


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return the form as it opens, or as it was filled in so far when only the class was changed."""
    typed = {name: values[-1] for name, values in request.POST.lists()}
    return {
        "once": new_id(), "happened_on": timezone.localdate(), "urgency": Concern.Urgency.WEEK,
        "circle": Concern.Circle.ALL, **typed,
    }  # fmt: skip


def _ids(request: HttpRequest) -> set[UUID]:
    given = (request.POST if request.method == "POST" else request.GET).getlist("child")
    return {key for text in given if (key := id_of(text))}


def _chosen(request: HttpRequest, actor: Actor) -> list[Child]:
    rows = children_to_name(actor, timezone.localdate()).filter(pk__in=_ids(request))
    return list(rows.select_related("klass").order_by("search", "pk"))


def _is_whole(request: HttpRequest, form: ConcernForm, chosen: list[Child]) -> bool:
    """Check the form and the children: somebody must be named, and all of them be of this school."""
    form.is_valid()
    if len(chosen) < len(_ids(request)):
        form.add_error(None, _("One of the children is not at this school any more: choose again."))
    elif not chosen and not form.cleaned_data.get("named"):
        form.add_error("named", _("Choose the child, or write the name and class here."))
    return not form.errors


def _said(names: list[str]) -> str:
    """Return who reads it now, in a sentence."""
    if not names:
        return _("Written down. Nobody reads these yet: tell the head yourself.")
    return _("Written down. %(names)s can read it now.") % {"names": "、".join(names)}


def _to_choose(request: HttpRequest, actor: Actor, chosen: list[Child]) -> dict[str, Any]:
    """Return the children to choose from: the actor's own, and those of a class chosen by name."""
    today = timezone.localdate()
    year = school_year_of(actor, today)
    rows = children_to_name(actor, today).select_related("klass").order_by("search", "pk")
    mine = list(rows.filter(pk__in=tied_children(actor)))
    found = classes(actor, year) if actor.everywhere("child_name") else []
    klass = _class(request, actor, found)
    mates = list(rows.filter(klass=klass)) if klass else []
    picked = {child.pk for child in chosen}
    own = {child.pk for child in mine} - {child.pk for child in mates}
    first = [child for child in chosen if child.pk not in own | {m.pk for m in mates}]
    return {
        "own": [_chip(c, picked, year) for c in [*first, *mine] if c not in mates],
        "mates": [_chip(c, picked, year, klass=False) for c in mates],
        "classes": [(str(k.pk), k.name_on(year)) for k in found],
        "klass": klass,
    }


def _class(request: HttpRequest, actor: Actor, found: list[SchoolClass]) -> SchoolClass | None:
    given = request.POST.get("klass") or request.GET.get("klass") or ""
    return next((klass for klass in found if str(klass.pk) == given), None)


def _chip(child: Child, picked: set[UUID], year: int, *, klass: bool = True) -> dict[str, Any]:
    of = child.klass.name_on(year) if klass and child.klass else ""
    return {"id": child.pk, "name": child.name, "klass": of, "chosen": child.pk in picked}


@may("raised", "write")
def concerns_mine(request: HttpRequest) -> HttpResponse:
    """Show a writer what became of each concern: received, acted on; none of the words."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    page = Paginator(written(actor), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": lines(actor, page, now)}
    return render(request, "wellbeing/concerns_mine.html", context)


@may("raised", "write")
def concern_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a further line to what the actor wrote."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch(actor, Concern, pk, rows=lambda rows: rows.filter(written_by_id=actor.staff_id))
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_line(actor, found, form.cleaned_data["words"])
        messages.success(request, _("Added. It counts as new again until somebody receives it."))
        return redirect("concerns_mine")
    context = {"form": form, "line": lines(actor, [found], timezone.now())[0]}
    return render(
        request, "wellbeing/concern_add.html", context, status=422 if form.errors else 200
    )
