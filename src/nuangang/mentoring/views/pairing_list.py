"""The list of the pairs: printed, signed, and who said yes noted; the promises on paper."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.mentoring.forms import AgreeForm
from nuangang.mentoring.queries.coverage import AGREED, drafted_list, held_pairs, signing_list
from nuangang.mentoring.queries.drafts import draft_plan, read_draft
from nuangang.mentoring.queries.promises import promises
from nuangang.people.actions.agreements import note_agreements
from nuangang.people.models import Staff, Tie
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.guards import visible
from nuangang.policy.rules import may


@may("pairing")
def pairing_list(request: HttpRequest) -> HttpResponse:
    """Show the pairs of today as the list that is printed and signed; who looked is recorded."""
    return _page(request, AgreeForm())


def _page(request: HttpRequest, form: AgreeForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    asked = _asked(request.POST if form.is_bound else request.GET)
    plan = draft_plan(actor) if request.GET.get("draft") else None
    if plan:
        rows = drafted_list(actor, read_draft(actor, plan, today))
    else:
        rows = signing_list(actor, today, **asked)
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    record(actor, "listed", kind="tie", count=len(rows), **given)
    context = {
        "rows": rows,
        "asked": asked,
        "draft": plan,
        "options": _options(request, today),
        "on": today,
        "form": form,
        "chosen": set(request.POST.getlist("tie")),
        "may_note": actor.everywhere("tie", "write") and not plan,
    }
    return render(
        request, "mentoring/pairing_list.html", context, status=422 if form.is_bound else 200
    )


def _options(request: HttpRequest, today: Any) -> dict[str, tuple[str, list[tuple[str, Any]]]]:
    """Return what the list can be narrowed by: name → (words for no choice, choices)."""
    actor = request.actor  # type: ignore[attr-defined]
    year = school_year_of(actor, today)
    people = visible(actor, Staff).filter(
        ties__until__isnull=True, ties__capacity=Tie.Capacity.AGENT_PARENT
    )
    adults = people.order_by("name").values_list("pk", "name").distinct()
    return {
        "klass": (_("All classes"), [(str(k.pk), k.name_on(year)) for k in classes(actor, year)]),
        "adult": (_("All adults"), [(str(pk), name) for pk, name in adults]),
        "agreed": (_("Said yes or not"), list(AGREED.items())),
    }


def _asked(given: QueryDict) -> dict[str, str]:
    agreed = given.get("agreed", "")
    return {
        "klass": _id(given.get("klass", "")),
        "adult": _id(given.get("adult", "")),
        "agreed": agreed if agreed in AGREED else "",
    }


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


@require_POST
@may("tie", "write", everywhere=True)
def pairing_agreed(request: HttpRequest) -> HttpResponse:
    """Note who said yes to the ticked pairs, or to all that the list shows; or take it back."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AgreeForm(request.POST)
    asked = _asked(request.POST)
    ties = held_pairs(actor, "write", **asked).select_related("child")
    if "all" not in request.POST:
        ticked = [pk for text in request.POST.getlist("tie") if (pk := _id(text))]
        ties = ties.filter(pk__in=ticked)
    found = list(ties)
    if form.is_valid() and not found:
        form.add_error(None, _("Tick the pairs first."))
    if not form.is_valid():
        return _page(request, form)
    back = "back" in request.POST
    day = None if back else form.cleaned_data["on"]
    count = note_agreements(actor, found, form.cleaned_data["sides"], on=day)
    messages.success(request, _taken_back(count) if back else _noted(count))
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(reverse("pairing_list") + (f"?{query}" if query else ""))


def _noted(count: int) -> str:
    return ngettext("%(num)d yes is noted.", "%(num)d times yes are noted.", count) % {"num": count}


def _taken_back(count: int) -> str:
    text = ngettext("%(num)d yes is taken back.", "%(num)d times yes are taken back.", count)
    return text % {"num": count}


@may("pairing")
def pairing_promises(request: HttpRequest) -> HttpResponse:
    """Show the promise of each agent parent on a sheet of paper, to be signed (domain.md §8.5)."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    asked = _asked(request.GET)
    sheets = promises(actor, today, klass=asked["klass"], adult=asked["adult"])
    record(actor, "printed", kind="tie", label="promises", count=len(sheets))
    return render(request, "mentoring/promises.html", {"sheets": sheets, "on": today})
