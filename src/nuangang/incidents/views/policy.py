"""The rules of incidents: seen by everybody employed, changed by the lead, defaults by the county."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.incidents.actions.policy import (
    ChangedMeanwhileError,
    follow_again,
    save_county_rules,
    save_rules,
)
from nuangang.incidents.asking import asking_of
from nuangang.incidents.due import due_of
from nuangang.incidents.forms.policy import NumbersForm, RuleForm
from nuangang.incidents.kinds import KINDS, Clock, Party, kinds_of
from nuangang.incidents.models import PolicyVersion
from nuangang.incidents.queries.policy import InForce, county_in_force, in_force, region_of, shared
from nuangang.incidents.table import NUMBERED, Rule, rule_of, unreached_of, with_rules
from nuangang.incidents.wording import span_text, task_text
from nuangang.policy.guards import visible
from nuangang.policy.rules import may
from nuangang.terms.calendar import SCHOOL_ZONE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SCHOOL_ZONE)


@dataclass(frozen=True)
class Holder:
    """Whose rules a page is about: a school's or a county's; where its pages are, how it saves."""

    found: InForce
    name: str
    views: str
    may_write: bool
    save: Callable[..., Any]

    def url(self, view: str, *args: Any) -> str:
        """Return the address of one of its pages."""
        return reverse(f"{self.views}{view}", args=args)


def of_school(request: HttpRequest) -> Holder:
    """Return the rules of the actor's school."""
    actor = request.actor  # type: ignore[attr-defined]
    writes = actor.everywhere("incident_rules", "write")
    return Holder(in_force(actor.school), actor.school.name, "incident_", writes, save_rules)


def of_county(request: HttpRequest) -> Holder:
    """Return the rules of the actor's county."""
    actor = request.actor  # type: ignore[attr-defined]
    region = region_of(actor)
    if region is None:
        raise Http404
    writes = actor.may("county_incident_rules", "write")

    def save(by: Any, table: Any, **more: Any) -> Any:
        return save_county_rules(by, region, table, **more)

    return Holder(county_in_force(region.pk), region.name, "county_incident_", writes, save)


def _lines(table: Any) -> list[dict[str, Any]]:
    """Return the rules clock by clock, each kind with its minutes in words."""
    return [
        {"clock": Clock(clock).label, "kinds": [_line(table, kind) for kind in kinds_of(clock)]}
        for clock in Clock.values
    ]


def _line(table: Any, kind: Any) -> dict[str, Any]:
    rule = rule_of(table, kind.code)
    return {"kind": kind, "rule": rule, "chips": _chips(rule), "county": county_text(rule)}


def county_text(rule: Rule) -> str:
    """Return in words when a kind goes on to the county office; '' for never."""
    county, parts = rule.county, []
    if county.at_once:
        parts.append(_("at once") if county.at_once == "always" else _("at once when it is grave"))
    if county.missed:
        parts.append(_("when somebody was not told in time"))
    if county.unled:
        parts.append(_("when nobody led for %(span)s") % {"span": span_text(county.unled)})
    return _("to the county office: %(when)s") % {"when": "；".join(parts)} if parts else ""


def _chips(rule: Rule) -> list[tuple[str, str, str]]:
    """Return (party, within, within when grave) in the order of time."""
    found = []
    for party, (ordinary, grave) in rule.tell.items():
        first = ordinary if ordinary is not None else grave
        pair = tuple(span_text(each) if each else "" for each in (ordinary, grave))
        found.append((first, str(Party(party).label), *pair))
    ordered = sorted(found, key=lambda each: each[0] or 0)
    return [(label, usual, grave) for _first, label, usual, grave in ordered]


def _page(request: HttpRequest, holder: Holder, **more: Any) -> HttpResponse:
    table = holder.found.table
    context = {
        "holder": holder, "found": holder.found, "clocks": _lines(table),
        "numbers": [(Party(p).label, table.get("numbers", {}).get(p, "")) for p in NUMBERED],
        "unreached": _unreached(table), "asking": _asking(table),
        **more,
    }  # fmt: skip
    return render(request, "incidents/rules.html", context)


def _unreached(table: Any) -> str:
    """Return in words what is offered once no number of a family answers."""
    sms, then = unreached_of(table)
    parts = [_("SMS with a link") if sms else "", str(Party(then).label) if then else ""]
    return "、".join(part for part in parts if part) or "–"


def _asking(table: Any) -> list[dict[str, Any]]:
    """Return clock by clock who is asked to lead, and what the steps come to at noon."""
    from nuangang.incidents.views.asking import at_noon

    found = [(clock, asking_of(table, clock)) for clock in Clock.values]
    return [
        {
            "clock": clock,
            "label": Clock(clock).label,
            "lines": at_noon(asking, clock),
            "warn": asking.warn,
        }
        for clock, asking in found
    ]


@may("incident_rules")
def incident_rules(request: HttpRequest) -> HttpResponse:
    """Show the rules that hold for the school, and its versions."""
    actor = request.actor  # type: ignore[attr-defined]
    versions = list(visible(actor, PolicyVersion).order_by("-number")[:50])
    return _page(request, of_school(request), versions=versions, shared=shared(actor.school).source)


@may("incident_rules")
def incident_rules_version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version as it was, also one under which an old incident ran."""
    actor = request.actor  # type: ignore[attr-defined]
    version = get_object_or_404(visible(actor, PolicyVersion), number=number)
    old = InForce(version.table, version.source, version)
    holder = Holder(old, actor.school.name, "incident_", may_write=False, save=save_rules)
    return _page(request, holder, old=version)


@may("incident_rules", "write")
def incident_rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Change the school's rule of one kind, after seeing what it comes to."""
    return _edit(request, of_school(request), kind)


@may("incident_rules", "write")
def incident_numbers(request: HttpRequest) -> HttpResponse:
    """Change whom the school rings outside."""
    return _numbers(request, of_school(request))


@require_POST
@may("incident_rules", "write")
def incident_rules_follow(request: HttpRequest) -> HttpResponse:
    """Give up the school's own rules."""
    follow_again(request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The school follows the shared rules again."))
    return redirect("incident_rules")


@may("county_incident_rules")
def county_incident_rules(request: HttpRequest) -> HttpResponse:
    """Show the county's defaults."""
    return _page(request, of_county(request))


@may("county_incident_rules", "write")
def county_incident_rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Change the county's rule of one kind."""
    return _edit(request, of_county(request), kind)


@may("county_incident_rules", "write")
def county_incident_numbers(request: HttpRequest) -> HttpResponse:
    """Change the numbers that the county gives its schools."""
    return _numbers(request, of_county(request))


def _edit(request: HttpRequest, holder: Holder, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    before = rule_of(holder.found.table, kind)
    form = RuleForm(request.POST or None, kind=kind, rule=before, number=holder.found.number)
    preview = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] == form.mark()
        if "save" in request.POST and seen and _saved(request, holder, form):
            return redirect(holder.url("rules") + f"#{KINDS[kind].clock}")
        if not form.errors:
            preview = _preview(before, form)
    context = {"form": form, "kind": KINDS[kind], "holder": holder, "preview": preview}
    return render(request, "incidents/rule.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, holder: Holder, form: RuleForm) -> bool:
    given = form.cleaned_data
    table = with_rules(holder.found.table, form.rules())
    return keep(request, holder, form, table, given["changed"])


def keep(request: HttpRequest, holder: Holder, form: Any, table: Any, changed: str) -> bool:
    """Save a table as the next version; False, with the reason in the form, when it can't be."""
    try:
        made = holder.save(
            request.actor, table, changed=changed, base=form.cleaned_data["base"]  # type: ignore[attr-defined]
        )  # fmt: skip
    except ChangedMeanwhileError:
        form.add_error(
            None, _("Somebody else saved a version meanwhile. Open the page again and look.")
        )
        return False
    messages.success(request, _("Saved as version %(number)s.") % {"number": made.number})
    return True


def _preview(before: Rule, form: RuleForm) -> dict[str, Any]:
    """Return what the typed rule comes to for something that happens at noon."""
    rule = form.rule()
    return {
        "mark": form.mark(),
        "same": rule == before and not form.cleaned_data["also"],
        "ordinary": _at_noon(rule, grave=False),
        "grave": _at_noon(rule, grave=True),
        "county": county_text(rule),
        "before": {line[0] for line in _at_noon(before, grave=False)},
    }


def _at_noon(rule: Rule, *, grave: bool) -> list[tuple[str, str]]:
    due = due_of(rule, NOON, families={0: (Party.GUARDIAN, Party.PARENTS)}, grave=grave)
    return [(_moment(each.due_at), task_text(each.what, each.party, each.number)) for each in due]


def _moment(when: datetime) -> str:
    days = (when.date() - NOON.date()).days
    clock = f"{timezone.localtime(when, SCHOOL_ZONE):%H:%M}"
    return (
        clock if not days else _("day %(number)s, %(clock)s") % {"number": days + 1, "clock": clock}
    )


def _numbers(request: HttpRequest, holder: Holder) -> HttpResponse:
    table = holder.found.table
    form = NumbersForm(
        request.POST or None, numbers=table.get("numbers", {}), unreached=unreached_of(table),
        number=holder.found.number,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        changed = {**table, "numbers": form.numbers(), "unreached": form.unreached()}
        if keep(request, holder, form, changed, _("Numbers")):
            return redirect(holder.url("rules") + "#numbers")
    context = {"form": form, "holder": holder}
    return render(request, "incidents/numbers.html", context, status=422 if form.errors else 200)
