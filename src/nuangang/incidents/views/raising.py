"""Raising an incident from any page, in ten seconds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.incidents.actions.joining import join_incidents
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.forms.raising import RaiseForm
from nuangang.incidents.kinds import KINDS
from nuangang.incidents.models import Incident
from nuangang.incidents.queries.joining import just_raised
from nuangang.incidents.queries.policy import in_force
from nuangang.incidents.table import rule_of
from nuangang.lib.ids import new_id
from nuangang.people.guards import tied_children
from nuangang.people.models import Child
from nuangang.people.naming import children_to_name, named_by
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.rules import may

FOUND, OWN = 8, 12


@may("incident", "write")
def incident_new(request: HttpRequest) -> HttpResponse:
    """Raise an incident; whoever is employed may, about any child of the school."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    on = kinds_on(actor)
    chosen = chosen_children(request, actor)
    if request.method == "POST" and "again" not in request.POST:
        form = RaiseForm(request.POST, now=now, on=on)
        if form.is_valid() and len(chosen) < len(given_ids(request)):
            form.add_error(None, _("One of the children is not at this school: choose again."))
        if form.is_valid():
            given = dict(form.cleaned_data)
            joins = given.pop("joins")
            made = raise_incident(
                actor, children=chosen, happened_at=given.pop("at"), now=now, **given
            )
            kept = _joined(actor, made, joins, now)
            messages.success(
                request, _said(made.drill) if kept is None else _("Joined: go on here.")
            )
            return redirect("incident", pk=(kept or made).pk)
    else:
        form = RaiseForm(initial=_begun(request), now=now, on=on)
    drill = bool(form["drill"].value())
    context = {
        "form": form, "just": just_raised(actor, now, drill=drill), **to_choose(request, actor, chosen)
    }  # fmt: skip
    return render(request, "incidents/new.html", context, status=422 if form.errors else 200)


def _joined(actor: Actor, made: Incident, joins: UUID | None, now: datetime) -> Incident | None:
    """Let what was just raised join what the form offered as the same, if that was chosen."""
    offered = just_raised(actor, now, drill=made.drill) if joins else []
    if joins not in {each.pk for each in offered}:
        return None
    other = Incident.objects.get(school_id=actor.school_id, pk=joins)
    return join_incidents(actor, made, other, now=now)


def kinds_on(actor: Actor) -> set[str]:
    """Return the kinds that the school's rules have in use."""
    table = in_force(actor.school).table
    return {code for code in KINDS if rule_of(table, code).on}


def _said(drill: bool) -> str:
    if drill:
        return _("The drill runs. Nothing goes out of the house.")
    return _("It runs. The leaders see it now; make the calls from here.")


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return the form as it opens, or as it was filled in so far when only a child was looked for."""
    typed = {name: values[-1] for name, values in request.POST.lists()}
    asked = {name: request.GET[name] for name in ("kind", "drill") if name in request.GET}
    return {"once": new_id(), **asked, **typed}


def given_ids(request: HttpRequest) -> set[UUID]:
    """Return the children that the form or the address names."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("child")
    found = set()
    for text in given:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def chosen_children(request: HttpRequest, actor: Actor) -> list[Child]:
    """Return those of the named children whom the actor may name."""
    ids = given_ids(request)
    if not ids:
        return []
    rows = children_to_name(actor, timezone.localdate()).filter(pk__in=ids)
    return list(rows.select_related("klass").order_by("search", "pk"))


def to_choose(request: HttpRequest, actor: Actor, chosen: list[Child]) -> dict[str, Any]:
    """Return the children to choose from: those chosen, those the typed words find, or the actor's own."""
    on = timezone.localdate()
    words = (request.POST.get("who") or request.GET.get("who") or "").strip()[:60]
    rows = named_by(actor, words, on) if words else children_to_name(actor, on)
    if not words:
        rows = rows.filter(pk__in=tied_children(actor))
    picked = {child.pk for child in chosen}
    found = rows.select_related("klass").order_by("search", "pk")[: (FOUND if words else OWN) + 1]
    more = [child for child in found if child.pk not in picked]
    year = school_year_of(actor, on)
    return {
        "who": words,
        "chips": [_chip(c, year, chosen=True) for c in chosen] + [_chip(c, year) for c in more],
        "nobody": bool(words) and not more,
    }


def _chip(child: Child, year: int, *, chosen: bool = False) -> dict[str, Any]:
    klass = child.klass.name_on(year) if child.klass else ""
    return {"id": child.pk, "name": child.name, "klass": klass, "chosen": chosen}
