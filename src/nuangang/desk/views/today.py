"""Today: my children, most urgent first, and what is owed this week."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.care.evidence import standing_records
from nuangang.care.guards import records_to_mend
from nuangang.care.models import CareRule
from nuangang.care.queries.beside import undecided
from nuangang.care.queries.week import week
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.policy.rules import may
from nuangang.terms.calendar import WINTER, Calendar
from nuangang.terms.queries import calendar_of


@may("care_record", "write")
def today(request: HttpRequest) -> HttpResponse:
    """Show what the actor owes their children; with ?of=class, what the class is owed."""
    actor = request.actor  # type: ignore[attr-defined]
    of_class = request.GET.get("of") == "class" and bool(actor.class_ids)
    if "saved" in request.GET:
        _offer_undo(request, request.GET["saved"])
    return render(request, "desk/today.html", today_page(actor, of_class=of_class))


def today_page(actor: Any, *, of_class: bool) -> dict[str, Any]:
    """Return what the page shows, for the class when `of_class`, else for the actor's own."""
    now, day = timezone.now(), timezone.localdate()
    return {
        "week": week(actor, now, mine=not of_class),
        "when": when_text(calendar_of(actor.school), day),
        "of_class": of_class,
        "has_class": bool(actor.class_ids),
        "without_rules": actor.everywhere("care_rule", "write") and not _has_rules(actor, day),
        "beside": len(_UNDECIDED.tuples(actor)),
        "here": reverse("today") + ("?of=class" if of_class else ""),
    }


_UNDECIDED = PreparedFor(lambda actor: undecided(actor).values("pk"))


def _has_rules(actor: Any, day: date) -> bool:
    """Say whether the school has promised anything that still holds."""
    return visible(actor, CareRule).exclude(until__lt=day).exists()


def when_text(calendar: Calendar, day: date) -> str:
    """Return the teaching week or the holiday `day` lies in: “第12周”, “寒假”."""
    if found := calendar.week_of(day):
        return _("Week %(number)d") % {"number": found[1]}
    if off := calendar.break_of(day):
        return _("Winter holiday") if off.number == WINTER else _("Summer holiday")
    return ""


def _offer_undo(request: HttpRequest, together: str) -> None:
    """Say what was just recorded, with a way back; nothing for an address made up."""
    try:
        key = UUID(together)
    except ValueError:
        return
    actor = request.actor  # type: ignore[attr-defined]
    mine = records_to_mend(actor).filter(together=key).values("pk")
    rows = standing_records(actor.school_id).filter(pk__in=mine).select_related("child")
    found = list(rows)
    if found:
        undo = reverse("record_undo", args=[key])
        messages.success(request, said(found), extra_tags=undo)


def said(found: list) -> str:
    """Return what was recorded, in a few words."""
    if len(found) == 1:
        names = {"name": found[0].child.name, "what": found[0].get_kind_display()}
        if found[0].could_not:
            return _("Noted for %(name)s: it did not work out") % names
        return _("Noted for %(name)s: %(what)s") % names
    text = ngettext("Noted for %(count)d child", "Noted for %(count)d children", len(found))
    return text % {"count": len(found)}
