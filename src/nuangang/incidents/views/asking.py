"""The rules' steps: who is asked to lead, when and by what; seen before a version is saved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuangang.incidents.asking import (
    NEXT,
    ROLES,
    Asking,
    By,
    Role,
    Step,
    asking_of,
    on_the_clock,
    ways,
)
from nuangang.incidents.forms.asking import AskingForm
from nuangang.incidents.kinds import Clock
from nuangang.incidents.views.policy import NOON, Holder, keep, of_county, of_school
from nuangang.policy.rules import may

SHOWN = 14
Line = tuple[str, str]


@may("incident_rules", "write")
def incident_asking(request: HttpRequest, clock: str) -> HttpResponse:
    """Change the school's steps of one clock, after seeing what they come to."""
    return _edit(request, of_school(request), clock)


@may("county_incident_rules", "write")
def county_incident_asking(request: HttpRequest, clock: str) -> HttpResponse:
    """Change the county's steps of one clock."""
    return _edit(request, of_county(request), clock)


def _edit(request: HttpRequest, holder: Holder, clock: str) -> HttpResponse:
    if clock not in Clock.values:
        raise Http404
    before = _shown(asking_of(holder.found.table, clock), clock)
    form = AskingForm(request.POST or None, clock=clock, asking=before, number=holder.found.number)
    preview: list[Line] = []
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] == form.mark()
        if "save" in request.POST and seen and _saved(request, holder, form):
            return redirect(holder.url("rules") + "#asking")
        if not form.errors:
            preview = at_noon(form.asking(), clock)
    context = {
        "form": form, "clock": Clock(clock).label, "holder": holder, "preview": preview,
        "mark": form.mark() if preview else "",
    }  # fmt: skip
    return render(request, "incidents/asking.html", context, status=422 if form.errors else 200)


def _shown(asking: Asking, clock: str) -> Asking:
    """Return old rules, which know no steps, as the steps that come nearest to them."""
    if not any(step.who == NEXT for step in asking.steps):
        return asking
    roles = [role for role in ROLES[clock] if role not in (Role.DUTY, Role.STAND_IN)]
    every = 5 * len(roles)
    steps = (
        Step(role, 5 * n, ways(clock)[0], every, 120 // every) for n, role in enumerate(roles, 1)
    )
    return Asking(tuple(roles), tuple(steps), asking.warn)


def _saved(request: HttpRequest, holder: Holder, form: AskingForm) -> bool:
    table = holder.found.table
    kept = {clock: asking_of(table, clock).kept() for clock in table.get("asking", {})}
    asking = {**kept, form.clock: form.asking().kept()}
    changed = form.cleaned_data["changed"]
    return keep(request, holder, form, {**table, "asking": asking}, changed)


def at_noon(asking: Asking, clock: str) -> list[Line]:
    """Return what the steps come to for something raised at noon: the clock, and who by what."""
    found = [(_at(minute), _words(asked)) for minute, asked in on_the_clock(asking, clock)]
    if len(found) > SHOWN:
        last = _("and so on, the last at %(clock)s") % {"clock": found[-1][0]}
        return [*found[:SHOWN], ("…", last)]
    return found


def _at(minute: int) -> str:
    hours, minutes = divmod(NOON.hour * 60 + minute, 60)
    days, hours = divmod(hours, 24)
    clock = f"{hours:02d}:{minutes:02d}"
    return _("day %(number)s, %(clock)s") % {"number": days + 1, "clock": clock} if days else clock


def _words(asked: Any) -> str:
    by: dict[str, list[str]] = {}
    for who, how in asked:
        name = _("the next in order") if who == NEXT else str(Role(who).label)
        by.setdefault(str(By(how).label), []).append(name)
    return "；".join(f"{'、'.join(dict.fromkeys(names))} ({how})" for how, names in by.items())
